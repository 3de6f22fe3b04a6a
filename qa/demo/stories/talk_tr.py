"""What agents, the bot and the system say in every conversation in Turkish, well and badly."""

TALK: dict[str, tuple[str, ...]] = {
    "greeting.call.met": (
        "{company} müşteri hizmetlerine hoş geldiniz, ben {agent}. Size nasıl yardımcı olabilirim?",
        "{daypart}, {company_abl} ben {agent}. Buyurun, nasıl yardımcı olabilirim?",
        "{daypart}, {company}, ben {agent}. Size nasıl yardımcı olayım?",
        "{company_dat} hoş geldiniz, {agent} ben. Buyurun, sizi dinliyorum.",
        "{daypart}, {company} müşteri hizmetlerinden {agent}. Nasıl yardımcı olabilirim?",
    ),
    "greeting.call.partly": (
        "{company}, buyurun.",
        "Müşteri hizmetleri, buyurun.",
        "{company}, buyurun, dinliyorum.",
    ),
    "greeting.call.missed": (
        "Evet?",
        "Konu neydi?",
        "Sipariş numarası?",
        "Evet, ne için aramıştınız?",
    ),
    "greeting.out.met": (
        "{daypart}, {honorific} ile mi görüşüyorum? {company_abl} {agent} ben, bize ilettiğiniz şikâyet için arıyorum. Müsait misiniz?",
        "{daypart} {honorific}, ben {company} Şikâyet Çözüm ekibinden {agent}. {ticket} numaralı kaydınız"
        " için"
        " arıyorum, konuşmak için uygun musunuz?",
    ),
    "greeting.out.partly": (
        "{honorific}, {company_abl} arıyorum, kaydınızla ilgili.",
        "{company_abl} arıyorum, {honorific} siz misiniz?",
    ),
    "greeting.out.missed": ("Şikâyet yazmışsınız.", "Bir kayıt açmışsınız, konusu neydi?"),
    "greeting.chat.met": (
        "Merhaba {honorific}, ben {agent}. Sohbete hoş geldiniz.",
        "Merhaba {honorific}, {company_dat} hoş geldiniz. Ben {agent}, yazdıklarınızı okudum.",
        "{daypart} {honorific}, ben {agent}. Mesajınızı okuyorum.",
        "Merhabalar {honorific}, {agent} ben. Hemen bakıyorum.",
    ),
    "greeting.chat.met.social": (
        "Merhaba {honorific}, ben {agent}, bize yazdığınız için teşekkür ederiz.",
        "Merhaba {honorific}, {company_abl} {agent} ben. Mesajınızı gördük.",
    ),
    "greeting.chat.met.marketplace": (
        "Merhaba {honorific}, ben {agent}, {company} pazaryeri ekibindenim.",
        "Merhaba {honorific}, sorunuz bize ulaştı, ben {agent}.",
    ),
    "greeting.chat.partly": ("Merhaba.", "Mrb, buyrun.", "Merhaba, buyurun."),
    "greeting.mail.met": ("Merhaba {honorific},", "Sayın {customer},", "Merhabalar {honorific},"),
    "greeting.mail.partly": ("Merhaba,", "Değerli müşterimiz,"),
    "bot.start": (
        "Ben Düğme, {company_gen} dijital asistanıyım. Konunuzu kısaca yazar mısınız?",
        "Hoş geldiniz! Ben Düğme. Sipariş, iade, ödeme… Konunuzu yazın, sizi doğru ekibe bağlayayım.",
    ),
    "bot.handover": (
        "Anladım, sizi bir müşteri temsilcimize bağlıyorum.",
        "Bu konuda müşteri temsilcimiz yardımcı olacak, lütfen ayrılmayın.",
    ),
    "bot.lost": (
        "Bunu tam anlayamadım. İade, kargo, ödeme seçeneklerinden birini yazabilirsiniz.",
        "Üzgünüm, bu konuda bilgim yok. “Temsilci” yazarsanız sizi bağlayabilirim.",
    ),
    "system.joined": ("{agent} sohbete katıldı.",),
    "system.closed": ("Sohbet müşteri temsilcisi tarafından sonlandırıldı.",),
    "listen.cut": (
        "Tamam tamam, anladım, bir saniye—",
        "Anladım ben onu, siz bana—",
        "Tamam, orayı geçelim—",
    ),
    "listen.half": (
        "Pardon, son kısmı kaçırdım, ne demiştiniz?",
        "Kusura bakmayın, o arada ekrana bakıyordum, tekrar alabilir miyim?",
    ),
    "listen.deaf": (
        "Sorununuzu yazar mısınız?",
        "Konu nedir?",
        "Hangi konuda destek istiyorsunuz?",
        "Detay verir misiniz?",
    ),
    "understood.sorry": (
        "Pardon, şimdi anladım.",
        "Haklısınız, yanlış anlamışım, kusura bakmayın.",
        "Tamam, şimdi oturdu, teşekkür ederim.",
    ),
    "understood.stubborn": (
        "Sonuçta aynı yere çıkıyor.",
        "Sistemde öyle görünüyor ama.",
        "Neyse, ben genel olarak bakayım.",
    ),
    "empathy.met": (
        "Bunu yaşadığınız için gerçekten üzgünüm, ben de olsam canım sıkılırdı.",
        "Haklısınız, beklediğiniz bir şeyin böyle sonuçlanması can sıkıcı, sizi anlıyorum.",
        "Endişenizi çok iyi anlıyorum, bu işi sizinle birlikte takip edeceğim.",
        "Ne kadar yorulduğunuzu sesinizden anlıyorum, üzgünüm. Bu sefer netleştirelim.",
        "Çok haklısınız, bu kadar uğraşmak zorunda kalmamalıydınız. Gerçekten üzgünüm.",
        "Planlarınızın aksadığını görebiliyorum, sizi anlıyorum ve üzgünüm.",
    ),
    "empathy.met.typed": (
        "Bunu yaşadığınız için gerçekten üzgünüm, ben de olsam canım sıkılırdı.",
        "Haklısınız, beklediğiniz bir şeyin böyle sonuçlanması can sıkıcı, sizi anlıyorum.",
        "Endişenizi çok iyi anlıyorum, bu işi sizinle birlikte takip edeceğim.",
        "Yazdıklarınızdan ne kadar yorulduğunuzu anlıyorum, üzgünüm. Bu sefer netleştirelim.",
        "Çok haklısınız, bu kadar uğraşmak zorunda kalmamalıydınız. Gerçekten üzgünüm.",
    ),
    "empathy.partly": ("Üzgünüm.", "Yaşanan aksaklık için üzgünüz.", "Üzgünüz bunun için."),
    "verify.met": (
        "Güvenliğiniz için adınızı soyadınızı ve kayıtlı telefonunuzun son dört hanesini alabilir miyim?",
        "Hesabınıza bakabilmem için ad soyad ve telefon numaranızın son dört hanesini rica edeyim.",
        "Bilgilerinizi paylaşmadan önce kimliğinizi doğrulamam gerekiyor: adınız soyadınız ve cep"
        " telefonunuzun son"
        " dört hanesi nedir acaba?",
    ),
    "verify.met.blunt": (
        "İsim soyisim, telefonun son dört hanesi?",
        "Ad soyad, telefonun sonu kaç?",
    ),
    "verify.partly": (
        "Adınızı soyadınızı alabilir miyim?",
        "Kimin adına bakıyoruz, isminizi rica edeyim.",
        "İsim soyisim alayım.",
    ),
    "verify.thanks": (
        "Teşekkür ederim {honorific}.",
        "Sağ olun {honorific}.",
        "Teşekkürler {honorific}, kaydınız açıldı.",
    ),
    "order.ask": (
        "Sipariş numaranızı rica edebilir miyim?",
        "Sipariş numaranızı alabilir miyim?",
        "Uygunsa sipariş numaranızı alayım.",
    ),
    "order.ask.typed": (
        "Sipariş numaranızı buradan paylaşabilir misiniz?",
        "Kontrol edebilmem için sipariş numaranızı rica edebilir miyim?",
    ),
    "order.ask.social": (
        "Sipariş numaranızı bize özel mesajdan iletebilir misiniz? Kişisel bilgileriniz burada görünmesin.",
        "Kontrol edebilmemiz için sipariş numaranızı özel mesajla paylaşır mısınız?",
    ),
    "order.ask.blunt": (
        "Sipariş numarası?",
        "Sipariş numaranızı söyleyin.",
        "Sipariş no verin, bakayım.",
    ),
    "order.ask.blunt.typed": (
        "Sipariş numarası?",
        "Sipariş no yazın.",
        "Sipariş no olmadan bakamam.",
    ),
    "repeat.ask": (
        "Sipariş numaranızı tekrar alabilir miyim?",
        "Sipariş numarası neydi?",
        "Sipariş numaranızı bir daha söyler misiniz?",
    ),
    "repeat.ask.typed": (
        "Sipariş numaranızı tekrar alabilir miyim?",
        "Sipariş numarası neydi?",
        "Sipariş numaranızı bir daha yazar mısınız?",
    ),
    "look": (
        "Müsaadenizle kontrol ediyorum, sizi kısa bir süre hatta tutuyorum.",
        "Hemen bakıyorum, bir dakika kadar hatta bekletebilir miyim?",
        "Kayıtlarınıza bakacağım, sizi beklemeye alıyorum, hemen dönüyorum.",
        "İlgili ekibe de sormam lazım, iki dakika hatta bekler misiniz?",
    ),
    "look.back": (
        "Beklediğiniz için teşekkür ederim {honorific}.",
        "Beklettim, kusura bakmayın {honorific}.",
        "{honorific}, hatta mısınız? Beklediğiniz için teşekkürler.",
    ),
    "look.blunt": ("Hatta tutuyorum.", "Bekleyin, bakıyorum.", "Bekleteceğim."),
    "look.back.blunt": ("Evet.", "Alo, evet.", "Hah, buldum."),
    "look.typed": (
        "Hemen kontrol ediyorum, bir iki dakikanızı rica edeceğim.",
        "Kontrol ediyorum, lütfen ayrılmayın.",
        "Kaydınızı açtım, bakıyorum.",
        "İnceliyorum, hemen dönüyorum.",
    ),
    "look.back.typed": (
        "Beklediğiniz için teşekkür ederim.",
        "Kontrol ettim {honorific}.",
        "Baktım, beklettiğim için kusura bakmayın.",
    ),
    "look.blunt.typed": ("Bekleyin.", "Bakıyorum."),
    "wait.sorry": (
        "Buradayım, beklettiğim için kusura bakmayın.",
        "Kusura bakmayın, sistem geç açıldı, buradayım.",
    ),
    "wait.cold": ("Sırayla bakıyoruz.", "Buradayım, yoğunuz.", "Evet."),
    "scripted": (
        "Müşteri memnuniyeti bizim için her zaman önceliklidir.",
        "Talebiniz tarafımızca alınmış olup ilgili birimimizce değerlendirilecektir.",
        "{company} ailesi olarak sizlere en iyi hizmeti sunmayı ilke edindik.",
        "Tarafınıza en kısa sürede dönüş sağlanacaktır, anlayışınız için teşekkür ederiz.",
        "Bizi tercih ettiğiniz için teşekkür eder, keyifli alışverişler dileriz.",
    ),
    "scripted.light": (
        "Konuyla ilgili gerekli inceleme tarafımızca yapılmıştır.",
        "Prosedürümüz gereği bilgilendirme yapıyorum.",
    ),
    "rude": (
        "E ne yapayım {sir}, bana bağırmakla olmuyor.",
        "Valla ben bakıyorum işte, elimden gelen bu.",
        "Şartları okusaydınız bunu sormazdınız.",
        "Sizden başka bekleyenler de var.",
    ),
    "impatient": (
        "Az önce söyledim ya {sir}.",
        "Anlattım bunu, tekrar mı anlatayım?",
        "Kaç kere söyleyeceğim, aynı şey.",
    ),
    "again.patient": (
        "Tabii {honorific}, tane tane tekrar edeyim.",
        "Elbette, hiç acelemiz yok, baştan alalım.",
        "Tabii ki, şöyle özetleyeyim.",
    ),
    "again.short": ("Dediğim gibi.", "Şöyle yani."),
    "cause.partly": (
        "Operasyonel bir aksama olmuş görünüyor.",
        "Sistemsel bir durum var, tam nedenini göremiyorum.",
    ),
    "cause.missed": ("Onu ben göremiyorum.", "Orası bana açık değil.", "Bilmiyorum, olmuş işte."),
    "detail.evade": (
        "Onu sitede bulabilirsiniz.",
        "O konuda net bir şey söyleyemem.",
        "Sözleşmede yazıyor.",
    ),
    "transfer.start": (
        "Bu konu bizim ekipte değil, sizi Operasyon'a aktarıyorum.",
        "Ben buna bakamıyorum, diğer ekibe bağlayayım.",
    ),
    "transfer.system": ("Görüşme “Operasyon Destek” kuyruğuna aktarıldı.",),
    "transfer.back.system": ("Aktarım {agent} tarafından geri alındı.",),
    "transfer.back": (
        "Diğer ekip de müsait değilmiş, ben devam edeyim.",
        "Oradan da bana yönlendirdiler, ben bakayım.",
    ),
    "transfer.cold": ("Onlar bakacak.", "Aktardım, oradan devam edeceksiniz."),
    "record.met": (
        "Görüşmemizi {record} numarasıyla kayda aldım.",
        "Konuştuklarımızı hesabınıza not düştüm, kayıt numarası {record}.",
        "Kaydınızı {record} numarasıyla açtım, bir sonraki arayışınızda baştan anlatmanız gerekmeyecek.",
    ),
    "record.partly": ("Notumu aldım.", "Not düştüm."),
    "next.half": (
        "{due_day} günü akşamına kadar sonucu size ben bildireceğim; olumsuz da olsa mutlaka haber veririm.",
        "İnceleme en geç {due_dat} kadar tamamlanıyor, sonucu SMS ve e-postayla alacaksınız.",
        "Ekip {due_loc} sonuçlandıracak, aynı gün sizi arayıp bilgi vereceğim.",
    ),
    "next.half.typed": (
        "{due_day} günü akşamına kadar sonucu size ben yazacağım; olumsuz da olsa mutlaka haber veririm.",
        "İnceleme en geç {due_dat} kadar tamamlanıyor, sonucu SMS ve e-postayla alacaksınız.",
    ),
    "next.vague": (
        "Size dönüş yapılacaktır.",
        "İlgili ekip ilgilenecek.",
        "Gelişme olursa haber verilir.",
        "Takipte kalın.",
    ),
    "next.ask.cold": ("Net bir süre veremem.", "Yoğunluğa göre değişiyor.", "En kısa sürede."),
    "closing.ask": (
        "Yardımcı olabileceğim başka bir konu var mı?",
        "Başka bir sorunuz var mıydı {honorific}?",
        "Size yardımcı olabileceğim başka bir şey kaldı mı?",
    ),
    "closing.bye": (
        "Ben teşekkür ederim {honorific}, {farewell} dilerim.",
        "Rica ederim {honorific}, {farewell}, kendinize iyi bakın.",
        "Bizi aradığınız için teşekkür ederim, {farewell} dilerim.",
    ),
    "closing.bye.typed": (
        "Ben teşekkür ederim {honorific}, {farewell} dilerim.",
        "Rica ederim {honorific}, {farewell}, kendinize iyi bakın.",
        "Bize yazdığınız için teşekkür ederim, {farewell} dilerim.",
    ),
    "closing.partly": ("İyi günler.", "Tamam, iyi günler.", "Kolay gelsin."),
    "closing.partly.typed": ("İyi günler.", "Teşekkürler, iyi günler."),
    "closing.mail.met": (
        "Aklınıza takılan bir şey olursa bu e-postayı yanıtlamanız yeterli.\n\nSevgiler,\n{agent}\n{company} Müşteri Hizmetleri",
        "Başka bir sorunuz olursa bana doğrudan yazabilirsiniz.\n\nSaygılarımla,\n{agent}\n{company} Müşteri Hizmetleri",
    ),
    "closing.mail.partly": ("{company} Müşteri Hizmetleri", "İyi günler."),
}
