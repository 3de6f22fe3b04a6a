"""The lists that ship: a beginning to be made one's own. Turkish and English stand together,
because one transcript may hold both.

Short words that others begin with (`ana`, `mal`, `at`) are left out or in quotes: a list that cries
out at every second call is read by nobody. Names of competitors nobody but the organisation
knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Starter:
    """A list as it ships: its name by language, and what `operations.add_list` takes."""

    name: dict[str, str]
    kind: str
    speaker: str
    part: str
    entries: str
    allowed: str = ""


FORBIDDEN = """
aptal
salak
"ahmak"
"ahmaklık"
geri zekalı
gerizekalı
terbiyesiz
saygısız
şerefsiz
saçmalamak
saçma sapan
"bilmiyorum ki"
"ne bileyim"
benim işim değil
bizim işimiz değil
benim sorunum değil
bizim sorunumuz değil
sizin sorununuz
"bana ne bundan"
"bize ne"
"banane"
beni ilgilendirmez
bizi ilgilendirmez
"ne yapayım"
"ne yapabilirim ki"
"yapacak bir şey yok"
"elimden bir şey gelmez"
"işinize gelirse"
"sakin ol"
"sakin olun"
"bağırmayın"
"bağırma"
"sizin hatanız"
"yalan söylüyorsunuz"
idiot
stupid
moron
dumb
"shut up"
not my problem
not our problem
not my job
"your own fault"
"that's your problem"
"i don't care"
"calm down"
"whatever you say"
"nothing i can do"
"""
FORBIDDEN_ALLOWED = """
"sizin hatanız değil"
"not a stupid question"
"yapacak bir şey yok mu"
"bize ne zaman"
"bize ne kadar"
"bize ne tür"
"bize ne gibi"
"""

PROMISE = """
söz vermek
"sözüm söz"
garanti etmek
garantisini vermek
"taahhüt ediyorum"
"taahhüt ediyoruz"
"yüzde yüz çözülecek"
kesinlikle olacak
kesinlikle gelecek
kesinlikle ulaşacak
kesinlikle çözülecek
kesinlikle çözecek
kesinlikle halledilecek
kesinlikle halledecek
kesinlikle yapılacak
kesinlikle yapacak
kesinlikle yatacak
kesinlikle yansıyacak
kesinlikle teslim edilecek
kesinlikle iade edilecek
mutlaka gelecek
mutlaka çözülecek
mutlaka çözecek
mutlaka halledecek
"yarın kesin gelir"
"yarın kesin elinizde"
"bugün kesin elinizde"
"hiç şüpheniz olmasın"
"i promise"
"we promise"
"i guarantee"
"we guarantee"
"guarantee you"
"i can guarantee"
"we can guarantee"
"i assure you"
"you have my word"
"will definitely"
"definitely will"
"without fail"
"hundred percent sure"
"100 percent sure"
"""
PROMISE_ALLOWED = """
"söz vermem"
"söz vermemem"
söz vermek istememek
"söz vermek istemem"
"söz vermek olmaz"
"söz vermek doğru olmaz"
"söz vermek mümkün değil"
"söz vermem mümkün değil"
"garanti etmem"
"garanti etmem mümkün değil"
"garanti etmek mümkün değil"
"i promise nothing"
"can't guarantee you"
"cannot guarantee you"
"not guarantee you"
"couldn't guarantee you"
"""

APOLOGY = """
özür dilemek
"kusura bakmayın"
"kusurumuza bakmayın"
"kusuruma bakmayın"
affedersiniz
"affınıza sığınıyorum"
"affınıza sığınarak"
"bağışlayın"
"üzgünüm"
"üzgünüz"
"sorry"
apologize
apologise
apology
"my mistake"
"forgive us"
"forgive me"
"pardon me"
"""
APOLOGY_ALLOWED = """
"özür dilemeyin"
"özür dilemenize"
"özür dilemene"
"özür dilemesini"
"no need to apologize"
"no need to apologise"
"don't apologize"
"don't be sorry"
"better safe than sorry"
"""

GREETING = """
merhaba
"hoş geldiniz"
"hoşgeldiniz"
"hoş geldin"
"iyi günler"
"iyi sabahlar"
"iyi akşamlar"
"iyi geceler"
"günaydın"
"tünaydın"
"hayırlı günler"
selam
"iyi çalışmalar"
"nasıl yardımcı olabilirim"
"nasıl yardımcı olabiliriz"
aradığınız için teşekkür*
"hello"
"hi"
"welcome"
"good morning"
"good afternoon"
"good evening"
"how can i help"
"how may i help"
"how can i assist"
"how may i assist"
"how can we help"
"thank you for calling"
"thanks for calling"
"thank you for contacting"
"thanks for contacting"
"""

CLOSING = """
"başka bir konuda"
"başka bir konu"
"başka bir sorunuz"
"başka sorunuz"
"başka bir isteğiniz"
"başka bir talebiniz"
"başka yardımcı olabileceğim"
"yardımcı olabileceğim başka"
"yardımcı olabildiysem"
"iyi günler"
"iyi akşamlar"
"iyi geceler"
"iyi haftalar"
"iyi hafta sonları"
"iyi alışverişler"
"iyi çalışmalar"
"sağlıklı günler"
"güzel günler"
"mutlu günler"
"hoşça kalın"
"hoşçakalın"
"esen kalın"
"görüşmek üzere"
"kendinize iyi bakın"
bizi tercih ettiğiniz
bizi aradığınız
"anything else"
"something else i can"
"have a nice day"
"have a good day"
"have a great day"
"have a lovely day"
"have a wonderful day"
"have a nice evening"
"have a good evening"
"have a great evening"
"have a good one"
"have a nice weekend"
"have a great weekend"
"take care"
"goodbye"
"good bye"
"bye"
"thank you for choosing"
"thanks for choosing"
"""

LEAVING = """
şikayet etmek
"şikayetçi olacağım"
"şikayetçiyim"
şikayetvar
"şikayet var sitesi"
"tüketici hakem heyeti"
"hakem heyetine"
"hakem heyetiyle"
"tüketici mahkemesi"
"tüketici mahkemesine"
"tüketici haklarına"
avukat
"mahkemeye"
"mahkemelik"
dava açmak
"savcılığa"
"yasal yollara"
"yasal haklarımı"
"hukuki yollara"
"btk'ya"
"bddk'ya"
"cimer"
"cimere"
"müdürünüzle"
"amirinizle"
"üyeliğimi iptal"
üyeliğimi kapat*
"aboneliğimi iptal"
aboneliğimi sonlandır*
hesabımı kapat*
hesabımı sil*
sözleşmemi feshe*
başka firmaya geç*
başka operatöre geç*
"rakibinize"
"bir daha sizden"
"bir daha alışveriş yapmam"
"bir daha alışveriş yapmayacağım"
sosyal medyada paylaş*
"cancel my account"
"close my account"
"delete my account"
"cancel my subscription"
"cancel my membership"
"cancel my contract"
"switch to another"
"switching to another"
"take my business elsewhere"
"never buy from"
"never shop"
lawyer
attorney
"small claims"
"legal action"
"sue you"
"take you to court"
"see you in court"
"file a complaint"
"make a complaint"
"formal complaint"
"consumer rights"
"consumer protection"
"trading standards"
"better business bureau"
"ombudsman"
"speak to your manager"
"talk to your manager"
"speak to your supervisor"
"talk to your supervisor"
"""
LEAVING_ALLOWED = """
şikayet edecek bir şey*
"şikayet etmiyorum"
"""

STARTER = (
    Starter(
        {"tr": "Yasaklı sözler", "en": "Forbidden words"},
        "forbidden",
        "agent",
        "all",
        FORBIDDEN,
        FORBIDDEN_ALLOWED,
    ),
    Starter(
        {"tr": "Söz ve garantiler", "en": "Promises and guarantees"},
        "promise",
        "agent",
        "all",
        PROMISE,
        PROMISE_ALLOWED,
    ),
    Starter({"tr": "Özür", "en": "Apology"}, "apology", "agent", "all", APOLOGY, APOLOGY_ALLOWED),
    Starter({"tr": "Karşılama", "en": "Greeting"}, "required", "agent", "first-turn", GREETING),
    Starter({"tr": "Kapanış", "en": "Closing"}, "required", "agent", "last-turn", CLOSING),
    Starter(
        {"tr": "Şikâyet ve ayrılma", "en": "Complaint and leaving"},
        "other",
        "customer",
        "all",
        LEAVING,
        LEAVING_ALLOWED,
    ),
)
