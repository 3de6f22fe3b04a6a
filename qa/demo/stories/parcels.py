"""Stories about parcels: late, lost."""

from qa.demo.stories.shape import Doubt, Exchange, Story

LATE = Story(
    topic="late_parcel",
    weight=6,
    subject=("Geciken sipariş {order}", "Siparişim hâlâ gelmedi", "Kargo gecikmesi"),
    brief=(
        "Siparişim gelmedi, nerede olduğunu soruyorum.",
        "{ordered_th} verdiğim sipariş hâlâ yolda görünüyor.",
    ),
    opening=(
        "Siparişim üç gündür “transfer merkezinde” görünüyor, hiç ilerlemiyor.",
        "{ordered} tarihli siparişim {days_late} gün gecikti, kargo takibinde de hareket yok.",
        "Ayın {ordered_th} {product} sipariş ettim, hâlâ gelmedi.",
        "{product_acc} hafta sonuna yetişsin diye almıştım ama hâlâ ortada yok.",
        "Sizden aldığım {item} nerede kaldı, onu öğrenmek istiyorum. {carrier} sürekli “yolda” diyor.",
        "Kargom “dağıtıma çıktı” olmuş, sonra yine şubeye dönmüş. Bir türlü elime geçmedi.",
    ),
    retell=(
        "Yani siparişiniz zamanında gelmedi, takipte de bir hareket yok, doğru mu anladım?",
        "Anladığım kadarıyla {item} size söylenen tarihte ulaşmadı ve şu an nerede olduğunu bilmek istiyorsunuz.",
        "Siparişinizin geciktiğini, kargo takibinin de ilerlemediğini söylüyorsunuz; hemen yerini bulalım.",
    ),
    misread=(
        Exchange(
            "Siparişi iptal etmek istiyorsunuz, değil mi?",
            "Hayır, iptal istemiyorum, nerede olduğunu soruyorum.",
        ),
        Exchange(
            "İade kargonuz mu geç kaldı?", "İade değil, daha ürün bana gelmedi ki iade edeyim."
        ),
        Exchange(
            "Teslimat adresini mi değiştirelim?",
            "Adreste bir sorun yok, paket gelmiyor, onu diyorum.",
        ),
    ),
    probes=(
        Exchange(
            "Kargo firmasından size hiç SMS ya da arama geldi mi?",
            "Bir SMS geldi, “dağıtıma çıktı” diye. Sonra arayan soran olmadı.",
        ),
        Exchange(
            "Adresiniz {district} mahallesindeki adres, değişmedi değil mi?",
            "Evet, adres aynı, bir değişiklik yok.",
        ),
        Exchange(
            "Belirli bir güne yetişmesi gerekiyor mu, ona göre bakayım?",
            "Cumartesi lazım bana, hediye götüreceğim.",
        ),
        Exchange(
            "Gün içinde adreste teslim alacak biri oluyor mu?",
            "Oluyor, ben evdeyim zaten, kapı hiç çalmadı.",
        ),
    ),
    finding=(
        "Paketiniz {shipped_loc} depomuzdan çıkmış ama {city} aktarma merkezinde yanlış kola ayrılmış; gecikmenin nedeni bu.",
        "Kontrol ettim: {carrier} paketi {past_loc} dağıtıma çıkarmış, barkod okunmadığı için aynı akşam şubeye geri dönmüş.",
        "Sorun şurada: etiketteki kapı numarası silik basılmış, dağıtıcı adresi bulamayıp paketi {district} şubesine bırakmış.",
    ),
    explain=(
        "Paket kayıp değil, şu an {carrier_gen} {district} şubesinde duruyor ve yeniden dağıtıma yazılması gerekiyor.",
        "Paketiniz şu anda {district} şubesinde, takip numaranız {tracking}. Yeniden dağıtıma çıkması bir iş günü sürüyor.",
        "Ürün {district} şubesinde bekliyor. İsterseniz kimliğinizle şubeden alabilirsiniz, isterseniz adrese yeniden çıkarttıralım.",
    ),
    wrong=(
        "Kargo süresi 15 iş günüdür, henüz gecikmiş sayılmıyor.",
        "Paket size teslim edilmiş görünüyor, bizlik bir durum kalmamış.",
        "Takipte hareket yoksa kargonun gelmesi bir ay sürebilir, beklemeniz gerekiyor.",
    ),
    detail=(
        Exchange(
            "Peki o gün evde olmazsam ne olacak?",
            "Evde olmazsanız paket iki gün şubede bekliyor; SMS'teki kodla bir yakınınız da alabilir.",
        ),
        Exchange(
            "Bu arada vazgeçersem ne oluyor?",
            "Beklemek istemezseniz teslim almadan da iptal edebilirsiniz, {amount} ödemeniz aynı karta iade edilir.",
        ),
        Exchange(
            "Yeniden dağıtım için ücret ödeyecek miyim?",
            "Yeniden dağıtım için sizden ücret alınmıyor; isteyen olursa ödemeyin, bize haber verin.",
        ),
    ),
    doubts=(
        Doubt(
            "Geçen sefer de “yarın gelecek” dendi, gelmedi.",
            "Haklısınız, o yüzden bu kez şubeden teyit aldım, paketi gözleriyle gördüler.",
            "Onu kim dediyse ona sorun, ben demedim.",
        ),
        Doubt(
            "Ben bunun kargo parasını da verdim üstelik.",
            "Gecikme bizden kaynaklandığı için kargo ücretini hediye çeki olarak tanımlıyorum.",
            "Kargo ücretini kargo firması alıyor, onlarla konuşacaksınız.",
        ),
        Doubt(
            "Kargonun müşteri hizmetlerini de aradım, telefonu açan yok.",
            "Siz uğraşmayın, şubeyle görüşmeyi biz yapıyoruz.",
            "E açmıyorlarsa biz ne yapalım, kargoya biz bakmıyoruz ki.",
        ),
    ),
    solve=(
        "Şubeyle görüştüm, paketi {due_day} gününün dağıtımına öncelikli olarak yazdılar.",
        "Yeniden dağıtım kaydını açtım, şube onayladı; {due_loc} dağıtıma çıkıyor.",
        "Paketi {due} {due_day} günü öğleden sonra dağıtımına aldırdım, telefonunuz da etikete eklendi.",
    ),
    half=(
        "{carrier_dat} {ticket} numarasıyla araştırma kaydı açtım, şubeden yanıt bekliyorum.",
        "Şube şu an yanıt vermedi, {ticket} numaralı kaydı açıp acil olarak işaretledim.",
    ),
    stuck=(
        "Kargoda olduğu için şu an yapabileceğim bir şey yok.",
        "Beklemeniz gerekiyor, kargo bizim kontrolümüzde değil.",
        "Takip numarasıyla kargo firmasını arayın, onlar bilir.",
    ),
    next_step=(
        "{due_day} sabahı dağıtıma çıktığında SMS alacaksınız; akşam 18:00'e kadar gelmezse beni beklemeden"
        " {ticket} numarasıyla bize ulaşın.",
        "{due_loc} dağıtımda olacak, ben de öğleden sonra takip edip size SMS ile bilgi geçeceğim.",
        "Dağıtıma çıkınca kargo görevlisi sizi arayacak. Ben de {due_day} akşamı kontrol edip sizi arayacağım.",
    ),
    overpromise=(
        "Söz veriyorum, yarın sabah dokuzda kapınızda, garanti.",
        "Kesin bugün gelir, hiç merak etmeyin, benden söz.",
    ),
    own=(
        "Burada hata bizim, paketi zamanında takip etmemiz gerekirdi.",
        "Bu gecikmenin sorumluluğu bizde, kusura bakmayın.",
    ),
    blame=(
        "Valla kargo firması böyle, bizim hiç suçumuz yok.",
        "Biz vaktinde verdik, gerisi kargocunun kabahati.",
    ),
)

LOST = Story(
    topic="lost_parcel",
    weight=4,
    subject=("Teslim edildi görünüyor, almadım", "Kayıp paket {order}"),
    brief=(
        "Teslim edildi yazıyor ama paket bende değil.",
        "Paketi almadım, sistemde teslim görünüyor.",
    ),
    opening=(
        "{carrier_gen} sitesinde “teslim edildi” yazıyor ama bana gelen bir paket yok.",
        "{past_loc} saat {clock} teslim edilmiş görünüyor, oysa o saatte evdeydim, kimse gelmedi.",
        "{product} siparişim teslim edilmiş diye mesaj geldi, apartmana da sordum, kimse almamış.",
        "Siparişim iki haftadır kayıp. Önce “dağıtımda” diyordu, şimdi birden “teslim edildi” oldu.",
        "Paketi benim adıma biri imzalamış, öyle birini tanımıyorum.",
    ),
    retell=(
        "Yani sistem teslim edildi diyor ama paket ne size ne de komşularınıza bırakılmış, doğru mu?",
        "Anladım, sistem teslim kaydı gösteriyor ama siz paketi hiç görmediniz.",
        "Siz evdeyken kimse gelmemiş, buna rağmen teslim kaydı girilmiş; bunu araştıralım.",
    ),
    misread=(
        Exchange(
            "Yani paketi açtınız, içi eksik çıktı, öyle mi?",
            "Paket yok ki elimde, nasıl açayım? Hiç gelmedi.",
        ),
        Exchange(
            "Teslimat gününü mü değiştirmek istiyorsunuz?",
            "Hayır, teslim edilmiş görünüyor ama bende değil.",
        ),
    ),
    probes=(
        Exchange(
            "Güvenlik görevlisine, kapıcıya ya da komşuya sorma imkânınız oldu mu?",
            "Sordum, hiçbirinde yok.",
        ),
        Exchange(
            "O gün evde sizden başka teslim alabilecek biri var mıydı?",
            "Yok, yalnız yaşıyorum ben.",
        ),
        Exchange(
            "Size teslim kodu SMS olarak gelmiş miydi?",
            "Kod geldi ama kimseyle paylaşmadım, kimse de sormadı.",
        ),
    ),
    finding=(
        "Teslim tutanağına baktım; kod sorulmadan, yalnızca bir isim yazılarak kapatılmış. Usule uygun değil.",
        "Teslim kaydındaki konum sizin adresinizden iki sokak ötede; paket yanlış kapıya bırakılmış görünüyor.",
        "Dağıtıcı gün sonunda listesini toplu kapatmış, sizin paketiniz de o listede teslim işaretlenmiş.",
    ),
    explain=(
        "Bu durumda kargo firmasına iki iş günü içinde teslimi kanıtlama yükümlülüğü doğuyor;"
        " kanıtlayamazsa paket"
        " kayıp sayılıyor ve zararı biz karşılıyoruz.",
        "Teslim kodu kullanılmadığı için teslim geçerli sayılmıyor. Tutanak süreci en fazla iki iş günü sürüyor.",
    ),
    wrong=(
        "Teslim edildi yazıyorsa teslim edilmiştir, itiraz hakkınız bulunmuyor.",
        "Kayıp paketlerde ücret iadesi yapılmıyor, karakola gitmeniz gerekir.",
    ),
    detail=(
        Exchange(
            "Peki ürünü mü gönderiyorsunuz, parayı mı iade ediyorsunuz?",
            "Seçim sizin: stokta varsa aynı ürünü yeniden gönderiyoruz, istemezseniz {amount} kartınıza iade ediliyor.",
        ),
        Exchange(
            "Benim ayrıca dilekçe falan vermem gerekiyor mu?",
            "Sizden bir belge istemiyoruz; yalnızca e-postanıza gelecek “teslim almadım” beyanını onaylamanız yeterli.",
        ),
        Exchange(
            "Taksitle almıştım, taksitler ne olacak?",
            "İade olursa bankanız taksitleri de geri çeviriyor, ekstrenizde artı bakiye olarak görürsünüz.",
        ),
    ),
    doubts=(
        Doubt(
            "Yani benim yalan söylediğimi mi düşünüyorlar?",
            "Asla, kimse sizden şüphe etmiyor. Kanıtlaması gereken taraf siz değilsiniz, kargo firması.",
            "Öyle demiyorum ama sonuçta sistemde imza var.",
        ),
        Doubt(
            "Bu parayı iki hafta bağlı mı tutacaksınız?",
            "Hayır, süre iki iş günü. Sonuç gelmezse biz beklemeden yeni gönderiyi çıkarıyoruz.",
            "Prosedür bu, kişiye özel işlem yapamam.",
        ),
    ),
    solve=(
        "Kayıp tutanağını başlattım ve stoktaki son {item_acc} adınıza ayırdım; yeniden gönderim onaylandı.",
        "Şubenin yöneticisiyle görüştüm, paket alt sokaktaki binada bulunmuş. Bugün alıp size getirecekler.",
        "{amount} tutarındaki iadenizi başlattım, referans numarası {ticket}.",
    ),
    half=(
        "Teslim tutanağını {carrier_abl} istedim, kayıt numaranız {ticket}.",
        "Kayıp araştırması açtım, dağıtıcının ifadesi bekleniyor. Kayıt numarası {ticket}.",
    ),
    stuck=(
        "Sistemde teslim göründüğü için işlem açamıyorum.",
        "Komşularınıza bir daha sorun, çıkar mutlaka.",
        "Bunu kargo firmasıyla sizin çözmeniz gerekiyor.",
    ),
    next_step=(
        "Size bugün bir onay e-postası gelecek; {due_day} akşamına kadar sonucu ayrıca ben bildireceğim.",
        "{due_dat} kadar gelişmeyi SMS olarak göndereceğim, o tarihte hâlâ elinize ulaşan bir şey yoksa"
        " {ticket}"
        " numarasıyla doğrudan bana bağlanabilirsiniz.",
    ),
    overpromise=(
        "Paranız bir saate hesabınızda olur, kesin.",
        "Yüzde yüz bulunur, ben söz veriyorum size.",
    ),
    own=(
        "Paketi kime teslim ettiğimizi bilmek bizim sorumluluğumuz, bu hata bize ait.",
        "Kargoyu biz seçtik, hatası da bizim hatamızdır.",
    ),
    blame=(
        "Kargocu bırakmış işte birine, bizlik bir şey yok burada.",
        "Siz evde yoktunuz demek ki, adam ne yapsın.",
    ),
)

STORIES = (LATE, LOST)
