"""How a back-office case goes: notes for colleagues between messages to and from the customer."""

from collections.abc import Mapping

from qa.demo.script import Script
from qa.demo.stories.shape import CaseStory

TRAITS = frozenset(
    {
        "greeting",
        "understood",
        "courtesy",
        "empathy",
        "not_scripted",
        "correct_info",
        "complete_info",
        "kept_promise",
        "solved",
        "next_step",
        "closing",
        "recorded",
        "on_time",
        "root_cause",
        "asked",
    }
)
OPENED = (
    "Talep {ticket} açıldı. Konu: {title}. Kaynak: müşteri formu. Öncelik: normal.",
    "Talep {ticket} Operasyon Destek kuyruğuna düştü. Konu: {title}. Hedef süre: 24 saat.",
)
NOTE = "İç not: "
LATE = ("Talep {ticket} hedef süreyi aştı.", "Uyarı: {ticket} için hedef süre doldu.")
CLOSED = ("Talep {ticket} kapatıldı.", "Talep {ticket} çözüldü olarak kapatıldı.")
WAITING = ("Talep {ticket} beklemede.", "Talep {ticket}: durum “dış birim bekleniyor”.")
CHASE = (
    "Talebimle ilgili hâlâ bir bilgi alamadım.",
    "İki gündür yanıt bekliyorum, bir gelişme var mı?",
    "Bu konu ne oldu acaba?",
)
TONE = {
    "met": (
        "Ayrıntılı yazdığınız için teşekkür ederim.",
        "Gönderdiğiniz bilgiler işimizi kolaylaştırdı, teşekkür ederim.",
    ),
    "missed": (
        "Talebinizi eksik yazdığınız için işlem uzamıştır.",
        "Tekrar tekrar mesaj göndermeyiniz.",
    ),
}


class Case:
    """One case. What was asked for, found and done belong together: they are taken at the same
    place of their lists, chosen once."""

    def __init__(
        self,
        script: Script,
        story: CaseStory,
        talk: Mapping[str, tuple[str, ...]],
        traits: dict[str, str],
        *,
        mood: str,
    ) -> None:
        self.s, self.story, self.talk, self.traits, self.mood = script, story, talk, traits, mood
        self.which = script.rng.randrange(60)
        script.facts["title"] = script.pick(story.title)

    def play(self) -> None:
        self.receive()
        self.study()
        self.work()
        self.inform()
        self.finish()

    def met(self, trait: str) -> bool:
        return self.traits[trait] == "met"

    def missed(self, trait: str) -> bool:
        return self.traits[trait] == "missed"

    def note(self, phrase: str, *traits: str) -> None:
        self.s.apart()
        self.s.agent(NOTE + phrase, *traits)
        self.s.apart()

    def receive(self) -> None:
        s = self.s
        s.system(s.pick(OPENED))
        s.customer("Merhaba,")
        s.customer(self.story.request[self.which % len(self.story.request)])
        s.customer("{customer}")
        if self.missed("on_time"):
            s.wait(s.rng.randint(30, 70) * 3600)
            s.system(s.pick(LATE), "on_time")
            s.customer(s.pick(CHASE))
        elif self.traits["on_time"] == "partly":
            s.wait(s.rng.randint(18, 26) * 3600)

    def study(self) -> None:
        s = self.s
        if self.met("understood"):
            self.note(s.pick(self.story.understood), "understood")
            return
        wrong = s.rng.choice(self.story.misread)
        s.agent(wrong.first, "understood")
        s.customer(wrong.second)
        if self.traits["understood"] == "partly":
            self.note(s.pick(self.story.understood), "understood")

    def work(self) -> None:
        s, story = self.s, self.story
        which = self.which
        if self.met("asked"):
            asked = story.ask_inside[which % len(story.ask_inside)]
            self.note(asked.first, "asked")
            s.system(asked.second)
        if self.met("root_cause"):
            self.note(story.cause[which % len(story.cause)], "root_cause")
        else:
            self.note(s.pick(story.no_cause), "root_cause")
        if self.met("solved"):
            self.note(s.pick(story.done), "solved")
        elif self.traits["solved"] == "partly":
            self.note(s.pick(story.half), "solved")
            s.system(s.pick(WAITING))

    def inform(self) -> None:
        s, story = self.s, self.story
        s.apart()
        if not self.missed("greeting"):
            s.agent(s.pick(self.talk[f"greeting.mail.{self.traits['greeting']}"]), "greeting")
        if self.traits["empathy"] in ("met", "partly"):
            s.agent(
                s.pick(self.talk["empathy.met.typed" if self.met("empathy") else "empathy.partly"]),
                "empathy",
            )
        if not self.met("not_scripted"):
            bank = "scripted" if self.missed("not_scripted") else "scripted.light"
            s.agent(s.pick(self.talk[bank]), "not_scripted")
        if self.traits["courtesy"] in TONE:
            s.agent(s.pick(TONE[self.traits["courtesy"]]), "courtesy")
        if self.traits["owned_mistake"] != "na":
            s.agent(
                s.pick(story.own if self.met("owned_mistake") else story.blame), "owned_mistake"
            )
        if self.missed("correct_info"):
            s.agent(s.pick(story.wrong), "correct_info")
        elif self.met("solved"):
            s.agent(s.pick(story.inform), "correct_info")
        else:
            s.agent(s.pick(PENDING), "correct_info")
        detail = s.rng.choice(story.detail)
        tells = self.met("correct_info") and self.met("solved")
        if self.met("complete_info") and tells:
            s.agent(detail.second, "complete_info")
        if self.missed("kept_promise"):
            s.agent(s.pick(story.overpromise), "kept_promise")
        if self.met("next_step"):
            s.agent(
                s.pick(story.next_step if self.met("solved") else self.talk["next.half.typed"]),
                "next_step",
            )
        elif self.traits["next_step"] == "partly":
            s.agent(s.pick(self.talk["next.vague"]), "next_step")
        if not self.missed("closing"):
            s.agent(s.pick(self.talk[f"closing.mail.{self.traits['closing']}"]), "closing")
        if not tells:
            self.traits["complete_info"] = "na"
        elif not self.met("complete_info"):
            s.customer(detail.first)
            if self.traits["complete_info"] == "partly":
                s.agent(detail.second, "complete_info")
            else:
                s.agent(s.pick(self.talk["detail.evade"]), "complete_info")

    def finish(self) -> None:
        s = self.s
        if s.chance(0.6):
            ending = {"met": "thanks", "partly": "wait", "missed": "sour"}[self.traits["solved"]]
            s.customer(s.pick(self.talk[f"{ending}.{self.mood}"]))
        if self.met("recorded"):
            self.note(s.pick(self.story.recorded), "recorded")
        elif self.traits["recorded"] == "partly":
            self.note(s.pick(self.story.thin_record), "recorded")
        s.system(s.pick(CLOSED if self.traits["solved"] != "partly" else WAITING))


PENDING = (
    "Talebinizle ilgili inceleme sürüyor, henüz sonuçlanmadı.",
    "Konunuz ilgili ekipte; şu an için kesin bir sonuç paylaşamıyorum.",
)
