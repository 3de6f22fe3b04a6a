"""How a service conversation goes, beat by beat, on calls, chats, e-mail, social media and
marketplace.

Each beat looks at the trait it shows and says it, half says it, or leaves it out."""

from qa.demo.service.answering import Answering
from qa.demo.service.beats import TYPED, WITHOUT_ORDER
from qa.demo.service.closing import Closing
from qa.demo.service.opening import Opening
from qa.demo.stories.shape import Story

__all__ = ["TYPED", "Service", "applicable"]


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


class Service(Opening, Answering, Closing):
    """One conversation, from the first word to the last."""

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
