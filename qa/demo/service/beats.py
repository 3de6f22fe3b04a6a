"""What every beat of a service conversation can do: say, hear, and look at the traits."""

from collections.abc import Mapping

from qa.demo.script import Script
from qa.demo.stories.shape import Story

TYPED = frozenset({"chat", "social", "marketplace"})
WITHOUT_ORDER = frozenset({"membership", "coupon"})


class Beats:
    """A conversation on its way: its script, its story, and the traits it is to show."""

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
