"""Back-office cases: a request arrives, is worked on inside, is recorded, and the customer is
told."""

from qa.demo.stories.shape import CaseStory, Exchange

REFUND_IBAN = CaseStory(
    topic="case_refund_transfer",
    weight=4,
    title=("Havale ile iade, IBAN düzeltme", "İade ödemesi geri döndü"),
    request=(
        "{order} siparişimin iadesi kapıda ödemeydi, verdiğim IBAN'a {amount} hâlâ gelmedi. Hesap adı {customer}.",
        "İade için verdiğim IBAN eski hesabımmış, kapanmış. Yenisi {bank} hesabım, sonu {card4}. {amount} bekliyorum.",
        "Üç gündür “ödeme gönderildi” yazıyor ama {bank} hesabımda bir şey yok. IBAN'ın sonu {card4}.",
        "İade için yazdığım hesabı geçen ay kapatmıştım, fark etmemişim. Yeni IBAN {bank}, sonu {card4}; tutar {amount}.",
    ),
    understood=(
        "Talep okundu: {order} için {amount} havale iadesi müşteriye ulaşmamış, IBAN sonu {card4}.",
        "Müşteri havale iadesini alamamış. Tutar {amount}, hesap {bank}, sonu {card4}.",
    ),
    misread=(
        Exchange(
            "Kredi kartına iadeniz 7 iş günü sürmektedir.",
            "Kredi kartı değil, kapıda ödeme yapmıştım; havale bekliyorum.",
        ),
        Exchange(
            "Ürünü iade etmek için kodunuz {ticket}.",
            "Ürün zaten sizde, parasını bekliyorum. IBAN'ı yukarıya yazdım.",
        ),
    ),
    ask_inside=(
        Exchange(
            "Muhasebeye soruldu: {order} havalesinin durumu nedir, dönüş kaydı var mı?",
            "Muhasebe: Havale {past_loc} bankadan geri dönmüş. Neden kodu: hesap adı uyuşmuyor.",
        ),
        Exchange(
            "Muhasebeden {amount} için dekont ve dönüş kaydı istendi.",
            "Muhasebe: Çıkış {past_loc}, dönüş ertesi gün. Yeni IBAN gelirse aynı gün çıkarız.",
        ),
    ),
    cause=(
        "Neden: hesap sahibi adı sipariş adıyla tutmadığı için havale bankadan geri dönmüş.",
        "Neden: IBAN kapalı hesaba ait; havale iade olmuş, bildirim müşteriye gitmemiş.",
    ),
    no_cause=("Havale gitmemiş, tekrar denenecek.", "Ödeme yine çıkılsın."),
    done=(
        "Yapılan: yeni IBAN doğrulandı, {amount} için ikinci havale emri verildi, muhasebe onayladı.",
        "Yapılan: IBAN güncellendi, eski kayıt kapatıldı, {amount} bugün {clock} çıkışına eklendi.",
    ),
    half=("Yapılan: yeni IBAN muhasebeye iletildi, onay bekleniyor.",),
    recorded=(
        "Kayıt: sorun kodu İADE-07, kök neden hesap bilgisi, müşteri bilgilendirildi, takip {due}.",
        "Kayıt: neden, işlem ve dekont numarası karta işlendi; tekrar kontrol {due}.",
    ),
    thin_record=("ok.", "işlem yapıldı"),
    inform=(
        "İadeniz, hesap bilgisi uyuşmadığı için bankadan geri dönmüş. Yeni bilgilerinizle {amount} için havale bugün yeniden gönderildi.",
        "Havaleniz ilk gönderimde geri dönmüştü; bilgileriniz düzeltildi ve {amount} tutarı bugün yeniden yola çıktı.",
    ),
    wrong=(
        "{amount} iadeniz hesabınızda görünmektedir, lütfen kontrol ediniz.",
        "Havale iadelerinde süre 45 gündür, beklemeniz gerekmektedir.",
    ),
    detail=(
        Exchange(
            "Havale ne kadar sürüyor, bugün gelir mi?",
            "Havale aynı gün ya da en geç bir sonraki iş günü hesabınıza geçer.",
        ),
        Exchange(
            "Dekont alabilir miyim?",
            "Dekontu bu iletinin ekinde bulabilirsiniz; açıklamada {ticket} yazıyor.",
        ),
    ),
    next_step=(
        "{due_dat} kadar hesabınızda görünmezse bu iletiyi yanıtlamanız yeterli, dosya kapanmayacak.",
        "{due_loc} ödemenin hesabınıza geçtiğini kontrol edip size yazacağım.",
    ),
    overpromise=("Bir saat içinde hesabınızda olacağını garanti ederiz.",),
    own=("Havalenin geri döndüğünü size haber vermemişiz, bu bizim hatamız.",),
    blame=("IBAN'ı yanlış yazdığınız için böyle oldu, bizden kaynaklı bir durum yok.",),
)

CLAIM = CaseStory(
    topic="case_damage_claim",
    weight=3,
    goods="fragile",
    title=("Hasar dosyası, fotoğraf incelemesi", "Taşıma hasarı bildirimi"),
    request=(
        "{product} hasarlı geldi, fotoğrafları ekledim. Yenisini istiyorum, {order}.",
        "{order} siparişimdeki {item} iki yerinden çatlak geldi, istediğiniz üç fotoğraf ekte.",
        "Telefonda hasar kaydı açılmıştı, dönüş olmadı. {order}, {item}.",
    ),
    understood=(
        "Talep okundu: {order}, {item} taşımada hasar görmüş, müşteri yenisini istiyor.",
        "Hasar dosyası: {item}, fotoğraf üç adet, müşterinin tercihi yeni ürün.",
    ),
    misread=(
        Exchange(
            "Eksik parça için size yedek parça gönderiyoruz.",
            "Eksik parça yok, ürün hasarlı. Fotoğraflar ekteydi.",
        ),
        Exchange(
            "Beğenmediğiniz ürün için iade kodunuz {ticket}.", "Beğenmemek değil, çatlak geldi."
        ),
    ),
    ask_inside=(
        Exchange(
            "Depoya soruldu: {order} hangi paketleme hattından çıkmış, ağırlık ve köpük kaydı?",
            "Depo: Hat 2'den çıkmış, iç köpük kullanılmamış. Aynı partide iki hasar daha var.",
        ),
        Exchange(
            "{carrier_dat} düşme kaydı soruldu, takip {tracking}.",
            "{carrier}: {past_loc} ara aktarmada düşme kaydı var, tutanak ekte.",
        ),
    ),
    cause=(
        "Neden: paketlemede iç köpük konmamış, aynı partide başka hasar da var.",
        "Neden: ara aktarmada düşme; kutu dayanımı yetersiz kalmış.",
    ),
    no_cause=("Hasarlı, yenisi gönderilsin.", "Kargo hasarı, rutin."),
    done=(
        "Yapılan: yeni {item} stoktan ayrıldı, çıkış {due}, eski ürün aynı kuryeyle geri alınacak.",
        "Yapılan: değişim onaylandı, taşıma bedeli {carrier_abl} talep edildi.",
    ),
    half=("Yapılan: depoya çıkış talebi açıldı, stok teyidi bekleniyor.",),
    recorded=(
        "Kayıt: sorun kodu HASAR-02, fotoğraflar dosyada, paketleme ekibine düzeltici istek açıldı.",
        "Kayıt: neden, değişim numarası ve kargo talebi karta işlendi, kontrol {due}.",
    ),
    thin_record=("hasar, değişim", "bkz. üst not"),
    inform=(
        "Fotoğraflarınız yeterli oldu. Yeni {item} için çıkış hazırlandı, hasarlı olanı aynı kurye geri alacak.",
        "Hasar onaylandı; yeni {item} size gönderiliyor, ek bir ücret ödemeyeceksiniz.",
    ),
    wrong=(
        "Tutanak bulunmadığından hasar talebiniz kapsam dışıdır.",
        "Hasar taşımada olduğu için kargo firmasına dava açmanız gerekmektedir.",
    ),
    detail=(
        Exchange(
            "Fotoğraf dışında belge gerekiyor mu?", "Fotoğraf dışında sizden belge istemiyoruz."
        ),
        Exchange(
            "Yeni üründe de sorun olursa ne olacak?",
            "Yeni üründe de sorun çıkarsa dilerseniz ücretini iade ederiz, yeniden değişim zorunlu değil.",
        ),
    ),
    next_step=(
        "Takip numarasını yarın SMS ile alacaksınız; teslimat {due}.",
        "{due_loc} teslim edildiğini kontrol edip dosyayı ondan sonra kapatacağım.",
    ),
    overpromise=("Yarın sabah kesinlikle elinizde olacak, garanti ediyoruz.",),
    own=(
        "Ürünün bu durumda ulaşması bizim paketleme hatamız.",
        "Hasarlı ürün göndermek bizim hatamız, sorumluluk bizde.",
    ),
    blame=("Hasar kargo kaynaklı olduğundan firmamızın kusuru bulunmamaktadır.",),
)

INVOICE = CaseStory(
    topic="case_invoice",
    weight=3,
    title=("E-fatura unvan düzeltme", "Fatura iptal ve yeniden düzenleme"),
    request=(
        "{order} faturası şahsıma kesilmiş, {customer} Tasarım Ltd. Şti. adına olmalı. Vergi dairesi {city}.",
        "Faturadaki adres yanlış: doğrusu {district} Mahallesi, {street}, {city}. Muhasebem kabul etmiyor.",
    ),
    understood=(
        "Talep okundu: {order} faturası iptal edilip yeniden düzenlenecek.",
        "Fatura düzeltme: {order}, müşteri doğru bilgileri yazmış.",
    ),
    misread=(
        Exchange(
            "Faturanızın kopyası ektedir.",
            "Kopyasını istemedim, yanlış bilgiyi düzeltin istiyorum.",
        ),
        Exchange("Adres defteriniz güncellenmiştir.", "Adres defteri değil, fatura."),
    ),
    ask_inside=(
        Exchange(
            "E-belge ekibine soruldu: {ordered} tarihli e-arşiv iptal edilebilir mi?",
            "E-belge: Yedi gün dolmamış, iptal edilebilir. Yeni bilgi gelirse bugün düzenleriz.",
        ),
        Exchange(
            "Sipariş ekranındaki fatura bilgisi kontrol edildi, e-belge ekibine soru açıldı.",
            "E-belge: Fatura kesildikten sonra adres değişmiş, belge eski adresle basılmış. İptal edilebilir.",
        ),
    ),
    cause=(
        "Neden: ödeme ekranında kurumsal bilgi alanı boş geçilebiliyor, sistem şahsi bilgiyle kesmiş.",
        "Neden: adres değişikliği fatura kesildikten sonra yapılmış, belgeye yansımamış.",
    ),
    no_cause=("Fatura yeniden kesilecek.", "Müşteri fatura istiyor."),
    done=(
        "Yapılan: eski e-arşiv iptal edildi, yeni belge düzenlendi, no {ticket}.",
        "Yapılan: düzeltme kaydı onaylandı, yeni fatura {ticket} numarasıyla e-postaya gönderildi.",
    ),
    half=("Yapılan: e-belge ekibine düzeltme talebi açıldı.",),
    recorded=(
        "Kayıt: sorun kodu FAT-03, eski ve yeni belge numaraları karta işlendi, müşteri bilgilendirildi.",
        "Kayıt: neden ve işlem yazıldı; ödeme ekranı için iyileştirme önerisi açıldı.",
    ),
    thin_record=("fatura düzeltildi", "tamam"),
    inform=(
        "Eski faturanız iptal edildi, doğru bilgilerle düzenlenen yeni faturanız e-posta adresinize gönderildi.",
        "Faturanız istediğiniz bilgilerle yeniden düzenlendi; yeni belge numarası {ticket}.",
    ),
    wrong=(
        "Kesilmiş faturada hiçbir değişiklik yapılamamaktadır.",
        "Yeni fatura için siparişi iptal edip yeniden vermeniz gerekmektedir.",
    ),
    detail=(
        Exchange(
            "Eskisini muhasebeye vermiştim, ne olacak?",
            "Muhasebenize yalnızca yeni tarihli belgeyi vermeniz yeterli, eskisi geçersizdir.",
        ),
        Exchange(
            "Bundan sonraki siparişlerde de böyle mi olacak?",
            "Fatura bilgileriniz hesabınıza kaydedildi, sonraki siparişlerde ödeme ekranında seçili gelecek.",
        ),
    ),
    next_step=(
        "Belge {due_dat} kadar ulaşmazsa bu iletiyi yanıtlayın, dosyanız açık kalacak.",
        "{due_loc} belgenin size ulaştığını kontrol edip dosyayı kapatacağım.",
    ),
    overpromise=("Bir daha fatura sorunu yaşamayacağınızı garanti ederiz.",),
)

REROUTE = CaseStory(
    topic="case_returned_parcel",
    weight=3,
    title=("Depoya dönen paket, yeniden gönderim", "Teslim edilemeyen gönderi"),
    request=(
        "Kargo beni bulamadığını yazıp paketi size geri yollamış. Adresim doğru: {district} Mahallesi,"
        " {street}, {city}. Tekrar gönderin lütfen.",
        "{order} geri dönmüş görünüyor, ben iade etmedim. {product_acc} bekliyorum hâlâ.",
    ),
    understood=(
        "Talep okundu: {order} teslim edilemeden depoya dönmüş, müşteri yeniden gönderim istiyor.",
        "Dönen gönderi: {order}, iade değil; müşteri ürünü istiyor.",
    ),
    misread=(
        Exchange(
            "İadeniz depoya ulaşmış, {amount} kartınıza iade edilecektir.",
            "İade etmedim, ürünü istiyorum. Tekrar gönderin yazmıştım.",
        ),
        Exchange("Siparişiniz isteğiniz üzerine iptal edilmiştir.", "Ben iptal istemedim."),
    ),
    ask_inside=(
        Exchange(
            "Depoya soruldu: dönen {tracking} nerede, ürün yeniden çıkabilir durumda mı?",
            "Depo: Paket iade rafında, açılmamış. Onay gelirse bugün çıkar.",
        ),
        Exchange(
            "{carrier_dat} teslim denemeleri soruldu, takip {tracking}.",
            "{carrier}: Tek deneme {past_loc}, telefon numarasında bir hane eksik.",
        ),
    ),
    cause=(
        "Neden: şube ikinci denemeyi yapmadan iadeye çevirmiş, kurala aykırı.",
        "Neden: etikette telefon numarasının bir hanesi eksik, görevli ulaşamamış.",
    ),
    no_cause=("Paket dönmüş, yeniden gönderilsin.", "Adreste bulunamadı."),
    done=(
        "Yapılan: telefon ve adres doğrulandı, yeni etiket basıldı, paket bugün çıkışa verildi.",
        "Yapılan: otomatik iade durduruldu, gönderi {due_loc} teslim edilecek şekilde yeniden çıkarıldı.",
    ),
    half=("Yapılan: depoya yeniden çıkış talebi açıldı, raf teyidi bekleniyor.",),
    recorded=(
        "Kayıt: sorun kodu KARGO-05, şubeye uyarı açıldı, müşteri bilgilendirildi, takip {due}.",
        "Kayıt: neden, yeni takip numarası ve adres teyidi karta işlendi.",
    ),
    thin_record=("tekrar çıkıldı", "kargo"),
    inform=(
        "Paketiniz bugün yeniden yola çıktı, yeni teslimat günü {due}.",
        "Siparişiniz doğru iletişim bilgileriyle yeniden gönderildi; ek ücret ödemeyeceksiniz.",
    ),
    wrong=(
        "Dönen paketler yeniden gönderilmez, yeni sipariş vermeniz gerekir.",
        "İkinci gönderim için 149,90 TL ödemeniz gerekmektedir.",
    ),
    detail=(
        Exchange("Takip numarası değişti mi?", "Takip numaranız yenilendi: {tracking}."),
        Exchange(
            "Bu kez yine bulamazlarsa?",
            "Bu kez görevli gelmeden önce sizi arayacak, bulamazsa şubede beş gün bekletilecek.",
        ),
    ),
    next_step=(
        "{due_day} günü dağıtıma çıktığında SMS alacaksınız; ulaşmazsa bu iletiyi yanıtlayın.",
        "{due_loc} teslimatı kontrol edip size yazacağım.",
    ),
    overpromise=("Bu sefer kesinlikle yarın sabah elinizde olacak, söz veriyoruz.",),
    own=("Paketin size haber verilmeden dönmesi bizim hatamız.",),
    blame=("Adreste bulunmadığınız için iade olmuş, bizden kaynaklı değil.",),
)

STORIES = (REFUND_IBAN, CLAIM, INVOICE, REROUTE)
