"""What customers say in every conversation in Turkish: their way in, their answers, their way
out."""

TALK: dict[str, tuple[str, ...]] = {
    "out.reply": (
        "Evet, benim, buyurun.",
        "Evet, müsaidim, buyurun.",
        "Buyurun benim. Nihayet arayan oldu.",
    ),
    "out.reply.cold": (
        "Evet, benim. Siz kimsiniz, {company_abl} mi arıyorsunuz?",
        "Nereden arıyorsunuz, anlamadım?",
    ),
    "bot.again": (
        "temsilci",
        "temsilciye bağlan",
        "insanla görüşmek istiyorum",
        "müşteri temsilcisi lütfen",
    ),
    "start.calm": (
        "Merhaba.",
        "İyi günler.",
        "Merhabalar, kolay gelsin.",
        "Selam, kolay gelsin.",
        "Merhaba, bir konuda destek rica edecektim.",
    ),
    "start.worried": (
        "Merhaba, bir şey soracaktım, biraz endişelendim de.",
        "Merhaba, bir sorunum var, inşallah çözülür.",
        "İyi günler, ne yapacağımı bilemedim.",
    ),
    "start.angry": (
        "Bakın, bu konuda kaçıncı kez yazıp arıyorum bilmiyorum.",
        "Artık gerçekten bıktım.",
        "Böyle bir hizmet olamaz.",
        "Nihayet birine ulaşabildim.",
    ),
    "start.hurry": (
        "Merhaba, çok vaktim yok, hemen anlatayım.",
        "Selam, kısaca söyleyeyim, toplantıya gireceğim.",
        "Merhaba, acele bir durum var.",
    ),
    "start.elderly": (
        "İyi günler evladım, kolay gelsin.",
        "Merhaba yavrum, hayırlı işler.",
        "Kolay gelsin evladım, bir derdim var, size danışayım dedim.",
    ),
    "vent.calm": (
        "Bir bakabilir misiniz?",
        "Nasıl ilerleyebiliriz?",
        "Ne yapmam gerekiyor?",
        "Yardımcı olursanız sevinirim.",
    ),
    "vent.worried": (
        "Nasıl çözülecek, bilemedim açıkçası.",
        "Bir yanlışlık mı oldu acaba?",
        "İlk kez sizden alışveriş yapıyorum, tedirgin oldum.",
    ),
    "vent.angry": (
        "Bu mudur yani müşteri memnuniyeti?",
        "Her seferinde başka bir şey söyleniyor.",
        "Bugün çözülmezse tüketici hakem heyetine başvuracağım.",
        "Yıllardır alışveriş yapıyorum, böylesini görmedim.",
    ),
    "vent.hurry": (
        "Hızlıca halledebilir miyiz?",
        "Beş dakikam var, çözebilir miyiz?",
        "Lütfen uzatmadan bakalım.",
    ),
    "vent.elderly": (
        "Ben bu telefon işlerinden pek anlamıyorum, kusuruma bakmayın.",
        "Torunum yardım etti sipariş verirken, o da şimdi yanımda değil.",
        "Zahmet olmazsa bir bakıverin.",
    ),
    "filler": ("Şey, ", "Ya şimdi şöyle, ", "Eee, ", "Şimdi, "),
    "listen.protest": (
        "Bir dinleyin lütfen, daha bitirmedim.",
        "Sözümü kesmeseniz, anlatıyorum.",
        "Müsaade ederseniz cümlemi tamamlayayım.",
    ),
    "listen.half.reply": (
        "Diyorum ki bu konuyla ilgilenecek birini arıyorum, onu anlattım az önce.",
        "Baştan anlatayım o zaman: {short_problem}",
    ),
    "listen.deaf.reply": (
        "Yukarıda yazdım ya, okumadınız mı? {short_problem}",
        "Bir üstteki mesajımda anlattım. {short_problem}",
        "Her şeyi yazmıştım zaten. {short_problem}",
    ),
    "verify.met.answer": (
        "{customer}, son dört {last4}.",
        "Adım {customer}. Telefonun sonu {last4}.",
        "{customer}. {last4}.",
    ),
    "verify.partly.answer": ("{customer}.", "{customer} adına.", "Adım {customer}."),
    "order.give": (
        "{order}.",
        "Bir saniye bakayım… {order}.",
        "Tabii, {order}.",
        "Mesajda {order} yazıyor.",
    ),
    "order.give.typed": (
        "{order}.",
        "Sipariş numaram {order}.",
        "{order}, buyurun.",
        "Tabii, {order}.",
    ),
    "order.give.elderly": (
        "Gözlüğümü alayım… {order} yazıyor evladım.",
        "Kâğıda yazdırmıştım torunuma: {order}.",
    ),
    "order.in_opening": (
        "Sipariş numaram {order}.",
        "Sipariş no: {order}.",
        "{order} numaralı sipariş.",
    ),
    "repeat.protest": (
        "Az önce verdim ya, {order}.",
        "Yine mi? {order}. Not almıyor musunuz?",
        "Demin de söyledim: {order}.",
    ),
    "repeat.protest.typed": (
        "Yukarıda var ya, {order}.",
        "Yine mi? {order}. Ekranınızda görünmüyor mu?",
        "Az önce yazdım: {order}.",
    ),
    "look.ok": ("Tamam, bekliyorum.", "Olur.", "Tabii.", "Beklerim, sorun değil.", "Peki."),
    "wait.ping": (
        "Orada mısınız?",
        "alo",
        "Hâlâ bekliyorum.",
        "kimse yok mu",
        "On dakikadır bekliyorum?",
    ),
    "late.mail": (
        "Üç gündür cevap bekliyorum, hâlâ dönen yok.",
        "İlk mesajıma cevap gelmediği için tekrar yazıyorum.",
        "Acaba mesajım size ulaştı mı? Henüz dönüş alamadım.",
    ),
    "again.ask": (
        "Anlayamadım, bir daha söyler misiniz?",
        "Tam kavrayamadım, yani ben şimdi ne yapıyorum?",
        "Pardon, son dediğinizi tekrar eder misiniz?",
    ),
    "again.ok": ("Hah, şimdi anladım.", "Tamam, oturdu şimdi.", "Anladım, sağ olun."),
    "again.hurt": (
        "Kızmayın, anlamadığım için soruyorum.",
        "Peki, bir şey demedim.",
        "Sormayayım yani?",
    ),
    "cause.missed.ask": ("Peki neden böyle olmuş?", "Nedeni neymiş bunun?"),
    "transfer.protest": (
        "Yine mi aktarıyorsunuz? Baştan mı anlatacağım?",
        "Demin de oradan buraya yönlendirdiler.",
        "Siz bakamıyor musunuz?",
    ),
    "nod": ("Anladım.", "Tamam.", "Hı hı, tamam.", "Peki.", "Anladım, devam edin."),
    "nod.typed": ("Anladım.", "Tamam.", "ok", "Tamamdır."),
    "nod.done": ("Tamam, not aldım.", "Peki, olur.", "Tamam, süper.", "Anlaştık."),
    "yes": ("Evet, aynen öyle.", "Evet, doğru.", "Aynen.", "Evet evet, tam olarak."),
    "next.ask": ("Peki ne zaman dönülecek?", "Ne zamana kadar yani?", "Tarih verebilir misiniz?"),
    "thanks.calm": ("Teşekkür ederim.", "Çok teşekkürler, sağ olun.", "Harika, teşekkür ederim."),
    "thanks.worried": (
        "Oh, içim rahatladı, teşekkür ederim.",
        "Çok sağ olun, rahatladım.",
        "Tamam, şimdi içim rahat.",
    ),
    "thanks.angry": (
        "Peki, inşallah dediğiniz gibi olur. Teşekkürler.",
        "En azından ilgilendiniz, teşekkür ederim.",
        "Keşke baştan böyle olsaydı ama sağ olun.",
    ),
    "thanks.hurry": (
        "Süper, teşekkürler.",
        "Tamamdır, sağ olun, elinize sağlık.",
        "Tamam, hızlı oldu, teşekkürler.",
    ),
    "thanks.elderly": (
        "Allah razı olsun evladım.",
        "Çok yaşayın yavrum, ağzınıza sağlık.",
        "Sağ olun evladım, Allah işinizi rast getirsin.",
    ),
    "wait.calm": ("Tamam, bekliyorum o zaman.", "Peki, haber bekliyorum.", "Tamam, teşekkürler."),
    "wait.worried": ("Tamam ama lütfen unutulmasın.", "Peki, umarım uzamaz."),
    "wait.angry": ("Bekliyorum ama bu son.", "Peki, göreceğiz bakalım."),
    "wait.hurry": ("Tamam, haber verin.", "Peki, SMS atarsınız."),
    "wait.elderly": ("Peki evladım, beklerim.", "Tamam yavrum, siz bilirsiniz."),
    "sour.calm": (
        "Anladım, pek çözüm olmadı ama peki.",
        "Peki, ne diyeyim.",
        "Tamam, başka yoldan bakacağım artık.",
    ),
    "sour.worried": (
        "Yani param ne olacak belli değil.",
        "İyice tedirgin oldum şimdi.",
        "Peki ben şimdi kime sorayım?",
    ),
    "sour.angry": (
        "Yazıklar olsun, bir daha sizden alışveriş yapmam.",
        "Bu görüşmeyi de şikâyet edeceğim.",
        "Hakem heyetinde görüşürüz o zaman.",
    ),
    "sour.hurry": ("Boşuna vakit kaybettim.", "Neyse, kapatmam lazım, çözülmedi yani."),
    "sour.elderly": (
        "Peki evladım, ne yapalım, canınız sağ olsun.",
        "Anlamadım ama peki, uğraştırmayayım sizi.",
    ),
    "closing.no": (
        "Yok, teşekkürler.",
        "Hayır, bu kadardı.",
        "Yok, sağ olun.",
        "Yok, kolay gelsin.",
    ),
}
