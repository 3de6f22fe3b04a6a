"""Stories about an order on its way: cancelling it, sending it to another address."""

from qa.demo.stories.shape import Doubt, Exchange, Story

CANCEL = Story(
    topic="cancellation",
    subject=("Sipariş iptali {order}", "İptal talebi"),
    brief=("Siparişi iptal etmek istiyorum.", "Siparişi iptal edin diyorum, kargoya verilmesin."),
    upset=False,
    where=frozenset({"call", "chat", "email", "marketplace"}),
    opening=(
        "Bugün verdiğim siparişi iptal etmek istiyorum.",
        "Yanlışlıkla iki tane {item} almışım, birini iptal edelim.",
        "Siparişi iptal ettim sanıyordum, hâlâ “hazırlanıyor” görünüyor.",
        "{product} siparişinden vazgeçtim, daha ucuza buldum. İptal edebilir miyiz?",
    ),
    retell=(
        "Siparişinizle ilgili iptal durumunu netleştirelim istiyorsunuz, doğru mu?",
        "Anladım, konu siparişinizin iptali; hangi aşamada olduğuna bakıyorum.",
    ),
    misread=(
        Exchange("Üyeliğinizi mi kapatmak istiyorsunuz?", "Üyelik değil, sipariş iptali."),
        Exchange(
            "Ürünü teslim aldıysanız iade kodu vereyim.",
            "Teslim almadım, daha yola çıkmadı. İptalden bahsediyorum.",
        ),
    ),
    probes=(
        Exchange("Ödemeyi hangi kartla yapmıştınız?", "{bank} kredi kartı, sonu {card4}."),
        Exchange(
            "Siparişte başka ürün var mı, tamamı mı iptal olacak?",
            "Sadece {item} olan, diğeri kalsın.",
        ),
    ),
    finding=(
        "Sipariş hazırlanıyor aşamasında ve paket henüz kapanmamış.",
        "Depo ürünü ayırmış ama etiket basılmamış, yetişiyoruz.",
    ),
    explain=(
        "Kargoya verilene kadar iptal ücretsiz, {amount} aynı karta iade ediliyor.",
        "Paket çıkmadığı için iptal edebiliyoruz; ödemeniz olan {amount} kartınıza geri döner.",
    ),
    wrong=(
        "Ödeme alındıktan sonra iptal olmuyor, gelince iade edersiniz.",
        "İptalde yüzde on işlem ücreti kesiliyor.",
    ),
    detail=(
        Exchange(
            "Param ne zaman gelir?",
            "Banka kartında 1 ila 3, kredi kartında 3 ila 7 iş günü içinde yansıyor.",
        ),
        Exchange(
            "Kuponum yandı mı?", "Kullandığınız kupon da aynı gün hesabınıza geri tanımlanıyor."
        ),
    ),
    doubts=(
        Doubt(
            "Ya bu arada kargoya verilirse?",
            "Depoya durdurma kaydı girdim, verilse bile teslim almazsanız otomatik iade olur.",
            "Verilirse iade edersiniz artık, ne yapalım.",
        ),
        Doubt(
            "Uygulamada iptal tuşunu bulamadım.",
            "Hazırlık başlayınca tuş kapanıyor, o yüzden göremediniz; buradan yapıyorum.",
            "Tuş orada duruyor, iyi bakmamışsınız.",
        ),
    ),
    solve=(
        "İptal işlemini tamamladım, onay e-postası yola çıktı.",
        "Depodan onay aldım, ilgili ürün iptal edildi; {amount} iadesi başladı.",
    ),
    half=("Depoya durdurma talebi gönderdim, yanıt bekliyorum; talep {ticket}.",),
    stuck=(
        "İptal edemiyorum, kargo gelince kabul etmeyin.",
        "Sistem izin vermedi, teslimde iade edersiniz.",
    ),
    next_step=(
        "Birazdan iptal onayı gelecek; {far_dat} kadar para yansımazsa {ticket} numarasıyla bize yazın.",
        "İade dekontunu en geç yarın e-postanızda bulacaksınız.",
    ),
    overpromise=("Paranız beş dakika sonra kartınızda.", "Bugün kesin yatar, garanti."),
)

ADDRESS = Story(
    topic="address_change",
    subject=("Adres değişikliği {order}", "Yanlış adres girdim"),
    brief=("Siparişin adresini değiştirmek istiyorum.", "Eski adresime gitmesin, onu istiyorum."),
    upset=False,
    where=frozenset({"call", "chat", "email"}),
    opening=(
        "Dün sipariş verdim ama adres eski evim kalmış, {street} olacaktı.",
        "Siparişin teslimat adresini değiştirmek istiyorum, {city_dat} taşındım.",
        "Adresi yazarken kapı numarasını atlamışım, düzeltebilir miyiz?",
        "{product} eski iş yerime gidecek, ben oradan ayrıldım. Ev adresime gelsin istiyorum.",
    ),
    retell=(
        "Siparişinizin eski adresinize değil, yeni adresinize gitmesini istiyorsunuz, doğru mu?",
        "Anladım, adres hatalı kalmış; kargoya verilmeden düzeltelim.",
    ),
    misread=(
        Exchange("Fatura adresinizi mi değiştireceğiz?", "Fatura kalsın, teslimat adresi yanlış."),
        Exchange(
            "Üyelik adresinizi siz hesabınızdan değiştirebilirsiniz.",
            "Onu yaptım, ama bu siparişte hâlâ eskisi yazıyor.",
        ),
    ),
    probes=(
        Exchange(
            "Yeni adresinizi mahalle, sokak ve kapı numarasıyla alabilir miyim?",
            "{district} Mahallesi, {street}, {city}.",
        ),
        Exchange("Fatura adresi aynı mı kalsın?", "Fatura aynı kalsın, sadece teslimat değişsin."),
        Exchange("Yeni adreste gündüz teslim alacak biri olur mu?", "Olur, eşim evde."),
    ),
    finding=(
        "Siparişiniz hazırlanıyor aşamasında, henüz kargo etiketi basılmamış.",
        "Paket bu sabah {carrier_dat} verilmiş, şu an çıkış şubesinde.",
    ),
    explain=(
        "Bu aşamada adresi aynı il içinde de başka ile de yönlendirebiliyoruz, ek ücret yok.",
        "Adres değişikliği dağıtıma çıkana kadar yapılabiliyor, tam zamanında haber verdiniz.",
    ),
    wrong=(
        "Sipariş verildikten sonra adres hiçbir şekilde değişmez, iptal edip yeniden almanız lazım.",
        "Adres değişikliği için 149 TL ücret çıkıyor.",
    ),
    detail=(
        Exchange(
            "Teslim tarihi bundan etkilenir mi?",
            "Değişiklik nedeniyle teslimat bir iş günü kayabilir, yeni tarih {due}.",
        ),
        Exchange(
            "Bundan sonraki siparişlerde de bu mu çıkacak?",
            "Bu değişiklik yalnızca bu sipariş için; sonrakiler için adres defterinizden varsayılanı seçmeniz gerekiyor.",
        ),
    ),
    doubts=(
        Doubt(
            "Eski adrese giderse ne olacak, oradakileri tanımıyorum.",
            "Öyle bir risk kalmasın diye teslim kodu da ekledim; kod olmadan kimseye verilmez.",
            "E yazarken dikkat etseydiniz.",
        ),
        Doubt(
            "Uygulamadan yapmaya çalıştım, izin vermedi.",
            "Etiket hazırlığı başlayınca ekran kapanıyor, o yüzden görememişsiniz; ben buradan yapabiliyorum.",
            "Uygulama çalışıyor, siz yapamamışsınızdır.",
        ),
    ),
    solve=(
        "Adresi güncelledim: {district} Mahallesi, {street}, {city}. Onay SMS'i de gönderildi.",
        "Yönlendirme kaydını yaptım, paket yeni adresinize, {city_dat} gelecek.",
    ),
    half=(
        "Yönlendirme talebini kargoya ilettim, onaylarsa adres değişecek. Talep numarası {ticket}.",
    ),
    stuck=(
        "Şu an değiştiremiyorum, kargocu arayınca ona söylersiniz.",
        "Sistem izin vermiyor, yapacak bir şey yok.",
    ),
    next_step=(
        "Birazdan yeni adresli onay mesajını alacaksınız, teslimat {due_day} günü.",
        "Kargo {due_loc} yeni adrese çıkacak; sabah SMS gelince adresi bir kez daha kontrol edebilirsiniz.",
    ),
    overpromise=("Bugün bile gelir, garanti veriyorum.", "Hiç gecikmeden aynı saatte gelir, söz."),
)

STORIES = (CANCEL, ADDRESS)
