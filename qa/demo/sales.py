"""How a sales call goes: why the agent calls, what the customer needs, what is offered, and how it
ends."""

from collections.abc import Mapping

from qa.demo.script import Script
from qa.demo.stories.shape import SaleStory

GREETING = {
    "met": (
        "{daypart}, {customer} ile mi görüşüyorum? Ben {company_abl} {agent}. İki dakikanız varsa"
        " bir konuda aramıştım.",
        "{daypart} {honorific}, {company_abl} {agent} ben. Konuşmak için uygun musunuz?",
        "{daypart}, {company} satış ekibinden {agent}. {honorific} ile mi görüşüyorum, müsait"
        " misiniz?",
    ),
    "partly": ("{company_abl} arıyorum {honorific}.", "{honorific}, {company} ben, arıyorum da."),
    "missed": ("Bir kampanyamız var, onun için aradım.", "Sepetiniz duruyor hâlâ, niye almadınız?"),
}
AVAILABLE = (
    "Evet, buyurun.",
    "Müsaidim, dinliyorum.",
    "Buyurun, kısaysa dinlerim.",
    "Evet benim, buyurun.",
)
CONSENT = {
    "met": (
        "Görüşmemiz kayıt altında. Devam etmeden doğrulamam gerekiyor: ad soyad ve telefonunuzun"
        " son dört hanesi nedir?",
        "Kayıt altındayız, bilginiz olsun. Doğrulama için adınızı soyadınızı ve telefonunuzun son"
        " dört hanesini alayım.",
    ),
    "partly": ("Adınızı soyadınızı alabilir miyim?", "İsminizi teyit edebilir miyim?"),
}
IDENTITY = {
    "met": ("{customer}, sonu {last4}.", "{customer}. {last4}."),
    "partly": ("{customer}.", "{customer}, evet."),
}
HEARD = (
    "Anladım, yani sizin için önemli olan bu; ona göre bakalım.",
    "Not aldım, bunu göz önünde tutarak önereceğim.",
    "Çok iyi anladım, gereksiz bir şey önermeyeyim o zaman.",
)
DEAF = ("Neyse, ben size kampanyayı okuyayım.", "Tamam tamam, şimdi fırsatı söyleyeyim.")
DEAF_REPLY = (
    "Ben başka bir şey söylüyordum ama…",
    "Dinlemiyorsunuz ki.",
    "Söylediğimi duydunuz mu?",
)
POLITE = ("Çok teşekkür ederim, paylaştığınız için sağ olun.", "Teşekkür ederim {honorific}.")
CURT = (
    "Hızlı olalım, başka aramalarım da var.",
    "Evet ya da hayır deyin yeter.",
    "Bu kadar kararsız olunmaz ki.",
)
EVADE = ("Onu sitede okursunuz.", "Orasına sonra bakarız.", "Bilmiyorum, genelde sorun olmuyor.")
VAGUE = ("Size haber verilir.", "Detaylar mesajla gelir herhalde.", "Arkadaşlar ilgilenir.")
STEP_SOLD = (
    "Ödeme yapılınca onay mesajı, kargoya verilince takip numarası gelecek; teslimat {due_day}"
    " günü.",
    "Bağlantı 24 saat geçerli. Siparişiniz {due_loc} teslim edilecek şekilde planlandı.",
)
STEP_LATER = (
    "İsterseniz {due_day} günü {clock} gibi bir kez arayayım; istemezseniz aramam, tercih sizin.",
    "Ürün bağlantısını SMS olarak bırakıyorum, {due_dat} kadar aynı fiyattan tamamlayabilirsiniz.",
)
RECORD = {
    "met": (
        "Tercihinizi ve konuştuklarımızı kartınıza not ettim.",
        "Aranma tercihinizi kaydettim, not numarası {ticket}.",
    ),
    "partly": ("Not aldım.",),
}
CLOSING = {
    "met": (
        "Vakit ayırdığınız için teşekkür ederim {honorific}, {farewell} dilerim.",
        "Sormak istediğiniz başka bir şey yoksa ben teşekkür ederim {honorific}, {farewell}.",
    ),
    "partly": ("İyi günler.", "Tamam, iyi günler."),
}
THANKS = (
    "Teşekkürler, kolay gelsin.",
    "Sağ olun, ben de teşekkür ederim.",
    "Tamam, teşekkür ederim.",
)
COLD = ("Bir daha bu konuda aranmak istemiyorum.", "Tamam, iyi günler.", "Kapatıyorum.")

TRAITS = frozenset(
    {
        "greeting",
        "verified",
        "listening",
        "courtesy",
        "complete_info",
        "kept_promise",
        "next_step",
        "closing",
        "recorded",
        "need_found",
        "fit_offer",
        "no_pressure",
        "honest_sale",
        "no_argument",
    }
)


class Sale:
    def __init__(self, script: Script, story: SaleStory, traits: dict[str, str]) -> None:
        self.s, self.story, self.traits = script, story, traits

    def play(self) -> None:
        self.meet()
        self.find_need()
        self.offer()
        self.settle()

    def met(self, trait: str) -> bool:
        return self.traits[trait] == "met"

    def missed(self, trait: str) -> bool:
        return self.traits[trait] == "missed"

    def say(self, bank: Mapping[str, tuple[str, ...]], trait: str) -> None:
        if self.traits[trait] in bank:
            self.s.agent(self.s.pick(bank[self.traits[trait]]), trait)

    def meet(self) -> None:
        s = self.s
        self.say(GREETING, "greeting")
        if not self.missed("greeting"):
            s.customer(s.pick(AVAILABLE))
        self.say(CONSENT, "verified")
        if not self.missed("verified"):
            s.customer(s.pick(IDENTITY[self.traits["verified"]]))
            if self.met("courtesy"):
                s.agent(s.pick(POLITE), "courtesy")
        s.agent(s.pick(self.story.reason))
        s.customer(s.pick(self.story.wish))

    def find_need(self) -> None:
        s = self.s
        count = {"met": 2, "partly": 1, "missed": 0}[self.traits["need_found"]]
        for need in s.rng.sample(self.story.needs, count):
            s.agent(need.first, "need_found")
            s.customer(need.second)
        if self.missed("listening"):
            s.agent(s.pick(DEAF), "listening")
            s.customer(s.pick(DEAF_REPLY))
        elif self.met("listening") and count:
            s.agent(s.pick(HEARD), "listening")

    def offer(self) -> None:
        s, story = self.s, self.story
        if self.missed("fit_offer"):
            misfit = s.rng.choice(story.misfit)
            s.agent(misfit.first, "fit_offer")
            s.customer(misfit.second)
        if self.met("need_found") or self.missed("fit_offer"):
            s.agent(s.pick(story.offer), "fit_offer")
        else:
            s.agent(s.pick(story.plain), "fit_offer")
        s.agent(s.pick(story.terms))
        claim = s.rng.choice(story.lie if self.missed("honest_sale") else story.honest)
        s.customer(claim.first)
        s.agent(claim.second, "honest_sale")
        detail = s.rng.choice(story.detail)
        if self.met("complete_info"):
            s.agent(detail.second, "complete_info")
        else:
            s.customer(detail.first)
            if self.missed("complete_info"):
                s.agent(s.pick(EVADE), "complete_info")
            else:
                s.agent(detail.second, "complete_info")
        if self.missed("no_argument") or s.chance(0.55):
            doubt = s.rng.choice(story.doubts)
            s.customer(doubt.ask)
            s.agent(doubt.argue if self.missed("no_argument") else doubt.good, "no_argument")
        if not self.met("courtesy"):
            s.agent(s.pick(CURT if self.missed("courtesy") else CURT[:1]), "courtesy")
        if self.missed("no_pressure"):
            press = s.rng.choice(story.press)
            s.agent(press.first, "no_pressure")
            s.customer(press.second)

    def settle(self) -> None:
        s, story = self.s, self.story
        wrongs = sum(
            self.missed(t)
            for t in ("fit_offer", "no_pressure", "listening", "courtesy", "no_argument")
        )
        if self.missed("kept_promise"):
            s.agent(s.pick(story.overpromise), "kept_promise")
        else:
            s.agent(s.pick(ASK))
        sold = s.chance(0.55 - 0.2 * wrongs + (0.15 if self.met("need_found") else 0.0))
        s.customer(s.pick(story.accept if sold else story.decline))
        if sold:
            s.agent(s.pick(story.sold))
        elif wrongs == 0:
            s.agent(s.pick(story.later), "no_pressure")
        if self.met("next_step"):
            s.agent(s.pick(STEP_SOLD if sold else STEP_LATER), "next_step")
        elif self.traits["next_step"] == "partly":
            s.agent(s.pick(VAGUE), "next_step")
        self.say(RECORD, "recorded")
        s.customer(s.pick(COLD if wrongs > 1 else THANKS))
        self.say(CLOSING, "closing")


ASK = (
    "Ne dersiniz {honorific}, siparişi birlikte tamamlayalım mı?",
    "Nasıl isterseniz; şimdi oluşturayım mı, düşünmek mi istersiniz?",
    "Karar sizin {honorific}, ilerleyelim mi?",
)
