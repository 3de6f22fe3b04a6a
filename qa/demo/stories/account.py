"""Stories about the account and about other sellers in the shop."""

from qa.demo.stories.shape import Doubt, Exchange, Story

PASSWORD = Story(
    topic="membership",
    upset=False,
    where=frozenset({"call", "chat", "email"}),
    subject=("Hesabıma giremiyorum", "Şifre sıfırlama"),
    brief=("Hesabıma giremiyorum.", "Şifre yenileme mesajı gelmiyor."),
    opening=(
        "Hesabıma giremiyorum, “çok fazla deneme” diyor.",
        "Telefon numaram değişti, doğrulama kodu eski numaraya gidiyor.",
        "Uygulama beni attı, “hesabınız kilitlendi” yazıyor. Siparişimi göremiyorum.",
        "Doğrulama kodu yanlış telefona gidiyor galiba, bana hiç gelmiyor.",
        "Şifremi üç kere yanlış girdim galiba, şimdi hiç açılmıyor.",
        "Giriş kodu gelmiyor bana, o hattı kapattım ben. Hesabıma giremiyorum.",
    ),
    retell=(
        "Yani hesabınıza giriş yapamıyorsunuz, o yüzden siparişlerinizi de göremiyorsunuz.",
        "Anladım, giriş yapamıyorsunuz ve doğrulamayı da tamamlayamıyorsunuz.",
    ),
    misread=(
        Exchange("Üyeliğinizi sildirmek mi istiyorsunuz?", "Silmek değil, girmek istiyorum."),
        Exchange("Yeni üyelik açmak mı istiyorsunuz?", "Üyeliğim var zaten, giremiyorum."),
    ),
    probes=(
        Exchange("Ekranda tam olarak hangi uyarı çıkıyor?", "“Çok fazla deneme yapıldı” yazıyor."),
        Exchange("Kayıtlı telefonunuz hâlâ kullanımda mı?", "Değil, numaram geçen ay değişti."),
        Exchange("Gereksiz posta klasörüne de bakmış mıydınız?", "Baktım, orada da yok."),
    ),
    finding=(
        "Kontrol ettim, art arda hatalı denemeden dolayı hesap güvenlik için geçici kilitlenmiş.",
        "Hesabınızda eski telefon numaranız kayıtlı, kod oraya gittiği için ulaşmıyor.",
    ),
    explain=(
        "Kilit, bilgileriniz doğrulandıktan sonra kalkıyor; yeni şifreyi size gelen bağlantıdan yalnızca siz belirliyorsunuz.",
        "Doğrulamadan sonra bağlantıyı kayıtlı e-postanıza gönderiyoruz; şifrenizi biz görmüyoruz, kimseyle de paylaşmayın.",
    ),
    wrong=(
        "Kilitlenen hesap açılmaz, yeni üyelik almanız lazım.",
        "Eski şifrenizi bana söyleyin, ben girip değiştireyim.",
    ),
    detail=(
        Exchange("Puanlarım silinir mi?", "Puanlarınız ve sipariş geçmişiniz olduğu gibi duruyor."),
        Exchange(
            "Bağlantı ne kadar geçerli?",
            "Bağlantı 30 dakika geçerli, süresi dolarsa giriş ekranından yenisini isteyebilirsiniz.",
        ),
    ),
    doubts=(
        Doubt(
            "Biri hesabıma girmiş olmasın?",
            "Son girişlere baktım, hepsi sizin şehrinizden; yine de yeni şifreden sonra tüm cihazlardan çıkış yapılacak.",
            "Girmez kimse, niye girsin.",
        ),
        Doubt(
            "Bir şifre için bu kadar uğraşılır mı?",
            "Haklısınız, uğraştırıcı; ama bunlar başkasının sizin yerinize girmesini önlüyor.",
            "Kuralları ben koymadım {sir}.",
        ),
    ),
    solve=(
        "Kilidi kaldırdım, şifre bağlantısını kayıtlı e-postanıza gönderdim.",
        "Telefonunuzu doğrulama sonrası güncelledim, bağlantı SMS olarak gönderildi.",
    ),
    half=("Güvenlik ekibine {ticket} numaralı doğrulama talebini açtım, kilidi onlar kaldıracak.",),
    stuck=(
        "Buradan açamıyorum, yarın bir daha deneyin.",
        "Sistem izin vermiyor, uygulamayı silip kurun.",
    ),
    next_step=(
        "Bağlantı iki üç dakika içinde gelir; gelmezse {ticket} numarasıyla yazın, yeniden gönderirim.",
        "Yeni şifreyi belirleyince siparişlerinizi görebileceksiniz; olmazsa {due_dat} kadar bu kayıttan bana ulaşabilirsiniz.",
    ),
    overpromise=("Bir daha hiç kilitlenmez, garanti.", "Söz, şu an açılıyor, kesin."),
)

SELLER = Story(
    topic="marketplace_seller",
    where=frozenset({"chat", "email", "marketplace", "social", "call"}),
    goods="home",
    subject=("Satıcı yanıt vermiyor {order}", "Mağaza siparişimi göndermedi"),
    brief=("Satıcıya ulaşamıyorum.", "Satıcı ürünü göndermedi, cevap da vermiyor."),
    opening=(
        "{product} siparişimi sitenizdeki bir satıcıdan aldım, beş gündür kargoya vermedi.",
        "Satıcıya üç kere soru sordum, cevap yok. Ürün de gelmedi.",
        "Satıcı “stokta yok, iptal edin” diyor, ben iptal etmek istemiyorum.",
        "Satıcı bir takip numarası girmiş ama numarada hiç hareket yok, uydurma belli ki.",
        "Satıcı siparişi onayladı, bir haftadır hazırlamıyor. Mesajlarıma da bakmıyor.",
    ),
    retell=(
        "Yani satıcıyla sorun yaşıyorsunuz ve bizim araya girmemizi istiyorsunuz.",
        "Anladım, satıcıdan sonuç alamadınız; konuyu biz üstlenelim.",
    ),
    misread=(
        Exchange(
            "Satıcı olmak için mi başvuruyorsunuz?",
            "Hayır, müşteriyim ben, satıcıdan şikâyetçiyim.",
        ),
        Exchange(
            "Bizim depodan çıkan bir ürün mü bu?",
            "Sizin değil, satıcının ürünü; ama sitenizden aldım.",
        ),
    ),
    probes=(
        Exchange(
            "Satıcıyla yazışmanız uygulama üzerinden miydi?",
            "Evet, uygulamadaki “satıcıya sor” kısmından yazdım.",
        ),
        Exchange(
            "Siparişi sürdürmek mi istersiniz, iptal edip paranızı almak mı?",
            "Aynı fiyata bulamam, ürünü istiyorum.",
        ),
    ),
    finding=(
        "Kontrol ettim, satıcının yanıt süresi dolmuş; sistem konuyu bize aktarmalıydı ama aktarmamış.",
        "Satıcının aynı üründe başka açık kaydı da var, stok bilgisini güncellememiş.",
    ),
    explain=(
        "Sitemizden yapılan alışverişte ödemeniz bizde güvende; satıcı iki iş günü içinde çözmezse kararı biz veriyoruz.",
        "Satıcıya iki iş günü süre tanınıyor, çözmezse tutar satıcının hesabından alınıp size iade ediliyor.",
    ),
    wrong=(
        "Satıcı ürünlerinde bizim hiçbir sorumluluğumuz yok.",
        "Satıcıyla yaşadığınız sorunu ancak mahkemede çözebilirsiniz.",
    ),
    detail=(
        Exchange(
            "Satıcı bana yine ulaşıp para isterse?",
            "Site dışında asla ödeme yapmayın; böyle bir mesaj gelirse ekran görüntüsünü bize iletin.",
        ),
        Exchange(
            "İki gün dolunca ben mi arayacağım?",
            "Siz aramayacaksınız, süre dolduğunda dosya kendiliğinden bize düşüyor.",
        ),
    ),
    doubts=(
        Doubt(
            "Ben satıcıyı tanımam, sizden aldım.",
            "Haklısınız, bizim sitemizden aldınız; muhatabınız biziz.",
            "Satıcının adı yazıyordu orada, bakmamışsınız.",
        ),
        Doubt(
            "Bu satıcı hâlâ satış yapıyor ama.",
            "Yaptırım ekibine de bildirdim, ürünü incelenene kadar satışa kapatıldı.",
            "Ona biz karışamayız.",
        ),
    ),
    solve=(
        "Satıcıya resmî uyarı gönderdim, kabul etti; ürün yarın kargoya veriliyor.",
        "Dosyanızı hakem sürecine aldım ve sonuçlandırdım: {amount} ödemeniz güvence kapsamında.",
    ),
    half=("Satıcıya {ticket} numaralı uyarıyı gönderdim, iki iş günü süresi başladı.",),
    stuck=("Satıcıyla görüşmeniz gerekiyor.", "Satıcı ürünlerine biz bakmıyoruz."),
    next_step=(
        "{due_dat} kadar takip numarası gelmezse siparişi iptal edip {amount} iadesini ben başlatacağım.",
        "{due_loc} sonucu size yazacağım; bu arada satıcıya ayrıca bir şey yazmanıza gerek yok.",
    ),
    overpromise=("Satıcıyı bugün kapattırırım, söz.", "Kesin bugün gönderir, garanti."),
)

STORIES = (PASSWORD, SELLER)
