"""The script of one conversation: lines with who says them, what they show, and how long they
took."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from qa.demo.facts import Facts
from qa.demo.turkish import capital

GLUE = {"call": " ", "chat": " ", "social": " ", "marketplace": " ", "email": "\n\n", "case": "\n"}

AFTER_STOP = re.compile(r"(?<=[.?!] )(?<!Şti\. )[a-zçğıöşü]")
TALKERS = frozenset({"agent", "customer"})
CHAT_MESSAGE = 210  # characters; more than that is sent as a message of its own


@dataclass(slots=True)
class Line:
    """wait: extra seconds before the line (a hold, a late answer), on top of the channel's usual
    pace."""

    sender: str
    text: str
    traits: list[str] = field(default_factory=list)
    wait: int = 0


class Script:
    def __init__(self, rng: Random, facts: Facts, channel: str) -> None:
        self.rng = rng
        self.facts = facts
        self.channel = channel
        self.lines: list[Line] = []
        self.hold_seconds = 0
        self.transfers = 0
        self._used: set[str] = set()
        self._wait = 0
        self._apart = False

    def pick(self, phrases: Sequence[str]) -> str:
        """One of the phrases, not one already said here while another is left."""
        fresh = [p for p in phrases if p not in self._used] or list(phrases)
        phrase = self.rng.choice(fresh)
        self._used.add(phrase)
        return phrase

    def fill(self, phrase: str) -> str:
        text = capital(phrase.format_map(self.facts))
        return AFTER_STOP.sub(lambda found: capital(found[0]), text)

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def agent(self, phrase: str, *traits: str) -> None:
        self._say("agent", self.fill(phrase), traits)

    def customer(self, phrase: str, *traits: str) -> None:
        self._say("customer", self.fill(phrase), traits)

    def system(self, phrase: str, *traits: str) -> None:
        self._say("system", self.fill(phrase), traits)

    def bot(self, phrase: str) -> None:
        self._say("bot", self.fill(phrase), ())

    def hold(self, seconds: int) -> None:
        self.hold_seconds += seconds
        self.wait(seconds)

    def wait(self, seconds: int) -> None:
        """The next line starts a message of its own, that much later."""
        self._wait += seconds
        self._apart = True

    def apart(self) -> None:
        """The next line starts a message of its own even if the same person goes on."""
        self._apart = True

    def _say(self, sender: str, text: str, traits: Sequence[str]) -> None:
        last = self.lines[-1] if self.lines else None
        crowded = self.channel == "chat" and last and len(last.text) + len(text) > CHAT_MESSAGE
        if last and last.sender == sender and sender in TALKERS and not self._apart and not crowded:
            last.text += GLUE[self.channel] + text
            last.traits.extend(traits)
            return
        self.lines.append(Line(sender, text, list(traits), self._wait))
        self._wait = 0
        self._apart = False
