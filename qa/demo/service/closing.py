"""The end: the solution and what comes next, or a transfer; the farewell."""

from qa.demo.service.beats import Beats

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


class Closing(Beats):
    """The beats by which a conversation ends."""

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
