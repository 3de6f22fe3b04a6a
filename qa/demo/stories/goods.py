"""Stories about what was in the parcel: damaged, wrong, incomplete."""

from qa.demo.stories.shape import Doubt, Exchange, Story

DAMAGED = Story(
    topic="damaged_item",
    weight=5,
    goods="fragile",
    subject=("Hasarlı ürün {order}", "Kırık geldi"),
    brief=("Ürün hasarlı geldi.", "Kutudan hasarlı çıktı, ne yapacağız?"),
    opening=(
        "{product} geldi ama hasarlı, kutunun köşesi ezilmiş.",
        "Bugün teslim aldım, {item_acc} kutudan çıkarınca bir de baktım hasarlı.",
        "{item_acc} aldım, üzerinde boydan boya çizik var. Böyle ürün gönderilir mi?",
        "Sizden gelen koliyi açtım, {item} hasar görmüş. Kargocu da tutanak tutmadan gitti.",
        "Misafirim gelecekti, {item} hasarlı çıktı. Fotoğrafını da çektim.",
    ),
    retell=(
        "Yani {item} elinize hasarlı ulaştı, kutusunda da ezik var; doğru mu anladım?",
        "Anladım, ürün hasarlı çıktı ve bunun için bir çözüm bekliyorsunuz.",
    ),
    misread=(
        Exchange(
            "Ürünü beğenmediniz, iade etmek istiyorsunuz yani?",
            "Beğenmemek değil, hasarlı geldi diyorum.",
        ),
        Exchange("Eksik parça mı var?", "Eksik yok, hasarlı. Fotoğraf da çektim."),
    ),
    probes=(
        Exchange(
            "Hasarın ve kutunun fotoğrafını çekme imkânınız oldu mu?",
            "Çektim, üç tane var, hepsi duruyor.",
        ),
        Exchange(
            "Teslim alırken kutuda gözle görülür bir ezik var mıydı?",
            "Bir köşesi ezikti ama kargocu acele ediyordu, imzalattı gitti.",
        ),
        Exchange(
            "Ürünü değiştirmemizi mi istersiniz, ücretini iade etmemizi mi?",
            "Sağlamı gelsin, ürünü istiyorum ben.",
        ),
    ),
    finding=(
        "Paket kaydında ara aktarmada düşme notu girilmiş, hasar taşımada oluşmuş.",
        "Aynı partiden iki bildirim daha var; iç köpük konmadan paketlenmiş, hata bizim paketlemede.",
    ),
    explain=(
        "Hasarlı teslimde tutanak şart değil; fotoğrafla 48 saat içinde bildirmeniz yeterli, siz bildirdiniz.",
        "Hasarlı üründe seçim sizde: yenisini gönderebiliriz ya da {amount} tutarını iade edebiliriz.",
    ),
    wrong=(
        "Tutanak tutturmadıysanız maalesef hiçbir işlem yapamıyoruz.",
        "Ev ürünlerinde hasar garanti dışıdır, servise götürmeniz gerekir.",
    ),
    detail=(
        Exchange(
            "Elimdeki hasarlı olanı ne yapacağım?",
            "Hasarlı ürünü yenisi gelirken kurye kapınızdan alacak, ayrıca şubeye taşımanıza gerek yok.",
        ),
        Exchange(
            "Yeni ürün için tekrar ücret ödeyecek miyim?",
            "Yeni gönderim için ürün ve kargo ücreti alınmıyor.",
        ),
        Exchange(
            "Fotoğrafları nereye göndereceğim?",
            "Fotoğrafları size gelen SMS'teki bağlantıdan yükleyebilirsiniz, iki tanesi yeterli.",
        ),
    ),
    doubts=(
        Doubt(
            "Yenisi de böyle gelirse?",
            "Depoya çift köpük ve “kırılacak eşya” etiketi notu düştüm; yine olursa hiç uğraştırmadan iade ederiz.",
            "Gelmez gelmez, bir şey olmaz.",
        ),
        Doubt(
            "Siz şimdi “siz kırmışsınızdır” dersiniz.",
            "Hayır, öyle bir şey düşünmüyoruz; fotoğraflar yeterli.",
            "Ona ben değil inceleme ekibi karar verir, belli olmaz.",
        ),
        Doubt(
            "Kargocu tutanağı tutmadan kaçtı resmen.",
            "Bunu da ayrıca kargo firmasına bildirdim, tutanak istemek sizin en doğal hakkınız.",
            "Beklemesini isteseydiniz, siz imzalamışsınız.",
        ),
    ),
    solve=(
        "Yeni {item} için gönderim kaydını açtım, bugün depodan çıkıyor.",
        "Değişimi onayladım; yenisi {due_loc} dağıtımda olacak.",
    ),
    half=("Hasar dosyanızı {ticket} numarasıyla açtım, fotoğraflar gelince onaya sunacağım.",),
    stuck=(
        "Fotoğrafları inceleyen ekip bakmadan bir şey diyemem.",
        "Hasarı kargo firmasına bildirin, onlar ödesin.",
    ),
    next_step=(
        "Yeni paket {due_day} günü kapınızda olacak, aynı kurye hasarlı olanı geri alacak. SMS ile haber vereceğiz.",
        "Takip numarası bu akşam SMS olarak gelecek, {due_day} günü eski ürünü de kuryeye verebilirsiniz.",
    ),
    overpromise=(
        "Bugün akşama yenisi sizde, söz.",
        "Bir daha asla böyle bir şey olmaz, garanti veriyorum.",
    ),
    own=(
        "Sağlam paketlemek bizim işimizdi, bu hata bize ait.",
        "Böyle bir ürünün elinize ulaşması bizim hatamız.",
    ),
    blame=(
        "Kargocular fırlatıyor, bizim suçumuz değil.",
        "Depodan sağlam çıktı, bizlik bir şey yok.",
    ),
)

WRONG_ITEM = Story(
    topic="wrong_item",
    weight=4,
    subject=("Yanlış ürün geldi {order}", "Siparişimle gelen ürün farklı"),
    brief=("{product} istedim, {other} geldi.", "Bana başkasının ürününü göndermişsiniz."),
    opening=(
        "{product} sipariş ettim, kutudan {other} çıktı.",
        "Bana yanlış ürün göndermişsiniz; {item} yerine {other} gelmiş.",
        "Koliyi açtım, içinden {other} çıktı. Ben böyle bir şey almadım ki.",
        "Fatura doğru, {item} yazıyor ama kutudaki {other}.",
        "Başkasının paketi bana geldi galiba; {product} bekliyordum, içinde {other} var.",
    ),
    retell=(
        "Yani siz {product} beklerken kutudan {other} çıktı, doğru mu?",
        "Anladım, faturadaki ürünle kutudaki ürün birbirini tutmuyor.",
    ),
    misread=(
        Exchange("Beden değişimi mi istiyorsunuz?", "Beden değil, ürünün kendisi başka."),
        Exchange("Renk mi farklı geldi?", "Renkle ilgisi yok, bambaşka bir ürün geldi."),
    ),
    probes=(
        Exchange(
            "Ürünün etiketindeki barkodun son dört rakamını okuyabilir misiniz?",
            "Bakayım… {card4} yazıyor.",
        ),
        Exchange(
            "Kutunun üzerindeki isim ve adres sizin mi?",
            "Evet, adım da adresim de doğru, sadece içi yanlış.",
        ),
        Exchange(
            "Paketi açtınız mı, ürün kullanıldı mı?", "Açtım baktım, yanlış olunca elimi sürmedim."
        ),
    ),
    finding=(
        "Kontrol ettim, depoda iki siparişin etiketi karışmış; sizin ürününüz başka bir müşterimize gitmiş.",
        "Raf yerleri yan yana olduğu için toplama sırasında yanlış ürün alınmış, depo kaydı da bunu gösteriyor.",
    ),
    explain=(
        "Doğru ürünü size bekletmeden gönderiyoruz, yanlış geleni de kapınızdan alıyoruz.",
        "Sizin bir şey ödemeniz ya da şubeye gitmeniz gerekmiyor; doğru ürün gelirken kurye yanlış olanı teslim alacak.",
    ),
    wrong=(
        "Önce siz gönderin, iade parası yatınca doğru ürünü yeniden satın alırsınız.",
        "Paketi açtığınız için artık değişim yapılamıyor.",
    ),
    detail=(
        Exchange(
            "Kurye geldiğinde ben evde olmazsam?",
            "Kurye gelmeden arayacak, saati birlikte belirleyebilirsiniz; komşunuza da bırakabilirsiniz.",
        ),
        Exchange("Benim ürünümün stoku var mı peki?", "Stokta var, adınıza bir adet ayrıldı."),
        Exchange(
            "Yanlış gelenin faturası nasıl olacak?",
            "Faturanız doğru kesilmiş, yeni bir fatura düzenlenmeyecek.",
        ),
    ),
    doubts=(
        Doubt(
            "Sizin hatanız yüzünden ben neden bekleyeyim?",
            "Haklısınız, o yüzden sırada bekletmiyoruz, gönderiniz bugün öncelikli çıkıyor.",
            "Herkes bekliyor {sir}, özel kargo yok bizde.",
        ),
        Doubt(
            "Bu ürün de güzelmiş, bende kalsın desem?",
            "O da olur; fiyat farkını hesaplayıp tarafınıza iletirim, ama önce sizinkini gönderelim.",
            "Olmaz, başkasının malı o, göndermek zorundasınız.",
        ),
        Doubt(
            "Adım soyadım başkasına mı gitti şimdi?",
            "Yerinde bir soru. Diğer pakette yalnızca ürün var, etiketteki bilgiler o müşterinin kendisine ait.",
            "Bir şey olmaz, abartmayalım.",
        ),
    ),
    solve=(
        "Doğru ürün için gönderiyi oluşturdum, bugün 16.00 sevkiyatıyla çıkıyor.",
        "{item_acc} depodan ayırttım, gönderim kaydı tamam. Yanlış ürün için kurye {due_day} günü gelecek.",
    ),
    half=("Depoya sayım talebi açtım, {ticket}; stok teyidi gelince gönderim yapılacak.",),
    stuck=(
        "Gönderim ekranı şu an kapalı, bir şey yapamıyorum.",
        "Stok ekibi bakacak, ben göremiyorum.",
    ),
    next_step=(
        "Takip numarası bu akşam SMS ile gelecek; kurye {due_day} günü gelmeden önce sizi arayacak.",
        "{due_loc} doğru ürün kapınızda olacak, aynı kuryeye diğerini verin. Akşam ben kontrol edeceğim.",
    ),
    overpromise=("Bu akşam elinizde, garanti ediyorum.", "İki saate kapınızda, kesin."),
    own=(
        "Yanlış ürünü biz göndermişiz, hata tamamen bizim.",
        "Bu bizim depomuzun hatası, sizi uğraştırdık.",
    ),
    blame=(
        "Siz yanlış seçmiş olabilirsiniz, sistemde hata olmaz.",
        "Depo yapmış, müşteri hizmetlerinin suçu yok.",
    ),
)

MISSING = Story(
    topic="missing_item",
    goods="home",
    subject=("Eksik gönderim {order}", "Paketten eksik çıktı"),
    brief=("Paketten eksik ürün çıktı.", "İki ürün aldım, biri yok kutuda."),
    opening=(
        "İki ürün almıştım, kutudan yalnız {item} çıktı. {second} yok.",
        "{second} de sepetteydi ama kolide yok, siparişi tamamlanmış gösteriyor.",
        "Siparişim eksik geldi, {second} kutuda yoktu. Ücretini de almışsınız.",
        "Kutuyu açtım, {item} var, {second} yok. Ayrı mı gelecek?",
    ),
    retell=(
        "Yani {second} kutudan çıkmadı, parası ise alınmış.",
        "Anladım, siparişiniz eksik ulaştı; {second} nerede, ona bakalım.",
    ),
    misread=(
        Exchange("Ürünün kendi parçası mı eksik?", "Parça değil, ikinci ürün hiç yok."),
        Exchange("Fazla ürün mü geldi?", "Fazla değil, eksik geldi."),
    ),
    probes=(
        Exchange(
            "Kutunun üzerinde 1/2 gibi bir ibare var mı?", "Var, “1/2” yazıyor, dikkat etmemişim."
        ),
        Exchange(
            "Koli size açılmış ya da yeniden bantlanmış gibi geldi mi?", "Yok, bandı sağlamdı."
        ),
    ),
    finding=(
        "Kontrol ettim, sipariş iki koliye bölünmüş; ikinci koli {carrier} şubesinde ayrı takip numarasıyla bekliyor.",
        "Depo tartısına baktım, koli eksik ağırlıkla çıkmış; ikinci ürün rafta kalmış.",
    ),
    explain=(
        "Eksik ürün için ek ücret ödemiyorsunuz, ikinci gönderinin takip numarası {tracking}.",
        "Bölünmüş gönderilerde iki ayrı takip numarası oluyor, ikincisi {tracking}.",
    ),
    wrong=(
        "Kutu size teslim edildiyse eksik bildirimi kabul edilmiyor.",
        "Eksik ürün için ancak bir ay sonra araştırma açılıyor.",
    ),
    detail=(
        Exchange(
            "Bu neden bana söylenmedi?",
            "Bilgilendirme e-postası yalnızca ilk koli için gitmiş, bunu da düzeltmeleri için ilettim.",
        ),
        Exchange(
            "Beklemek istemesem yalnız onun parasını alabilir miyim?",
            "İsterseniz yalnız eksik ürünü iptal edip bedelini iade edebiliriz.",
        ),
    ),
    doubts=(
        Doubt(
            "Tamamlandı yazıyor, sonra “teslim aldınız” demeyin.",
            "Kaydınıza eksik teslim notu düştüm, böyle bir şey karşınıza çıkmaz.",
            "Sistem ne yazıyorsa o geçerli.",
        ),
        Doubt(
            "Kargocu mu aldı acaba?",
            "Koli ağırlığı kayıtlı, kimsenin açmadığını görüyoruz; içiniz rahat olsun.",
            "Olabilir, kargoculara güvenilmiyor.",
        ),
    ),
    solve=(
        "İkinci koliyi {due_day} günü dağıtımına aldırdım.",
        "Eksik ürünün gönderimini oluşturdum, bugün depodan çıkıyor.",
    ),
    half=("Depoya sayım için {ticket} numaralı talebi açtım.",),
    stuck=("Depo yanıt vermeden bir şey yapamıyorum.", "Bekleyin, belki arkadan gelir."),
    next_step=(
        "{due_day} akşamına kadar elinizde olacak, dağıtıma çıkınca SMS alacaksınız.",
        "{due_loc} ulaşmazsa {ticket} numarasıyla yazın, bedelini hemen iade edelim.",
    ),
    overpromise=("Bir saate kapıda, söz veriyorum.", "Kesin bugün gelir."),
    own=(
        "Size iki koli olduğunu haber vermeliydik, bu bizim eksiğimiz.",
        "Hata bizde, sizi habersiz bırakmışız.",
    ),
    blame=("Depo öyle göndermiş, biz bilmeyiz.", "Kutunun üstünü okusaydınız görürdünüz."),
)

STORIES = (DAMAGED, WRONG_ITEM, MISSING)
