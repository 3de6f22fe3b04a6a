"""The middle: who it is, which order, what was found, and what the customer doubts."""

from qa.demo.service.beats import Beats


class Answering(Beats):
    """The beats from the first question to the last answer."""

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
