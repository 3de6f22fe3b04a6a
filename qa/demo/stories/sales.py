"""Sales: what is offered on the phone, to whom it fits, and how it is said honestly or
otherwise."""

from qa.demo.stories.shape import Doubt, Exchange, SaleStory

BASKET = SaleStory(
    topic="basket_offer",
    goods="wear",
    weight=4,
    reason=(
        "Sepetinizde bekleyen {product} için arıyorum, tamamlamak isterseniz yardımcı olayım.",
        "{product_acc} sepete eklemişsiniz, ödemede kalmış; bir sorun mu yaşadınız diye aradım.",
    ),
    wish=(
        "Evet, bakmıştım ama karar veremedim.",
        "Ha evet, fiyatına bakıp bırakmıştım.",
        "Doğru, eşime soracaktım, öyle kaldı.",
    ),
    needs=(
        Exchange(
            "Kimin için düşünüyordunuz, hangi işi görsün istiyorsunuz?",
            "Kendim için, her gün kullanacağım, sade bir şey olsun.",
        ),
        Exchange(
            "Sizi kararsız bırakan neydi; fiyat mı, ölçü mü, başka bir şey mi?",
            "Açıkçası fiyatı biraz yüksek geldi.",
        ),
        Exchange("Ne zamana lazım, bir tarih var mı?", "{due_day} gününe kadar gelirse iyi olur."),
        Exchange(
            "Aklınızda aşağı yukarı bir bütçe var mı?",
            "{amount} civarı diyelim, üstüne çıkmak istemem.",
        ),
    ),
    offer=(
        "O zaman sepetinizdeki {product} size uygun: şu an {amount} yerine {deal}.",
        "Anlattığınıza göre {product} işinizi görür; bugün {deal} oldu, bütçenizin de içinde kalıyor.",
    ),
    misfit=(
        Exchange(
            "Size {other} ile {second} ikilisini önereyim, çok satıyor.",
            "Ben onları istemedim ki, {item} bakıyordum.",
        ),
        Exchange(
            "Bence {other} alın, daha pahalı ama herkes onu alıyor.", "Benim işime yaramaz o."
        ),
    ),
    terms=(
        "Ödemeyi dilerseniz tek çekim, dilerseniz üç taksitle yapabilirsiniz; vade farkı yok.",
        "Kargo ücretsiz, teslimat {due_loc}. Taksit isterseniz üç aya kadar farksız.",
    ),
    detail=(
        Exchange(
            "Beğenmezsem ne oluyor?",
            "Beğenmezseniz 14 gün içinde ücretsiz iade edebilirsiniz, kargo bizden.",
        ),
        Exchange(
            "Bu fiyat ne zamana kadar geçerli?",
            "Fiyat {due_dat} kadar geçerli, sonra {amount} oluyor.",
        ),
    ),
    doubts=(
        Doubt(
            "Başka yerde daha uygununu gördüm sanki.",
            "Olabilir, karşılaştırmanız iyi olur; kumaşına, ölçüsüne ve iade koşuluna da bakın derim.",
            "Orası dolandırıcıdır, sakın almayın.",
        ),
        Doubt(
            "Bir de kendi gözümle görseydim.",
            "Haklısınız; ölçüleri ve yakın çekim fotoğrafları size mesajla göndereyim.",
            "Görmeye ne gerek var, herkes beğeniyor işte.",
        ),
    ),
    press=(
        Exchange(
            "Şimdi almazsanız beş dakika sonra bitiyor, kart numaranızı söyleyin hemen kapatalım.",
            "Bir dakika, daha karar vermedim.",
        ),
        Exchange(
            "Düşünecek bir şey yok {honorific}, evet deyin geçelim.", "Acele ettirmeyin lütfen."
        ),
        Exchange("Üç kere aradık sizi, bari bu sefer alın.", "Almak zorunda mıyım?"),
    ),
    honest=(
        Exchange(
            "Yıkayınca bir şey olur mu buna?",
            "Açık konuşayım: yüksek ısıda zarar görür, etiketteki ısıyı geçmemeniz gerekir.",
        ),
        Exchange(
            "Gerçekten çok mu tercih ediliyor?",
            "Bu ay yaklaşık kırk adet sattık, yorumlarda en çok ölçüsüne dikkat edilmesi yazılmış; size de söyleyeyim.",
        ),
    ),
    lie=(
        Exchange(
            "Gerçekten kaliteli mi bu?",
            "Ömür boyu garantili, hiçbir şey olmaz. Türkiye'de tek bizde var.",
        ),
        Exchange(
            "İndirim gerçek mi, fiyatı yükseltip indirmiş olmayın?",
            "Bu fiyat bir daha asla olmaz, dünden beri on katına çıktı her yerde.",
        ),
    ),
    accept=("Tamam, alayım o zaman.", "Olur, siparişi tamamlayalım.", "İyi, ikna oldum, alıyorum."),
    decline=("Ben biraz daha düşüneyim.", "Şimdilik almayayım, teşekkürler.", "Yok, vazgeçtim."),
    sold=(
        "Ödeme bağlantısını SMS ile gönderdim; kart bilgilerinizi bana söylemeyin, oradan girebilirsiniz.",
        "Sepetinizi güncelledim, ödeme bağlantısı telefonunuza geldi. Kartınızı bana söylemenize gerek yok.",
    ),
    later=(
        "Tabii, acele etmeyin. Fiyat {due_dat} kadar sepetinizde duracak, isterseniz o gün bir kez arayayım.",
        "Hiç sorun değil, fiyatı {due_dat} kadar sakladım; karar verirseniz uygulamadan tamamlayabilirsiniz.",
    ),
    overpromise=(
        "Yarın sabah sekizde kapınızda, söz veriyorum.",
        "Beğenmezseniz bir yıl sonra bile paranızı geri alırsınız, garanti.",
    ),
)

UPSELL = SaleStory(
    topic="upsell",
    plain=("{other} şu an kampanyada, birlikte alınca {part} indirim oluyor.",),
    reason=(
        "{ordered_loc} aldığınız {item} için teşekkür etmek ve yanına uygun bir şey lazımsa yardımcı olmak için aradım.",
        "Siparişinizdeki {item} yarın çıkıyor; aynı pakete eklemek isteyeceğiniz bir şey olur mu diye aradım.",
    ),
    wish=(
        "Evet, aldım, bekliyorum.",
        "Doğru, sizin siparişiniz. Bir sorun mu var?",
        "Evet, dinliyorum, kısaysa.",
    ),
    needs=(
        Exchange(
            "Bunu nasıl kullanmayı düşünüyorsunuz?", "Yeni taşındık, evi toparlıyoruz yavaş yavaş."
        ),
        Exchange(
            "Eksik kalan, almayı düşündüğünüz bir şey var mı?",
            "Aslında {other} bakıyordum, ona da sıra gelecek.",
        ),
        Exchange("Evde buna eş kullandığınız bir parça var mı?", "Yok, hepsi eskidi."),
    ),
    offer=(
        "Baktığınız {other} aynı seriden; birlikte alındığında toplamda {part} indirim uygulanıyor.",
        "O hâlde {other} ekleyebiliriz; aynı pakete koyunca {part} daha uygun oluyor.",
    ),
    misfit=(
        Exchange("Size {second} ekleyeyim, kampanyada.", "Ne alaka, ona ihtiyacım yok ki."),
        Exchange("Üç tane alırsanız çok avantajlı oluyor.", "Üç tanesini ne yapayım?"),
    ),
    terms=(
        "İkisi tek pakette gelir, kargo da tek olur; toplam teslimat {due_loc}.",
        "Ek ürün aynı faturaya yazılıyor, ayrıca kargo ödemiyorsunuz.",
    ),
    detail=(
        Exchange(
            "Birini iade edersem indirim ne olur?",
            "Birini iade ederseniz indirim o ürüne düşen kadar geri alınır, kalanı sizindir.",
        ),
        Exchange("Paketi geciktirir mi bu?", "Ekleme bugün yapılırsa teslimat gününüz değişmiyor."),
    ),
    doubts=(
        Doubt(
            "Bu ay çok harcadım ama.",
            "Anlıyorum, hiç zorlamayayım; isterseniz istek listenize ekleyeyim, indirim olunca haber gelsin.",
            "İhtiyaç bu, harcamadan sayılmaz.",
        ),
    ),
    press=(
        Exchange(
            "Ben ekliyorum o zaman, beğenmezseniz iade edersiniz.", "Eklemeyin, ben evet demedim."
        ),
        Exchange("Bugün son, yarın ağlarsınız bulamadım diye.", "Böyle konuşmanız hoş değil."),
    ),
    honest=(
        Exchange(
            "Renkleri tutuyor mu peki?",
            "Tonları yakın ama birebir aynı değil; bunu bilerek karar vermenizi isterim.",
        ),
        Exchange(
            "Kalitesi aynı mı?",
            "Birebir değil, açık söyleyeyim; bu daha ekonomik bir seri, fiyatı da o yüzden uygun.",
        ),
    ),
    lie=(
        Exchange("Renkleri tutuyor mu peki?", "Birebir aynı, hiç fark yok. Zaten hepsi el yapımı."),
        Exchange("Kalitesi aynı mı?", "Tabii aynı, hepsi el yapımı. Ömür boyu bir şey olmaz."),
    ),
    accept=("Olur, ekleyelim.", "Tamam, mantıklı geldi, ekleyin.", "Peki, birlikte gelsin."),
    decline=("Şimdilik kalsın.", "Yok, ek bir şey istemiyorum.", "Sağ olun, istemiyorum."),
    sold=(
        "Ekledim, fark için ödeme bağlantısı SMS olarak geldi; kartınızı bana söylemeyin.",
        "Siparişinize ekledim, ödemeyi telefonunuza gelen bağlantıdan yapabilirsiniz.",
    ),
    later=(
        "Elbette, siparişiniz olduğu gibi çıkıyor; istek listenize ekledim, indirim olursa mesaj gelir.",
        "Hiç önemli değil, paketiniz {due_loc} teslim edilecek, başka bir şey yapmanıza gerek yok.",
    ),
    overpromise=("Her ay böyle indirim yaparım size, söz.", "Bugün eklersek bugün gelir, kesin."),
)

FURNISH = SaleStory(
    topic="home_package",
    reason=(
        "Uygulamadan “beni arayın” demişsiniz, ev ürünleriyle ilgili; birlikte bakalım diye aradım.",
        "Ev paketi için bilgi istemişsiniz, birlikte bakalım diye aradım.",
    ),
    wish=(
        "Evet, kızım evleniyor, çeyiz bakıyoruz.",
        "Evet, yeni eve çıktım, her şey lazım.",
        "Evet, yazlık için bir iki parça bakıyorum.",
    ),
    needs=(
        Exchange(
            "Öncelik hangi odada, oradan başlayalım mı?", "Mutfakla yatak odası, kalanı sonra."
        ),
        Exchange("Kaç kişilik bir ev, misafir çok olur mu?", "İki kişi, ama misafir eksik olmaz."),
        Exchange(
            "Bütçeyi bir seferde mi kullanmak istersiniz, parça parça mı?",
            "Parça parça, ayda bir ürün gibi.",
        ),
    ),
    offer=(
        "O zaman önce {product}, ayın sonunda {other}; ilkinin fiyatı {deal}.",
        "Anlattıklarınıza göre {product} ile başlamak mantıklı; {deal} ve üç taksit oluyor.",
    ),
    misfit=(
        Exchange(
            "Hepsini bir seferde alın, on iki parça paketimiz var.",
            "Parça parça dedim ya, hepsini birden alamam.",
        ),
        Exchange("En pahalı setimiz var, onu önereyim.", "Bu kadarına ihtiyacım yok ki."),
    ),
    terms=(
        "Teslimatı siz hangi gün isterseniz o güne yazıyoruz; en erken {due}.",
        "Kurulum gerekmiyor, teslimat randevulu: {due_loc} 10.00 ile 13.00 arası uygun mu?",
    ),
    detail=(
        Exchange(
            "Biri kırık gelirse?",
            "Hasarlı gelirse fotoğrafı yeterli, yenisini ücretsiz gönderiyoruz.",
        ),
        Exchange(
            "Teslimat gününü sonra değiştirebilir miyim?",
            "Teslimattan bir gün önceye kadar uygulamadan değiştirebilirsiniz.",
        ),
    ),
    doubts=(
        Doubt(
            "Taşıyamam ben bunları yukarı.",
            "Görevli daire kapısına kadar çıkarıyor, nota da yazdım.",
            "Orası bizi bağlamaz.",
        ),
        Doubt(
            "Önce evdekilerle bir konuşayım.",
            "Çok iyi olur, ürün listesini mesajla göndereyim, birlikte bakın.",
            "Evdekiler de beğenir, sormaya gerek yok.",
        ),
    ),
    press=(
        Exchange(
            "Bugün onaylamazsanız listeyi silmek zorundayım.",
            "Silerseniz silin, bu ne biçim konuşma.",
        ),
        Exchange("Siz şimdi kapatırsanız bu indirim başkasına gider.", "Gitsin, ne yapalım."),
    ),
    honest=(
        Exchange(
            "Gerçekten fotoğraftaki gibi mi?",
            "Dürüst olayım, gün ışığında rengi biraz daha koyu duruyor; bunu bilerek alın.",
        ),
        Exchange(
            "Stok var mı hepsinde?",
            "Hepsinde yok: {other} iki hafta sonra gelecek, şimdiden bilmenizi isterim.",
        ),
    ),
    lie=(
        Exchange(
            "Gerçekten fotoğraftaki gibi mi?",
            "Fotoğraftan bile güzel, ne yaparsanız yapın bozulmaz.",
        ),
        Exchange("Stok var mı hepsinde?", "Hepsi var var, siz ödemeyi yapın, gelir."),
    ),
    accept=(
        "Olur, ilkini alalım.",
        "Tamam, dediğiniz gibi başlayalım.",
        "Peki, siparişi oluşturun.",
    ),
    decline=("Bir de ailece bakalım, sonra döneriz.", "Şimdi karar veremem.", "Yok, kalsın."),
    sold=(
        "Siparişi hazırladım, ödeme bağlantısı SMS ile geldi.",
        "Oluşturdum; ödemeyi bağlantıdan yapınca onay mesajı gelecek.",
    ),
    later=(
        "Tabii, listeyi adınıza kaydettim; {due_dat} kadar fiyatlar sabit.",
        "Acelesi yok, liste hesabınızda; isterseniz {due_day} günü bir kez arayayım.",
    ),
    overpromise=(
        "Hepsi yarın evde kurulu olur, garanti.",
        "Ne zaman isterseniz iade, süresi yok, söz.",
    ),
)

STORIES = (BASKET, UPSELL, FURNISH)
