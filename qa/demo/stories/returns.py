"""Stories about sending goods back: refund, return, exchange."""

from qa.demo.stories.shape import Doubt, Exchange, Story

REFUND = Story(
    topic="refund",
    weight=5,
    subject=("İade ücretim yatmadı", "Para iadesi hakkında {order}"),
    brief=("İade ettiğim ürünün parası yatmadı.", "Param hâlâ hesaba geçmedi, onu soruyorum."),
    opening=(
        "{product_acc} iade ettim, param hâlâ yatmadı.",
        "İadem {past_loc} onaylandı diye mesaj geldi ama kartımda {amount} görünmüyor.",
        "İki hafta önce gönderdiğim iadenin ücretini hâlâ alamadım. Bankam da “bize bir şey gelmedi” diyor.",
        "İade parası ne zaman yatıyor? {amount} bekliyorum.",
        "{amount} iade edilecekti, bugün de baktım, hesapta yok.",
    ),
    retell=(
        "Yani ürünü gönderdiniz, iade onaylandı ama para hâlâ kartınıza yansımadı, doğru mu anladım?",
        "Anladığım kadarıyla iade onayı geldi, para gelmedi; bankanız da kayıt görmüyor.",
    ),
    misread=(
        Exchange("Yani ürünü iade etmek istiyorsunuz?", "İade ettim zaten, parasını bekliyorum."),
        Exchange("Değişim ürününüz mü gelmedi?", "Değişim değil, para iadesi. Ürün sizde."),
    ),
    probes=(
        Exchange(
            "Ödemeyi kredi kartıyla mı yapmıştınız, banka kartıyla mı?",
            "Kredi kartıyla, {bank} kartım. Sonu {card4}.",
        ),
        Exchange("Tek çekim miydi, taksitli mi?", "Üç taksitti."),
        Exchange(
            "Son ekstrenizde artı bakiye olarak görünüyor olabilir, ona bakma imkânınız oldu mu?",
            "Baktım, öyle bir satır yok.",
        ),
    ),
    finding=(
        "İadeniz {past_loc} onaylanmış, para çıkışı da aynı gün yapılmış; şu an banka tarafında işleniyor.",
        "Ürün depomuza {past_loc} ulaşmış ama kalite kontrolde kalmış, iade emri bugüne kadar çıkmamış. Gecikme bizden.",
        "Para çıkmış ama bankanız kart yenilendiği için tutarı askıya almış.",
    ),
    explain=(
        "Biz tutarı gönderdikten sonra bankaların hesaba yansıtması kredi kartında 3 ila 7 iş günü sürebiliyor.",
        "Kredi kartında tutar dönem içi ekstreye artı bakiye olarak geliyor, yansıması 7 iş gününü bulabiliyor.",
    ),
    wrong=(
        "İadeler 60 gün sonra yatıyor, sözleşmede de böyle.",
        "Kredi kartına iade yapılmıyor, sadece hediye çeki veriyoruz.",
        "Banka kesin bugün yatırır, yatırmadıysa sorun bankadadır.",
    ),
    detail=(
        Exchange(
            "Taksitlerim ne olacak, ödemeye devam mı edeceğim?",
            "Taksitli alışverişte iade de taksit taksit yansıyor; ekstrede borç ve alacak birbirini götürüyor.",
        ),
        Exchange(
            "Bankaya ne diyeceğim peki?",
            "Bankanıza {ticket} referans numarasını verirseniz işlemi hemen bulabilirler.",
        ),
        Exchange(
            "Kargo ücretini de geri alıyor muyum?",
            "Kusurlu ya da hatalı üründe kargo bedeli de iade ediliyor; caymada yalnızca ürün bedeli.",
        ),
    ),
    doubts=(
        Doubt(
            "Banka “bize gelmedi” diyor, siz “gönderdik” diyorsunuz. Kime inanayım?",
            "İkisi de doğru olabilir: işlem takasta bekliyor. Size dekontu göndereyim, bankanız o numarayla görebilir.",
            "Biz gönderdik, banka yanlış bilgi veriyor, bankayla görüşün.",
        ),
        Doubt(
            "Ürünü alırken bir saniyede çekiyorsunuz ama.",
            "Haklısınız, oradan bakınca adil durmuyor. Süre bankanın takasından geliyor, ben de sizin için takip edeceğim.",
            "Her yerde böyle, bize özel değil ki.",
        ),
        Doubt(
            "Ben bu parayla kira ödeyeceğim.",
            "Anlıyorum, bu yüzden öncelik notu düştüm, muhasebe bugün kontrol edecek.",
            "O sizin planlamanız, biz bir şey diyemeyiz.",
        ),
    ),
    solve=(
        "Muhasebeyle görüştüm, {amount} iade işlemi tamam; dekontu e-postanıza gönderdim.",
        "İade emrinizi şimdi çıkarttım, tutar {amount}. Dekont on dakika içinde e-postanızda.",
        "Bankanızın tutarı askıdan çıkarabilmesi için dekontu ve {ticket} referansını e-postanıza gönderdim.",
    ),
    half=(
        "Muhasebeye {ticket} numaralı kontrol talebini açtım, dekontu onlar bulup iletecek.",
        "Kalite kontrolden onay istedim, onay gelince iade emri çıkacak. Kaydınız {ticket}.",
    ),
    stuck=(
        "Banka sürecine müdahale edemiyorum, beklemeniz gerekiyor.",
        "İade onaylı görünüyor, gerisini bankanıza sorun.",
    ),
    next_step=(
        "En geç {far_dat} kadar kartınızda görünmezse dekonttaki numarayla bankanıza, olmazsa {ticket} kaydıyla bana ulaşın.",
        "{far_loc} sizin için kontrol edeceğim; yansımadıysa bankanıza itirazı birlikte yapacağız.",
    ),
    overpromise=("Yarın sabah hesabınızda, garanti veriyorum.", "Bir saat içinde yatar, kesin."),
    own=(
        "Sizi bu kadar habersiz bırakmak bizim hatamız.",
        "Sizi zamanında bilgilendirmemişiz, kusur bizde.",
    ),
    blame=("Bankalar böyle, bizim hiç suçumuz yok.", "Siz de iadeyi geç göndermişsiniz ama."),
)

RETURN = Story(
    topic="return",
    weight=4,
    subject=("İade talebi {order}", "Ürünü iade etmek istiyorum"),
    brief=("Ürünü iade etmek istiyorum.", "İade kodu almak istiyorum."),
    upset=False,
    opening=(
        "{ordered_loc} aldığım {product_acc} iade etmek istiyorum, nasıl yapacağım?",
        "{item_acc} beğenmedim, rengi sitedeki gibi değil. İade edebilir miyim?",
        "İade kodu alamıyorum, sistem “süre doldu” diyor. Oysa ürün elime {past_day} günü geçti.",
        "Hediye gelen {item_acc} geri göndermek istiyorum, bende fatura yok.",
        "Annem {item_acc} denedi, içine sinmedi. Etiketi üstünde, iade olur mu?",
    ),
    retell=(
        "Yani ürünü kullanmadan iade etmek istiyorsunuz ve yöntemini soruyorsunuz.",
        "Anladım, ürün beklediğiniz gibi çıkmadı, iade kodu oluşturalım istiyorsunuz.",
    ),
    misread=(
        Exchange(
            "Bir beden büyüğüyle değiştirelim o zaman?", "Değişim istemiyorum, iade edeceğim."
        ),
        Exchange("İade paranız mı yatmadı?", "Daha göndermedim ki, nasıl göndereceğimi soruyorum."),
    ),
    probes=(
        Exchange(
            "Ürünün etiketi üzerinde mi, kullanıldı mı hiç?",
            "Etiketi üstünde, bir kere denedim sadece.",
        ),
        Exchange(
            "Hangi gün teslim aldınız, hatırlıyor musunuz?", "{past_day} günü geldi, {past_loc}."
        ),
        Exchange("Orijinal kutusu duruyor mu?", "Kutusu duruyor, poşeti yırttım yalnız."),
    ),
    finding=(
        "Ürünü {past_loc} teslim almışsınız, 14 günlük cayma süreniz devam ediyor.",
        "Ürünü {past_loc} teslim almışsınız, kaydınızda iadeye engel bir durum görünmüyor.",
    ),
    explain=(
        "İade ücretsiz: size vereceğim kodla {carrier_gen} herhangi bir şubesine bırakmanız yeterli.",
        "Teslimden itibaren 14 gün içinde, etiketi koparılmadan ve kullanılmadan iade edebiliyorsunuz; kargo bize ait.",
    ),
    wrong=(
        "Denenmiş ürün iade alınmıyor maalesef.",
        "İade kargosunu siz ödüyorsunuz, 89,90 TL tutuyor.",
        "İade süresi 3 gün, geçmiş sizinki.",
    ),
    detail=(
        Exchange(
            "Param ne zaman döner?",
            "Ürün depoya ulaşınca iki gün içinde kontrol edilir, sonra tutar bankanıza göre 3 ila 7 iş gününde yansır.",
        ),
        Exchange(
            "Faturayı da koyacak mıyım?",
            "Faturanın çıktısını ya da sipariş numarasını yazdığınız bir kâğıdı kutuya koymanız yeterli.",
        ),
        Exchange(
            "Kullandığım kupon ne olacak?",
            "Kuponlu siparişte ödediğiniz tutar iade edilir, kupon süresi dolmadıysa hesabınıza geri tanımlanır.",
        ),
    ),
    doubts=(
        Doubt(
            "Poşetini yırttım, bunu bahane edip iade almamazlık etmeyin sonra.",
            "Dış poşet önemli değil, ürün ve etiketi sağlamsa sorun çıkmaz. Notunu da düştüm.",
            "Orijinal ambalaj yoksa karar depoya ait, ben bilemem.",
        ),
        Doubt(
            "Fotoğraftaki renkle alakası yok, yanıltıcı.",
            "Geri bildiriminizi ürün ekibine ilettim, fotoğraf yeniden çekilecek. İadenizi de hemen başlatalım.",
            "Ekran ayarlarınızdandır, fotoğraf doğru.",
        ),
    ),
    solve=(
        "İade kodunuz {ticket}; SMS olarak da gönderdim.",
        "İade kaydınızı oluşturdum, kodunuz {ticket}. On gün geçerli.",
    ),
    half=("Süre uzatma onayı için talep açtım, {ticket}; onaylanınca kod SMS olarak gelecek.",),
    stuck=(
        "Sistem kod vermiyor, sonra tekrar deneyin.",
        "Uygulamadan kendiniz deneyin, olmazsa yine yazarsınız.",
    ),
    next_step=(
        "Paketi {far_dat} kadar şubeye bırakın; depoya ulaştığında SMS, para çıktığında e-posta alacaksınız.",
        "Kodu şubede söylemeniz yeterli, etiketi onlar basacak. Depo onayından sonra size e-posta gelecek.",
    ),
    overpromise=(
        "Kargoya verdiğiniz an paranız yatar.",
        "İade kesin kabul edilir, ne durumda olursa olsun, söz veriyorum.",
    ),
)

EXCHANGE = Story(
    topic="exchange",
    weight=4,
    goods="wear",
    subject=("Beden değişimi {order}", "Yanlış beden, değişim"),
    brief=(
        "Beden değişimi istiyorum, {size} olmadı.",
        "{size} bedeni {new_size} ile değiştirmek istiyorum.",
    ),
    upset=False,
    opening=(
        "{product} aldım, {size} beden olmadı. {new_size} ile değiştirmek istiyorum.",
        "Beden tablosuna göre {size} aldım ama kalıbı farklıymış. Değişim yapabiliyor musunuz?",
        "{item_acc} {size} istedim, üzerime oturmadı. {new_size} var mı stokta?",
        "Eşime aldığım {item} olmadı; {size} almıştık, {new_size} istiyoruz.",
        "{size} bedeni {new_size} ile değiştirecektim ama uygulamada sadece iade seçeneği çıkıyor.",
    ),
    retell=(
        "Yani {item} {size} beden, siz {new_size} istiyorsunuz, ürünü de beğendiniz; doğru mu?",
        "Anladım, iade değil beden değişimi istiyorsunuz: {size} yerine {new_size}.",
    ),
    misread=(
        Exchange(
            "Peki, iadenizi başlatıyorum.",
            "İade değil, değişim istiyorum. Ürünü beğendim, bedeni olmadı.",
        ),
        Exchange("Renk değişimi yapamıyoruz maalesef.", "Rengi aynı kalsın, beden dedim ben."),
    ),
    probes=(
        Exchange(
            "Normalde hangi bedeni giyersiniz, hangi bölgesi oturmadı?",
            "Genelde {new_size} giyerim. Omuzları rahat değil.",
        ),
        Exchange("Etiketi üzerinde mi hâlâ?", "Üzerinde, sadece denedim."),
        Exchange(
            "{new_size} bulunmazsa başka bir renk ister misiniz?", "Rengi değişmesin, beklerim."
        ),
    ),
    finding=(
        "Stoka baktım, aynı renk {new_size} bedenden iki adet var.",
        "{new_size} beden dün stoka girmiş, şu an üç adet görünüyor.",
    ),
    explain=(
        "Değişimde önce {new_size} bedeni size ayırıyoruz, elinizdeki ürün depoya gelince yenisi kargolanıyor.",
        "Değişim ücretsiz; elinizdekini kodla gönderiyorsunuz, yeni bedeni o arada sizin adınıza ayırıyoruz.",
    ),
    wrong=(
        "Değişim yapmıyoruz, iade edip yeniden almanız lazım.",
        "Beden değişiminde fiyat farkı olarak yüzde on alıyoruz.",
    ),
    detail=(
        Exchange(
            "Fiyatı artmış bunun, fark ödeyecek miyim?",
            "Fiyat değişse de fark ödemiyorsunuz, değişim aldığınız fiyattan yapılıyor.",
        ),
        Exchange(
            "Ne kadar sürer toplamda?",
            "Gönderdiğiniz günden itibaren toplam beş altı iş günü sürüyor.",
        ),
        Exchange(
            "O da olmazsa ne yapacağım?",
            "Yeni beden de olmazsa teslimden sonra 14 gün içinde ücretsiz iade edebilirsiniz.",
        ),
    ),
    doubts=(
        Doubt(
            "Ben gönderene kadar {new_size} biterse?",
            "Bitmez, şu an adınıza ayırdım; on gün sizin için bekliyor.",
            "Biterse biter, ona garanti veremem.",
        ),
        Doubt(
            "Beden tablonuz yanlış bence.",
            "Bu modelin kalıbı için başka uyarılar da aldık, tabloyu düzelttirmek üzere ilettim.",
            "Tablo doğru, siz yanlış ölçmüşsünüz.",
        ),
    ),
    solve=(
        "{new_size} bedeni adınıza ayırdım, değişim kodunuz {ticket}.",
        "Değişim kaydınız tamam, kod {ticket}, SMS olarak da geldi.",
    ),
    half=("{new_size} için stok bildirimi ve ön ayırma talebi açtım, {ticket}.",),
    stuck=(
        "Değişim ekranı hata veriyor, başka zaman deneyin.",
        "Sistemde değişim çıkmıyor, bir şey yapamam.",
    ),
    next_step=(
        "{carrier_gen} şubesine {far_dat} kadar bırakmanız yeterli; depoya ulaşınca yeni bedenin takip numarası SMS ile gelecek.",
        "Siz paketi bıraktıktan sonra takip numarasını SMS ile alacaksınız, yeni beden üç iş günü içinde yola çıkacak.",
    ),
    overpromise=(
        "Yeni beden yarın elinizde, garanti.",
        "Siz göndermeden biz yollarız, kesin bugün çıkar.",
    ),
)

STORIES = (REFUND, RETURN, EXCHANGE)
