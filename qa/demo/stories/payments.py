"""Stories about money: coupon, invoice, paid twice."""

from qa.demo.stories.shape import Doubt, Exchange, Story

COUPON = Story(
    topic="coupon",
    upset=False,
    subject=("Kupon çalışmıyor", "{coupon} kodu hata veriyor"),
    brief=("Kupon kodu çalışmıyor.", "{coupon} kodunu kabul etmiyor."),
    opening=(
        "{coupon} kodunu giriyorum, “geçersiz kupon” diyor.",
        "Mesajla gelen indirim kodu sepette çalışmıyor, kampanya bugün bitiyor.",
        "Kuponu yazdım ama fiyat düşmedi. Kodu doğru giriyorum, {coupon}.",
        "İlk alışveriş indirimim uygulanmadı, ödemeyi yaptıktan sonra fark ettim.",
    ),
    retell=(
        "Yani kodu giriyorsunuz ama sepete indirim yansımıyor.",
        "Anladım, kupon hata veriyor ve kampanyayı kaçırmak istemiyorsunuz.",
    ),
    misread=(
        Exchange("Hediye çeki mi kullanıyorsunuz?", "Hediye çeki değil, indirim kodu, {coupon}."),
        Exchange("Ürünün fiyatı mı değişmiş?", "Fiyat aynı, kupon çalışmıyor diyorum."),
    ),
    probes=(
        Exchange("Sepetinizdeki ürün ve tutar nedir?", "{product}, {amount}."),
        Exchange("Ekranda tam olarak ne yazıyor?", "“Bu kupon sepetinizde kullanılamaz” yazıyor."),
        Exchange("Uygulamadan mı giriyorsunuz, siteden mi?", "Uygulamadan."),
    ),
    finding=(
        "Kontrol ettim: kodun alt sınırı {minimum}, sepetiniz bunun biraz altında kalmış.",
        "Kod, indirimli ürünlerde geçmiyor; sepetinizdeki {item} zaten kampanyalı olduğu için hata vermiş.",
    ),
    explain=(
        "{coupon} kodu {minimum} ve üzeri, indirimsiz ürünlerde, hesap başına bir kez kullanılıyor.",
        "Koşullar şöyle: {minimum} alt sınır, tek kullanım ve yalnızca indirime girmemiş ürünler.",
    ),
    wrong=(
        "O kupon yalnızca mağazalarda geçerli.",
        "Kodu küçük harfle yazarsanız çalışır, sistem öyle.",
        "Kampanya zaten bitmiş.",
    ),
    detail=(
        Exchange(
            "Ne zamana kadar geçerli?",
            "Kodun son günü {due}, gece 23.59'a kadar kullanabilirsiniz.",
        ),
        Exchange(
            "Kargo bedava olur mu bu durumda?",
            "1.000 TL üzeri siparişlerde kargo zaten ücretsiz, kupon bunu etkilemiyor.",
        ),
    ),
    doubts=(
        Doubt(
            "Mesajda alt sınır yazmıyordu ama.",
            "Haklısınız, mesajda kısa yazılmış; bunu pazarlamaya ilettim.",
            "Küçük harflerle yazıyordur, okumamışsınızdır.",
        ),
        Doubt(
            "İnsanı boşuna uğraştırıyorsunuz.",
            "Uğraştığınız için kusura bakmayın, şimdi sizin için çözüyorum.",
            "Kupon kullanmak mecburi değil ki.",
        ),
    ),
    solve=(
        "Size özel, aynı indirimi veren tek kullanımlık bir kod tanımladım; hesabınızda “Kuponlarım” altında.",
        "{gift} değerinde bir kod tanımladım, sepetinizde kullanabilirsiniz.",
    ),
    half=("Kampanya ekibine {ticket} numarasıyla ilettim, onaylarlarsa kod tanımlanacak.",),
    stuck=(
        "Koşullar belli, yapabileceğim bir şey yok.",
        "Başka kampanya olursa ondan yararlanırsınız.",
    ),
    next_step=(
        "Kodu {due_dat} kadar kullanmanız yeterli; sepette yine hata alırsanız ekran görüntüsünü {ticket} numarasıyla gönderin.",
        "Uygulamayı bir kez kapatıp açtığınızda kuponu göreceksiniz; {due_dat} kadar geçerli.",
    ),
    overpromise=(
        "Bundan sonra bütün kuponlar sizde çalışacak, garanti.",
        "Söz, bir dahaki alışverişinizde yüzde elli yaparız.",
    ),
)

INVOICE = Story(
    topic="invoice",
    upset=False,
    where=frozenset({"call", "chat", "email"}),
    subject=("E-fatura talebi {order}", "Fatura düzeltme"),
    brief=("Faturamı istiyorum, bulamadım.", "Faturanın şirket adına kesilmesi gerekiyor."),
    opening=(
        "{order} siparişimin faturası e-postama gelmedi, muhasebeye vereceğim.",
        "Faturayı şirket adına kestirmek istiyordum, bireysel kesilmiş.",
        "E-fatura lazım bana, uygulamada “hazırlanıyor” yazıyor kaç gündür.",
        "Faturada soyadım yanlış yazılmış, düzeltilebilir mi?",
    ),
    retell=(
        "Siparişinizin faturasıyla ilgili bir sorun var ve doğru faturaya ihtiyacınız var, doğru mu?",
        "Anladım, elinizde doğru fatura yok; kaydına bakıyorum.",
    ),
    misread=(
        Exchange("Ödeme tutarına mı itirazınız var?", "Tutar doğru, faturanın kendisi sorunlu."),
        Exchange("Garanti belgesi mi istiyorsunuz?", "Garanti belgesi değil, fatura istiyorum."),
    ),
    probes=(
        Exchange(
            "Faturanın üzerinde görünmesini istediğiniz unvanı ve vergi dairesini alabilir miyim?",
            "{customer} Tasarım Ltd. Şti., {city} vergi dairesi.",
        ),
        Exchange("Kayıtlı e-posta adresiniz güncel mi?", "Güncel, diğer mesajlarınız geliyor."),
        Exchange(
            "Ne zamana kadar lazım, ona göre öncelik vereyim?",
            "Ay kapanışına yetişmeli, {due_dat} kadar.",
        ),
    ),
    finding=(
        "Fatura {past_loc} düzenlenmiş ama e-posta gönderimi hata almış.",
        "Fatura, siparişteki bilgilerle otomatik kesilmiş; bilgi alanı eksik kaldığı için böyle çıkmış.",
    ),
    explain=(
        "E-arşiv faturada düzeltme, düzenlenmeyi izleyen 7 gün içinde iptal edilip yeniden kesilerek yapılıyor.",
        "Faturayı yedi gün içinde yeniden düzenletebiliyoruz, sizinki bu süre içinde.",
    ),
    wrong=(
        "Kesilmiş fatura hiçbir şekilde düzeltilemez.",
        "Faturayı postayla gönderiyoruz, bir ay sürer.",
    ),
    detail=(
        Exchange(
            "Eski fatura ne olacak?",
            "Eskisi iptal ediliyor, muhasebenize yalnızca yeni tarihli olanı verin.",
        ),
        Exchange(
            "Kâğıt olarak da gelir mi?",
            "E-arşiv fatura elektronik gönderiliyor, çıktısı yeterli; ayrıca kâğıt gelmiyor.",
        ),
    ),
    doubts=(
        Doubt(
            "Muhasebecim bugün istiyor ama.",
            "Ona iletebilmeniz için faturanın ön izlemesini hemen gönderiyorum.",
            "Bu kadar acele olmaz, muhasebeciniz beklesin.",
        ),
        Doubt(
            "Sipariş verirken şirket seçeneği görmedim.",
            "Ödeme ekranında altta kalıyor, gözden kaçabiliyor; ekibe ilettim.",
            "Var o seçenek, herkes görüyor.",
        ),
    ),
    solve=(
        "Faturayı e-postanıza yeniden gönderdim, ulaştı mı diye bir bakar mısınız? Gelmediyse gereksiz klasöründe olabilir.",
        "Düzeltme için iptal ve yeniden düzenleme işlemini başlattım, yeni numara {ticket}.",
    ),
    half=("Muhasebe birimine {ticket} numaralı talebi açtım, yeni fatura onlardan çıkacak.",),
    stuck=("Fatura kesilmiş, değiştiremiyorum.", "Uygulamadan indirin, orada olması lazım."),
    next_step=(
        "{due_day} sabahına kadar e-postanızda görmezseniz {ticket} numarasıyla bize yazın.",
        "Doğru fatura en geç {due_loc} e-postanıza gelecek, geldiğinde SMS de alacaksınız.",
    ),
    overpromise=(
        "On dakika içinde elinizde, kesin.",
        "Bir daha hiç fatura sorunu yaşamazsınız, söz.",
    ),
)

PAID_TWICE = Story(
    topic="paid_twice",
    weight=4,
    subject=("İki kez ödeme alındı", "Kartımdan çift çekim"),
    brief=("Kartımdan iki kez çekim yapılmış.", "Aynı sipariş için iki kere para alındı."),
    where=frozenset({"call", "chat", "email", "social"}),
    opening=(
        "Kartımdan iki kez {amount} çekilmiş, tek sipariş verdim.",
        "Ödeme sırasında hata verdi, tekrar denedim. Şimdi bakıyorum iki çekim var.",
        "{bank} uygulamasında aynı dakikada iki tane {amount} görünüyor.",
        "Sipariş oluşmadı ama param gitti, ikinci denemede oluştu. İlki ne olacak?",
        "Ekstreme baktım, {ordered_loc} sizden çift çekim var.",
    ),
    retell=(
        "Yani tek sipariş için kartınızdan iki kez para çekilmiş görünüyor, doğru mu?",
        "Anladığım kadarıyla ödemeyi tekrar denediniz ve kartınızda iki işlem oluştu.",
    ),
    misread=(
        Exchange("Bir siparişi iptal etmek istiyorsunuz?", "Sipariş bir tane zaten, çekim iki."),
        Exchange("Kargo ücreti ayrıca çekilmiş olabilir.", "Kargo değil, aynı tutar iki kere."),
    ),
    probes=(
        Exchange(
            "İşlemlerden biri “provizyon” ya da “bekleyen” olarak mı görünüyor?",
            "Birinde “bekleyen işlem” yazıyor, evet.",
        ),
        Exchange("İki işlemin saatleri nedir?", "Biri {clock}, öbürü üç dakika sonra."),
        Exchange("Kartınızın yalnızca son dört rakamını alabilir miyim?", "{card4}."),
    ),
    finding=(
        "Kontrol ettim: bir ödeme siparişe bağlı, diğeri onaylanmamış provizyon olarak bekliyor; biz tahsil etmemişiz.",
        "İki ödeme de bize ulaşmış, ilki siparişe bağlanamamış. Sayfa o dakikada hata vermiş, kusur bizim tarafta.",
    ),
    explain=(
        "Fazla tutarı biz tutmuyoruz; işlem kapatıldığında bankalar 3 ila 7 iş günü içinde kartınıza geri yansıtıyor.",
        "Siparişe bağlı olmayan tutar iptal edildiğinde bankanız 7 iş günü içinde kartınıza geri açıyor.",
    ),
    wrong=(
        "İki çekim varsa iki sipariş vardır, ikincisini iade etmeniz gerekiyor.",
        "Para bizde görünmüyor, o yüzden iade edilecek bir şey yok, yanmıştır o.",
    ),
    detail=(
        Exchange(
            "Ekstre kesilirse ne olacak, faizi bana mı yazacak?",
            "Ekstreniz kesilirse tutar sonraki dönemde artı bakiye olur; faiz işlememesi için size yazı verebiliriz.",
        ),
        Exchange(
            "Siparişim bundan etkilenir mi?",
            "Siparişiniz etkilenmiyor, {carrier_dat} verilecek şekilde hazırlanıyor.",
        ),
    ),
    doubts=(
        Doubt(
            "Banka “firma onay vermeli” dedi.",
            "Doğru, o onayı şimdi veriyoruz; yazısını da e-postanıza göndereceğim.",
            "Banka hep topu bize atar zaten.",
        ),
        Doubt(
            "Sizin sayfanız hata verdi, neden ben bekliyorum?",
            "Haklısınız, o yüzden iptali otomatik süreyi beklemeden elle yapıyorum.",
            "İki kere basmasaydınız olmazdı.",
        ),
        Doubt(
            "Kartımın bilgileri çalınmış olmasın?",
            "Hayır, iki işlem de sizin oturumunuzdan yapılmış; kart bilgileriniz bizde saklanmıyor.",
            "Onu bankanıza sorun, ben bilemem.",
        ),
    ),
    solve=(
        "Provizyonun serbest bırakılması için bankaya iptal mesajını gönderdim, işlem numarası {ticket}.",
        "Fazla ödemeniz olan {amount} için iadeyi başlattım, dekont e-postanıza geliyor.",
    ),
    half=("Ödeme ekibine {ticket} numaralı kontrol kaydını açtım, iki işlemi karşılaştıracaklar.",),
    stuck=("Gerisini bankanızla görüşmeniz gerekiyor.", "Bir hafta bekleyin, düşmezse ararsınız."),
    next_step=(
        "{far_dat} kadar kartınıza dönmezse {ticket} numarasını bankanıza söylemeniz yeterli; bana da yazın, itiraza destek verelim.",
        "Ben {far_loc} yeniden kontrol edip size e-posta göndereceğim.",
    ),
    overpromise=(
        "Bugün gece yarısı kesin kartınıza döner.",
        "Yarın sabah hesabınızda, garanti ediyorum.",
    ),
    own=(
        "Ödeme sayfamızdaki hata yüzünden uğraştınız, kusur bizde.",
        "Sayfanın sizi uyarması gerekirdi, bu bizim eksiğimiz.",
    ),
    blame=(
        "Bankadan kaynaklı, bizlik bir hata yok.",
        "İki kere basınca böyle oluyor, sizden kaynaklı.",
    ),
)

STORIES = (COUPON, INVOICE, PAID_TWICE)
