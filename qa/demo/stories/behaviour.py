"""Stories about how somebody behaved: the courier, a previous agent."""

from qa.demo.stories.shape import Doubt, Exchange, Story

COURIER = Story(
    topic="courier_behaviour",
    weight=4,
    where=frozenset({"call", "email", "social", "chat"}),
    subject=("Kargo görevlisi hakkında şikâyet", "Kuryenin davranışı"),
    brief=("Kargo görevlisinden şikâyetçiyim.", "Kurye bana kötü davrandı, onu bildiriyorum."),
    opening=(
        "Kargo görevlisi yukarı çıkmadı, “in al” dedi. Ben bastonla yürüyorum.",
        "Kurye kapıda bana bağırdı, zile geç bakmışım diye.",
        "Paketi kapının önüne atıp gitmiş, kamerada görünüyor.",
        "{carrier} görevlisi aramadan “adreste bulunamadı” yazmış, ben bütün gün evdeydim.",
        "Kurye numaramı almış, teslimattan sonra da mesaj attı. Rahatsız oldum.",
        "Görevli paketi güvenliğe fırlatır gibi bıraktı, üstüne bir de tersledi.",
    ),
    retell=(
        "Yani görevlinin davranışından şikâyetçisiniz ve bunun takip edilmesini istiyorsunuz.",
        "Anladım, teslimat sırasında görevli size uygun olmayan biçimde davranmış.",
    ),
    misread=(
        Exchange(
            "Paketiniz mi gelmedi?", "Paket konusu ayrı, ben görevlinin davranışını söylüyorum."
        ),
        Exchange("Ürünü iade mi etmek istiyorsunuz?", "İade falan değil, kuryeden şikâyetçiyim."),
    ),
    probes=(
        Exchange("Olay hangi gün, aşağı yukarı saat kaçtaydı?", "{past_day} günü, {clock} gibi."),
        Exchange(
            "Olanı gören biri ya da bir kamera kaydı var mı?",
            "Apartmanın kamerası var, kapıcı da gördü.",
        ),
        Exchange(
            "Görevlinin adını ya da araç plakasını biliyor musunuz?",
            "Adını bilmiyorum, kısa boylu, mavi yelekli biriydi.",
        ),
        Exchange(
            "Sizin için doğru sonuç ne olurdu?",
            "Bir özür beklerim, bir de o kişi bana bir daha gelmesin.",
        ),
    ),
    finding=(
        "Kaydı buldum: dağıtım {past_loc} {district} şubesinden yapılmış, görevlinin kim olduğu belli.",
        "Şube kaydına göre sizi arama denemesi hiç yapılmamış, yani anlattığınız doğrulanıyor.",
    ),
    explain=(
        "Görevli hakkında tutanak açılıyor, şube iki iş günü içinde yazılı savunma vermek zorunda.",
        "Bu tür bildirimler bizde “davranış şikâyeti” olarak işlem görüyor; şubeden iki iş günü içinde yazılı yanıt istiyoruz.",
    ),
    wrong=(
        "Kargo görevlisi hakkında bize şikâyette bulunamazsınız, yetkimiz yok.",
        "İsim bilmeden işlem yapılamıyor, önce adını öğrenmeniz lazım.",
    ),
    detail=(
        Exchange(
            "Benim adım kuryeye söylenecek mi?",
            "Adınız görevliyle paylaşılmıyor, şube yöneticisi dışında kimse görmüyor.",
        ),
        Exchange(
            "Bundan sonra da aynı kişi mi gelecek?",
            "Adresinize not düştüm; bundan sonraki teslimatlarınızda başka bir görevli gelecek.",
        ),
    ),
    doubts=(
        Doubt(
            "Hep “ilgileneceğiz” diyorsunuz, bir şey olduğu yok.",
            "Haklısınız, o yüzden yalnızca iletmiyorum; şubenin yanıtını alınca size yazılı olarak da dönüyorum.",
            "E biz ne yapabiliriz, adam bizim elemanımız değil.",
        ),
        Doubt(
            "Ben sizden alışveriş yaptım, kargoyu siz seçtiniz.",
            "Çok doğru, onu seçen biziz; sorumluluğu da üstleniyoruz.",
            "Kargo ayrı şirket, bizi bağlamaz.",
        ),
        Doubt(
            "Bir de bana yalancı muamelesi yaptı.",
            "Böyle hissettirilmenizi kabul edemeyiz; anlattıklarınızı sizin sözlerinizle kayda geçiriyorum.",
            "Onun da kendine göre bir anlatımı vardır tabii.",
        ),
    ),
    solve=(
        "Şube müdürüyle görüştüm, görevli hakkında tutanak açıldı; müdür sizden bizzat özür dilemek istiyor.",
        "Davranış şikâyetini {ticket} numarasıyla açtım, görevli bölgenizden alındı.",
    ),
    half=("Şikâyetinizi {ticket} numarasıyla şubeye ilettim, yazılı yanıt bekliyorum.",),
    stuck=(
        "Kargo firmasını kendiniz arayıp şikâyet edebilirsiniz.",
        "Notunuzu aldım, başka yapacak bir şey yok.",
    ),
    next_step=(
        "{due_dat} kadar şubenin yazılı yanıtını alıp size ileteceğim, o gün sizi ben arayacağım.",
        "Size {due_loc} dönüp hem şubenin yanıtını hem atılan adımı anlatacağım.",
    ),
    overpromise=(
        "O görevliyi kesin işten attıracağım, söz.",
        "Bir daha hiçbir kargoda böyle bir şey yaşamayacaksınız, garanti.",
    ),
    own=(
        "Paketinizi size getiren kişi bizi temsil ediyor; bu davranıştan biz sorumluyuz, özür dilerim.",
        "Bunu size yaşatmamalıydık, sorumluluk bizde.",
    ),
    blame=(
        "Bizim personelimiz değil ki, kargonun elemanı.",
        "Bizimle ilgisi yok, kargo firması alıyor bunları işe.",
    ),
)

PREVIOUS_AGENT = Story(
    topic="agent_behaviour",
    weight=3,
    where=frozenset({"call", "email", "social"}),
    subject=("Temsilci hakkında şikâyet", "Görüştüğüm kişi yüzüme kapattı"),
    brief=(
        "Dün görüştüğüm temsilciden şikâyetçiyim.",
        "Önceki görüşmede bana yanlış bilgi verildi.",
    ),
    opening=(
        "Geçen gün bana “iade kabul” denildi, bugün “öyle bir kayıt yok” diyorlar.",
        "Dün görüştüğüm temsilci telefonu yüzüme kapattı.",
        "Üç ayrı kişiyle konuştum, üçü de başka bir şey söyledi.",
        "Yirmi dakika hatta bekletip sonra kapattılar. Bir daha arayan da olmadı.",
    ),
    retell=(
        "Yani önceki görüşmenizde hem doğru yanıt alamadınız hem de kötü karşılandınız.",
        "Anladım, önceki görüşme sizi mağdur etmiş ve asıl konunuz da ortada kalmış.",
    ),
    misread=(
        Exchange(
            "Memnuniyet anketini mi doldurmak istiyorsunuz?", "Anket değil, şikâyet ediyorum."
        ),
        Exchange(
            "Siparişinizin durumunu mu soruyorsunuz?",
            "Siparişten önce o görüşmeyi şikâyet ediyorum.",
        ),
    ),
    probes=(
        Exchange(
            "Görüşme hangi gün, hangi saatteydi, hatırlıyor musunuz?",
            "{past_loc}, saat {clock} civarı.",
        ),
        Exchange(
            "Size o görüşmede tam olarak ne söylendi?",
            "“İadeniz onaylandı, para üç güne yatar” dendi.",
        ),
        Exchange(
            "Yarım kalan asıl konunuz neydi, onu da şimdi çözelim?",
            "{item_acc} iade edecektim, kod verilmedi.",
        ),
    ),
    finding=(
        "Kaydı buldum: görüşme {past} tarihli, notta verilen söz var ama işlemi yapılmamış.",
        "Görüşme kaydına ulaştım; bağlantı bizim tarafta kesilmiş ve sizi geri aramamışız.",
    ),
    explain=(
        "Görüşme kalite ekibine gönderiliyor, dinlenip değerlendiriliyor; size de sonucu bildiriliyor.",
        "Kayıt, o temsilcinin takım lideri ve kalite ekibi tarafından dinleniyor; verilen söz geçerli sayılıyor.",
    ),
    wrong=(
        "Kayıtlar yalnızca mahkeme kararıyla dinlenebiliyor.",
        "Verilen sözler yazılı değilse geçersizdir.",
    ),
    detail=(
        Exchange(
            "Kaydı bana da dinletebilir misiniz?",
            "Kaydı yazılı başvuruyla isteyebilirsiniz; kişisel verileriniz olduğu için hakkınızdır, 30 gün içinde yanıtlanır.",
        ),
        Exchange(
            "O kişiye ne olacak peki?",
            "Kişiyle ilgili sonucu paylaşamıyoruz ama değerlendirmenin yapıldığını size yazılı bildiriyoruz.",
        ),
    ),
    doubts=(
        Doubt(
            "Siz de arkadaşınızı koruyacaksınız tabii.",
            "Anlıyorum, böyle düşünmeniz doğal. Dinlemeyi biz değil, bağımsız kalite ekibi yapıyor.",
            "Arkadaşımız öyle konuşmaz, yanlış anlamışsınızdır.",
        ),
        Doubt(
            "Ben bir daha baştan anlatmak istemiyorum.",
            "Hiç gerek yok, notları okudum; kaldığınız yerden devam ediyoruz.",
            "Anlatmadan ben nereden bileyim?",
        ),
    ),
    solve=(
        "Size söz verilen işlemi şimdi yaptım, iade kodunuz {ticket}; görüşmeyi de kalite ekibine gönderdim.",
        "Görüşmeyi incelemeye aldırdım, yarım kalan iade kaydınızı da açtım; kodunuz {ticket}.",
    ),
    half=("Şikâyetinizi {ticket} numarasıyla kalite ekibine ilettim, dinleme sonucu bekleniyor.",),
    stuck=(
        "Geçmiş görüşmeyle ilgili bir şey yapamam, isterseniz yazılı başvurun.",
        "Olmuş bitmiş, şimdi ne istiyorsunuz?",
    ),
    next_step=(
        "Dinleme sonucunu {due_dat} kadar size e-postayla bildireceğim, arayıp bir de kendim anlatacağım.",
        "{due_day} günü takım liderimiz sizi arayacak; aramazsa {ticket} numarası doğrudan bana düşüyor.",
    ),
    overpromise=(
        "O arkadaş bugün işten çıkarılır, söz veriyorum.",
        "Bir daha hiç böyle bir şey yaşamazsınız, garanti.",
    ),
    own=(
        "O görüşme bizim hatamız, sizden özür dilerim.",
        "Geri aramamız gerekirdi, aramamışız; bu bizim eksiğimiz.",
    ),
    blame=(
        "O gün çok yoğunduk, sizden önce de tartışmalı bir görüşme olmuştur.",
        "Siz de sinirli konuşmuşsunuzdur, o yüzden kapatmıştır.",
    ),
)

STORIES = (COURIER, PREVIOUS_AGENT)
