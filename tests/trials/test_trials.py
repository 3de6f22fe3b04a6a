"""A share of each simulation, with its own seed: what it says must still be said of the constant as
it is, and would not be of one that is far from it."""

from __future__ import annotations

import sys

import pytest

from qa.evaluations.sampled_scores import LOW
from qa.sampling.operations.allocation import SPREAD
from qa.sampling.plans import Method
from qa.scoring import Card, warnings
from qa.statistics import moments, severity
from tests.trials import advice, enough, low, prior, risk, spread
from tests.trials.__main__ import LONG, SIMULATIONS, main


def test_prior() -> None:
    """With 3 coverage is 2 points below that of Kish's alone; with 16 ranges are hardly
    narrower."""
    found = prior.run(share=0.2).figures
    chosen = f"{moments.PRIOR:g}"
    assert found[f"covered {chosen} silent"] > found["covered Kish alone silent"] - 0.0145
    assert found[f"covered {chosen} silent"] > 0.92
    assert found[f"width {chosen} telling"] < 0.925
    assert found[f"covered {chosen} telling"] > 0.95


def test_enough() -> None:
    found = enough.run(share=0.25).figures
    first = min(one for one in enough.FREEDOMS if one >= severity.ENOUGH)
    assert found[f"luck {first}"] < 2
    assert found[f"width {first}"] > 1.065
    for freedom in enough.FREEDOMS:
        assert found[f"covered {freedom}"] == pytest.approx(0.95, abs=0.02)


def test_spread() -> None:
    found = spread.run(share=0.2).figures
    assert found["highest"] <= SPREAD <= 1.5 * found["mean"]
    assert found["off 5"] < 0.35 < found["off 3"]


def test_low() -> None:
    found = low.run(share=0.25).figures
    assert 0.05 < found[f"flagged {LOW:g}"] < 0.3
    assert found[f"times {LOW:g}"] > 1.5


def test_risk() -> None:
    """A smaller floor knows the mean less well, a larger one finds less; without the share, the
    signal that nearly all give would hide the other."""
    found = risk.run(share=0.25).figures
    floor = f"{Method().floor:g}"
    assert found[f"found {floor} by share"] > 2.4
    assert found[f"found {floor} by share"] > 1.5 * found[f"found {floor} as given"]
    assert found[f"error {floor} by share"] < 1.15 * found["error 1 by share"]
    assert found["error 0.1 by share"] > 1.15 * found["error 1 by share"]


def card_of(*weights: float) -> Card:
    options = [{"id": "met", "label": "Met", "score": 1}, {"id": "not", "label": "Not", "score": 0}]
    questions = [
        {
            "id": f"q{at}",
            "text": "Q",
            "type": "choice",
            "dimension": "d",
            "critical": "customer",
            "weight": weight,
            "options": options,
        }
        for at, weight in enumerate(weights)
    ]
    sections = [{"id": "s", "title": "S", "questions": questions}]
    return Card.from_dict(
        {"scorecard": 1, "id": "c", "version": 1, "title": "C", "sections": sections}
    )


def test_advice() -> None:
    """Cards are warned of where the simulation says that one question decides, or that more add
    little, and not where it says otherwise."""
    found = advice.run(share=0.25).figures
    for share in advice.SHARES:
        warned = bool(warnings(card_of(90 * share, *[10 * (1 - share)] * 9)))
        if found[f"part {share:g}"] > 0.85:
            assert warned
        if found[f"part {share:g}"] < 0.7:
            assert not warned
    for length in advice.LENGTHS:
        warned = bool(warnings(card_of(*[1] * length)))
        more = found[f"off {length}"] / found["off 20"]
        if more > 1:
            assert not warned
        if more < 0.7:
            assert warned


def test_trials_are_listed_and_run_by_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def output(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["tests.trials", *arguments])
        assert main() == 0
        return capsys.readouterr().out

    listed = output()
    for name in (*SIMULATIONS, *LONG):
        assert f"| {name} |" in listed
    told = output("low", "--share", "0.05", "--seed", "3")
    assert "seed 3, share 0.05" in told
    assert "times as likely" in told
