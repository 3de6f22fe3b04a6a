"""The beginning: what is wrong, the greeting, listening, understanding."""

import re

from qa.demo.service.beats import TYPED, WITHOUT_ORDER, Beats
from qa.demo.turkish import small

END_OF_SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-ZÇĞİÖŞÜ])")


class Opening(Beats):
    """The beats until the agent knows what it is about."""

    def open(self) -> None:
        s, story = self.s, self.story
        opening = self.nth(story.opening)
        self.order_known = "{order}" in opening or story.topic in WITHOUT_ORDER
        start = s.pick(self.talk[f"start.{self.mood}"])
        if self.channel == "call":
            if self.outbound:
                self.say(f"greeting.out.{self.traits['greeting']}", "greeting")
                self.hear("out.reply" if self.met("greeting") else "out.reply.cold")
            else:
                self.say(f"greeting.call.{self.traits['greeting']}", "greeting")
                s.customer(start)
            if self.missed("listening"):
                self.cut_in(opening)
                return
            if not opening.startswith("{") and s.chance(0.3) and self.speaks_freely(opening):
                opening = s.pick(self.talk["filler"]) + small(opening)
            s.customer(opening)
            if s.chance(0.6):
                self.hear(f"vent.{self.mood}")
            return
        if self.channel == "chat":
            s.bot(s.pick(self.talk["bot.start"]))
            if s.chance(0.25):
                self.hear("bot.again")
                s.bot(s.pick(self.talk["bot.handover"]))
                s.system(self.talk["system.joined"][0])
                self.type_opening(opening)
            else:
                self.type_opening(opening)
                if s.chance(0.15):
                    s.bot(s.pick(self.talk["bot.lost"]))
                    self.hear("bot.again")
                s.bot(s.pick(self.talk["bot.handover"]))
                s.system(self.talk["system.joined"][0])
            return
        if self.channel == "email":
            s.customer(
                ("Konu: " if story.language == "tr" else "Subject: ") + s.pick(story.subject)
            )
        if s.chance(0.75):
            s.customer(start)
        s.customer(opening)
        if s.chance(0.7):
            self.hear(f"vent.{self.mood}")
        if not self.order_known and s.chance(0.55 if self.channel == "email" else 0.25):
            self.hear("order.in_opening")
            self.order_known = True
        if self.channel == "email":
            s.customer("{customer}")

    def type_opening(self, opening: str) -> None:
        """In a chat some send their sentences one by one."""
        s = self.s
        one_by_one = s.chance(0.4)
        for sentence in END_OF_SENTENCE.split(s.fill(opening)) if one_by_one else [opening]:
            s.apart()
            s.customer(sentence)

    def speaks_freely(self, opening: str) -> bool:
        """A hesitation fits in front: not before "I", and not before a greeting."""
        return self.story.language == "tr" or not opening.startswith(("I ", "I'", "My"))

    def cut_in(self, opening: str) -> None:
        s = self.s
        words = s.fill(opening).split()
        keep = max(3, len(words) * 2 // 3)
        s.customer(" ".join(words[:keep]).rstrip(".,;:?!") + "—")
        self.say("listen.cut", "listening")
        self.hear("listen.protest")
        s.customer("{short_problem}")

    def answer_late(self) -> None:
        """A late first answer: the customer asks again before the agent says anything."""
        s = self.s
        if self.traits["on_time"] in ("met", "na"):
            return
        late = self.missed("on_time")
        if self.channel == "chat":
            s.wait(s.rng.randint(300, 700) if late else s.rng.randint(150, 280))
            if late:
                self.hear("wait.ping")
                s.apart()
        elif self.channel == "email":
            s.wait(s.rng.randint(60, 90) * 3600 if late else s.rng.randint(26, 44) * 3600)
            if late:
                self.hear("late.mail")
        else:
            s.wait(s.rng.randint(9, 30) * 3600 if late else s.rng.randint(4, 7) * 3600)

    def greet(self) -> None:
        kind = "chat" if self.channel in TYPED else "mail"
        if self.channel == "chat" and self.missed("on_time"):
            self.say("wait.sorry" if self.met("courtesy") else "wait.cold", "on_time")
        if not self.missed("greeting"):
            self.say(f"greeting.{kind}.{self.traits['greeting']}", "greeting")

    def listen(self) -> None:
        if self.traits["listening"] == "partly" and self.channel == "call":
            self.say("listen.half", "listening")
            self.s.customer("{short_problem}")
        elif self.channel != "call" and self.missed("listening"):
            self.say("listen.deaf", "listening")
            self.hear("listen.deaf.reply")

    def feel_and_understand(self) -> None:
        s, story = self.s, self.story
        if self.traits["empathy"] in ("met", "partly"):
            self.say(f"empathy.{self.traits['empathy']}", "empathy")
        if self.missed("not_scripted"):
            self.say("scripted", "not_scripted")
        if self.met("understood"):
            if self.met("listening"):
                retell = s.pick(story.retell)
                s.agent(retell, "understood", "listening")
                if retell.endswith("?") and self.channel in ("call", "chat"):
                    self.hear("yes")
            return
        wrong = s.rng.choice(story.misread)
        s.agent(wrong.first, "understood")
        s.customer(wrong.second)
        self.say(
            "understood.sorry" if self.traits["understood"] == "partly" else "understood.stubborn",
            "understood",
        )
