"""How a service conversation goes, beat by beat, on calls, chats, e-mail, social media and
marketplace.

Each beat looks at the trait it shows and says it, half says it, or leaves it out."""

import re
from collections.abc import Mapping

from qa.demo.script import Script
from qa.demo.stories.shape import Story
from qa.demo.turkish import small

END_OF_SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-ZÇĞİÖŞÜ])")
TYPED = frozenset({"chat", "social", "marketplace"})
WITHOUT_ORDER = frozenset({"membership", "coupon"})
NEVER_REACHED = (  # when the customer is sent away
    "correct_info",
    "complete_info",
    "owned_mistake",
    "kept_promise",
    "root_cause",
    "recorded",
    "no_argument",
    "patience",
)


def applicable(story: Story, channel: str) -> set[str]:
    """The traits which this story on this channel gives an occasion for."""
    traits = {
        "greeting",
        "listening",
        "understood",
        "asked",
        "courtesy",
        "no_argument",
        "not_scripted",
        "correct_info",
        "complete_info",
        "kept_promise",
        "solved",
        "no_transfer",
        "no_repeat",
        "next_step",
        "closing",
    }
    if channel in ("call", "chat"):
        traits |= {"verified", "patience"}
    if channel == "call":
        traits.add("recorded")
    else:
        traits.add("on_time")
    if story.topic in WITHOUT_ORDER:
        traits.remove("no_repeat")
    if story.upset:
        traits |= {"empathy", "root_cause"}
    if story.ours:
        traits.add("owned_mistake")
    return traits


class Service:
    def __init__(
        self,
        script: Script,
        story: Story,
        talk: Mapping[str, tuple[str, ...]],
        traits: dict[str, str],
        *,
        mood: str,
        outbound: bool,
    ) -> None:
        self.s, self.story, self.talk, self.traits = script, story, talk, traits
        self.mood, self.outbound = mood, outbound
        self.channel = script.channel
        self.order_known = False
        self.which = script.rng.randrange(60)
        script.facts["short_problem"] = script.fill(script.pick(story.brief))

    def play(self) -> None:
        self.open()
        self.answer_late()
        if self.channel != "call":
            self.greet()
        self.listen()
        self.feel_and_understand()
        self.identify()
        self.find_order()
        self.ask()
        self.look()
        if self.traits["no_transfer"] == "missed" and self.traits["solved"] == "missed":
            self.send_away()
            return
        self.bounce()
        self.explain()
        self.answer_doubts()
        self.say_again()
        self.solve()
        self.say_next()
        self.close()

    # small helpers of the beats

    def met(self, trait: str) -> bool:
        return self.traits[trait] == "met"

    def missed(self, trait: str) -> bool:
        return self.traits[trait] == "missed"

    def say(self, key: str, *traits: str) -> None:
        self.s.agent(self.s.pick(self.talk[self.key(key)]), *traits)

    def hear(self, key: str, *traits: str) -> None:
        self.s.customer(self.s.pick(self.talk[self.key(key)]), *traits)

    def key(self, key: str) -> str:
        """The wording for this channel where there is one."""
        for ending in (self.channel, "typed" if self.channel != "call" else ""):
            if ending and f"{key}.{ending}" in self.talk:
                return f"{key}.{ending}"
        return key

    def nth(self, phrases: tuple[str, ...]) -> str:
        """What was found decides what is done: both are taken at the same place of their lists."""
        return phrases[self.which % len(phrases)]

    # the beats, in the order of the conversation

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

    def identify(self) -> None:
        if self.traits["verified"] not in ("met", "partly"):
            return
        blunt = self.met("verified") and self.missed("courtesy")
        self.say(f"verify.{self.traits['verified']}" + (".blunt" if blunt else ""), "verified")
        self.hear(f"verify.{self.traits['verified']}.answer")
        if not self.missed("courtesy"):
            self.say("verify.thanks", "courtesy")

    def find_order(self) -> None:
        if self.order_known:
            return
        self.say("order.ask" if not self.missed("courtesy") else "order.ask.blunt")
        self.hear(
            "order.give.elderly"
            if self.mood == "elderly" and self.channel == "call"
            else "order.give"
        )
        self.order_known = True

    def ask(self) -> None:
        s = self.s
        count = {"met": s.rng.choice((1, 2, 2)), "partly": 1}.get(self.traits["asked"], 0)
        if self.channel in ("social", "marketplace", "email"):
            count = min(count, 1)
        if self.traits["asked"] == "partly":
            probe = self.story.probes[-1]
            s.agent(probe.first, "asked")
            s.customer(probe.second)
            return
        for probe in s.rng.sample(self.story.probes, min(count, len(self.story.probes))):
            s.agent(probe.first, "asked")
            s.customer(probe.second)

    def look(self) -> None:
        s = self.s
        blunt = "" if self.met("courtesy") else ".blunt"
        asks_again = self.missed("no_repeat")
        if self.channel == "call":
            self.say("look" + blunt, *(["courtesy"] if blunt else []))
            self.hear("look.ok")
            s.hold(s.rng.randint(35, 120) + (s.rng.randint(60, 200) if blunt else 0))
            self.say("look.back" + blunt)
        elif self.channel == "chat":
            self.say("look" + blunt, *(["courtesy"] if blunt else []))
            if not self.met("on_time") and s.chance(0.7):
                s.wait(s.rng.randint(200, 420))
                self.hear("wait.ping")
            s.wait(s.rng.randint(20, 80))
            if not blunt:
                self.say("look.back")
        if self.missed("courtesy"):
            if self.channel == "call":
                self.s.customer(self.s.pick(self.talk[f"vent.{self.mood}"]))
            self.say("rude", "courtesy")
        elif blunt and self.channel not in ("call", "chat"):
            self.say("look.blunt", "courtesy")
        if asks_again:
            self.say("repeat.ask", "no_repeat")
            self.hear("repeat.protest")

    def send_away(self) -> None:
        """A needless transfer which ends the conversation here."""
        s = self.s
        self.say("transfer.start", "no_transfer", "solved")
        self.hear("transfer.protest")
        self.say("transfer.cold")
        if self.traits["next_step"] == "partly":
            self.say("next.vague", "next_step")
        self.farewell_only()
        s.system(self.talk["transfer.system"][0])
        s.transfers += 1
        for trait in NEVER_REACHED:
            self.traits[trait] = "na"
        if self.traits["not_scripted"] == "partly":
            self.traits["not_scripted"] = "met"
        if self.traits["courtesy"] == "partly":
            self.traits["courtesy"] = "met"

    def bounce(self) -> None:
        """A needless transfer which comes back."""
        s = self.s
        if not self.missed("no_transfer"):
            return
        self.say("transfer.start", "no_transfer")
        self.hear("transfer.protest")
        s.system(self.talk["transfer.system"][0])
        s.hold(s.rng.randint(60, 180)) if self.channel == "call" else s.wait(
            s.rng.randint(120, 400)
        )
        s.system(self.talk["transfer.back.system"][0])
        self.say("transfer.back")
        s.transfers += 1

    def explain(self) -> None:
        s, story = self.s, self.story
        wrong = self.missed("correct_info")
        if self.traits["root_cause"] in ("met", "na"):
            s.agent(self.nth(story.finding), "root_cause")
        elif self.traits["root_cause"] == "partly":
            self.say("cause.partly", "root_cause")
        if story.own:
            if self.met("owned_mistake"):
                s.agent(s.pick(story.own), "owned_mistake")
            else:
                s.agent(s.pick(story.blame), "owned_mistake")
        if self.traits["not_scripted"] == "partly":
            self.say("scripted.light", "not_scripted")
        s.agent(s.pick(story.wrong if wrong else story.explain), "correct_info")
        if self.missed("root_cause") and s.chance(0.6):
            self.hear("cause.missed.ask")
            self.say("cause.missed", "root_cause")
        detail = s.rng.choice(story.detail)
        if self.met("complete_info"):
            s.agent(detail.second, "complete_info")
        else:
            s.customer(detail.first)
            if self.traits["complete_info"] == "partly":
                s.agent(detail.second, "complete_info")
            else:
                self.say("detail.evade", "complete_info")

    def answer_doubts(self) -> None:
        s = self.s
        argues = self.missed("no_argument")
        many = 2 if self.mood == "angry" and self.channel in ("call", "chat") else 1
        if not argues and not s.chance({"angry": 1.0, "worried": 0.7}.get(self.mood, 0.4)):
            many = 0
        for doubt in s.rng.sample(self.story.doubts, min(many, len(self.story.doubts))):
            s.customer(doubt.ask)
            s.agent(doubt.argue if argues else doubt.good, "no_argument")

    def say_again(self) -> None:
        """The customer did not follow; it takes patience."""
        s = self.s
        if self.traits["patience"] == "na":
            return
        if self.missed("patience"):
            self.hear("again.ask")
            self.say("impatient", "patience")
            self.hear("again.hurt")
        elif self.mood == "elderly" or s.chance(0.15):
            self.hear("again.ask")
            self.say("again.patient", "patience")
            again = self.story.wrong if self.missed("correct_info") else self.story.explain
            s.agent(s.pick(again))
            self.hear("again.ok")
        else:
            self.traits["patience"] = "na"

    def solve(self) -> None:
        s, story = self.s, self.story
        if self.channel in ("call", "chat") and s.lines[-1].sender == "agent" and s.chance(0.75):
            self.hear("nod")
        if self.met("solved"):
            s.agent(self.nth(story.solve), "solved")
        elif self.traits["solved"] == "partly":
            s.agent(self.nth(story.half), "solved")
        else:
            s.agent(s.pick(story.stuck), "solved")
        if self.missed("kept_promise"):
            s.agent(s.pick(story.overpromise), "kept_promise")
        if self.met("solved") and self.channel == "call" and s.chance(0.4):
            self.hear("nod.done")

    def say_next(self) -> None:
        s = self.s
        if self.met("next_step"):
            if self.met("solved"):
                s.agent(s.pick(self.story.next_step), "next_step", "kept_promise")
            else:
                self.say("next.half", "next_step", "kept_promise")
        elif self.traits["next_step"] == "partly":
            self.say("next.vague", "next_step")
            if s.chance(0.5) and self.channel in ("call", "chat"):
                self.hear("next.ask")
                self.say("next.ask.cold", "next_step")
        if self.traits["recorded"] in ("met", "partly"):
            self.say(f"record.{self.traits['recorded']}", "recorded")

    def close(self) -> None:
        s = self.s
        ending = {"met": "thanks", "partly": "wait", "missed": "sour"}[self.traits["solved"]]
        if self.channel == "email":
            if not self.missed("closing"):
                self.say(f"closing.mail.{self.traits['closing']}", "closing")
            if self.missed("solved") or s.chance(0.6):
                self.hear(f"{ending}.{self.mood}")
            return
        self.hear(f"{ending}.{self.mood}")
        if self.met("closing"):
            if self.channel in ("call", "chat"):
                self.say("closing.ask", "closing")
                self.hear("closing.no")
            self.say("closing.bye", "closing")
        else:
            self.farewell_only()
        if self.channel == "chat" and self.missed("closing"):
            s.system(self.talk["system.closed"][0])

    def farewell_only(self) -> None:
        if self.met("closing"):
            self.traits["closing"] = "partly"
        if self.traits["closing"] == "partly":
            self.say("closing.partly", "closing")
