"""Who scores what: the rules one by one, shares, and whom somebody has met."""

from collections import Counter

import pytest

from qa.sampling.assigning import Evaluator, Item, Met, assign, components
from qa.sampling.drawing import rank

EVE, EMRE = Evaluator(1, "eve"), Evaluator(2, "emre")


def items_of(*agents: int) -> list[Item]:
    return [Item(f"i{at}", agent) for at, agent in enumerate(agents)]


@pytest.mark.parametrize(
    ("evaluator", "item", "may"),
    [
        (EVE, Item("i", 7), True),
        (Evaluator(1, "e", agents=frozenset({7})), Item("i", 7), False),
        (Evaluator(1, "e", agents=frozenset({8})), Item("i", 7), True),
        (Evaluator(1, "e", teams=frozenset({3})), Item("i", 7, 3), False),
        (Evaluator(1, "e", teams=frozenset({3})), Item("i", 7, 4), True),
        (Evaluator(1, "e", teams=frozenset({3})), Item("i", 7), True),
        (Evaluator(1, "e", channels=frozenset({"chat"})), Item("i", 7, channel="chat"), True),
        (Evaluator(1, "e", channels=frozenset({"chat"})), Item("i", 7, channel="call"), False),
        (Evaluator(1, "e", channels=frozenset({"chat"})), Item("i", 7), False),
        (Evaluator(1, "e", languages=frozenset({"tr"})), Item("i", 7, language="tr"), True),
        (Evaluator(1, "e", languages=frozenset({"tr"})), Item("i", 7, language="en"), False),
        (Evaluator(1, "e", languages=frozenset({"tr"})), Item("i", 7), True),
    ],
)
def test_who_may_score_what(evaluator: Evaluator, item: Item, may: bool) -> None:
    assert evaluator.may_score(item) is may
    assert assign([item], [evaluator], seed="s") == [evaluator.id if may else None]


def test_shares_follow_capacity() -> None:
    half = Evaluator(3, "half", capacity=0.5)
    found = Counter(assign(items_of(*range(10)), [EVE, EMRE, half], seed="s"))
    assert found == {1: 4, 2: 4, 3: 2}
    assert assign([], [EVE], seed="s") == []
    assert assign(items_of(1, 2), [], seed="s") == [None, None]


def test_the_seed_decides_who_begins() -> None:
    for seed in ("a", "b", "c", "d", "e"):
        first = min((EVE, EMRE), key=lambda e: rank(seed, "evaluator", e.name))
        other = EMRE if first is EVE else EVE
        assert assign(items_of(5, 6), [EVE, EMRE], seed=seed) == [first.id, other.id]


def test_who_has_met_the_agent_least_comes_first() -> None:
    """Before and in this period count alike; what is given counts for the next."""
    for seed in ("a", "b", "c"):
        past = Met(past=Counter({(1, 7): 2}), period=Counter({(2, 7): 1}))
        assert assign(items_of(7, 8), [EVE, EMRE], seed=seed, met=past) == [2, 1]
        both = Met(past=Counter({(1, 7): 1}), period=Counter({(1, 7): 1, (2, 7): 1}))
        assert assign(items_of(7, 8), [EVE, EMRE], seed=seed, met=both) == [2, 1]
        # The second item of the same agent goes to the other, and neither counter is changed.
        assert sorted(assign(items_of(7, 7), [EVE, EMRE], seed=seed)) == [1, 2]
        assert past == Met(past=Counter({(1, 7): 2}), period=Counter({(2, 7): 1}))


def test_among_those_who_met_the_agent_alike_the_load_decides() -> None:
    """Four agents nobody has met: they take turns, however the seed ranks them."""
    for seed in ("a", "b", "c"):
        found = assign(items_of(1, 2, 3, 4), [EVE, EMRE], seed=seed)
        assert found[0] != found[1]
        assert found[2] != found[3]
    # Twice the capacity is the same load after twice as many: 1/2 before 1/1, 2/2 after it.
    big = Evaluator(3, "big", capacity=2.0)
    for seed in ("a", "b", "c", "d"):
        found = assign(items_of(1, 2, 3), [EVE, big], seed=seed)
        assert found[0] == 3
        assert sorted(found[1:]) == [1, 3]


def test_the_next_is_who_would_have_less_with_it() -> None:
    """1/1.5 before 1/1, and 1/1 before 2/1.5, however the seed ranks them."""
    mid = Evaluator(3, "mid", capacity=1.5)
    for seed in ("a", "b", "c", "d"):
        assert assign(items_of(1, 2, 3, 4, 5), [EVE, mid], seed=seed)[:2] == [3, 1]


def test_beyond_the_share_it_does_not_matter_who_met_the_agent_before() -> None:
    """Emre may have none. Eve and Ece have two each; both are as loaded, so the seed decides who
    gets the fifth, though Eve has met that agent."""
    kept, ece = Evaluator(2, "emre", agents=frozenset({1, 2, 3, 4, 5, 6})), Evaluator(3, "ece")
    for seed in ("a", "b", "c", "d", "e"):
        met = Met(past=Counter({(1, 5): 4}))
        first = min((EVE, ece), key=lambda e: rank(seed, "evaluator", e.name))
        found = assign(items_of(1, 2, 3, 4, 5, 6), [EVE, kept, ece], seed=seed, met=met)
        assert found[4] == first.id


def test_shares_are_kept_to_whoever_has_met_whom() -> None:
    """Eve has met agents 1 and 2, Emre 3 and 4: both have two, of those they have not met."""
    met = Met(past=Counter({(1, 1): 1, (1, 2): 1, (2, 3): 1, (2, 4): 1}))
    for seed in ("a", "b", "c"):
        assert assign(items_of(1, 2, 3, 4), [EVE, EMRE], seed=seed, met=met) == [2, 2, 1, 1]
        # Three times the capacity: 1/3 and 2/3 before 1/1.
        big = Evaluator(3, "big", capacity=3.0)
        assert assign(items_of(1, 2, 3, 4), [EVE, big], seed=seed)[:2] == [3, 3]


def test_at_most_so_often_in_the_period() -> None:
    assert assign(items_of(7, 7, 7), [EVE], seed="s", most_per_agent=2) == [1, 1, None]
    assert assign(items_of(7, 7, 7), [EVE, EMRE], seed="s", most_per_agent=1).count(None) == 1
    met = Met(past=Counter({(1, 7): 9}), period=Counter({(1, 7): 1}))
    assert assign(items_of(7, 7), [EVE], seed="s", met=met, most_per_agent=2) == [1, None]
    assert assign(items_of(7, 8), [EVE], seed="s", most_per_agent=1) == [1, 1]


def test_those_that_few_may_score_come_first() -> None:
    """Only Eve speaks German. She has two of four, so both German ones are hers, wherever they
    stand."""
    eve = Evaluator(1, "eve", languages=frozenset({"de", "tr"}))
    emre = Evaluator(2, "emre", languages=frozenset({"tr"}))
    items = [Item("a", 1, language="tr"), Item("b", 2, language="tr")]
    items += [Item("c", 3, language="de"), Item("d", 4, language="de")]
    for seed in ("a", "b", "c"):
        assert assign(items, [eve, emre], seed=seed) == [2, 2, 1, 1]


def test_beyond_the_share_the_least_loaded_helps() -> None:
    """Emre may have none of three: Eve and Ece share his, the less loaded by capacity first."""
    kept = Evaluator(2, "emre", agents=frozenset({1, 2, 3, 4, 5, 6}))
    ece = Evaluator(3, "ece")
    for seed in ("a", "b", "c"):
        found = Counter(assign(items_of(1, 2, 3, 4, 5, 6), [EVE, kept, ece], seed=seed))
        assert found == {1: 3, 3: 3}
    strong = Evaluator(3, "ece", capacity=3.0)
    found = Counter(
        assign(
            items_of(*[1] * 10),
            [EVE, Evaluator(2, "emre", agents=frozenset({1})), strong],
            seed="s",
        )
    )
    assert found[3] > found[1]
    assert found[1] + found[3] == 10


def test_evaluators_who_must_not_have_an_item() -> None:
    items = items_of(1, 2)
    assert assign(items, [EVE, EMRE], seed="s", others={"i0": {1}, "i1": {2}}) == [2, 1]
    assert assign(items, [EVE], seed="s", others={"i0": [1]}) == [None, 1]


def test_parts_that_hang_together() -> None:
    """Evaluators 1 and 2 share agent 10; 3 and 4 share 20 and 21, 5 with 4; 9 is alone."""
    found = components(
        [(9, 90), (1, 10), (2, 10), (2, 11), (3, 20), (4, 20), (4, 21), (5, 21), (1, 10)]
    )
    assert found == [({3, 4, 5}, {20, 21}), ({1, 2}, {10, 11}), ({9}, {90})]
    # As many evaluators: the one with more agents first.
    assert components([(1, 1), (2, 2), (2, 3)]) == [({2}, {2, 3}), ({1}, {1})]
    assert components([]) == []
    # A chain is one part, whichever end is told first.
    chain = [(n, n) for n in range(6)] + [(n, n + 1) for n in range(6)]
    assert components(chain) == components(chain[::-1]) == [(set(range(6)), set(range(7)))]
