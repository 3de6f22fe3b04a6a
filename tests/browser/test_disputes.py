"""An agent disputes two questions, another evaluator decides blind, the lead sees both scores."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import expect

from qa import web
from qa.db import db
from qa.evaluations.disputes import proposals, rules
from qa.evaluations.disputes.models import Dispute
from tests.cast import PASSWORD, Cast, draw, submitted

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


def test_from_the_dispute_to_both_scores(app: Flask, person, cast: Cast) -> None:
    with app.app_context():
        rules.set_rules(
            rules.Rules(deciders=(("another", None),), may_go_down=True),
            actor=cast.queen,
            now=web.now(),
        )
        item = next(a for a in draw(cast).assignments if a.agent_id == cast.agents["ayse"])
        old = submitted(cast, item, greeting="missed", empathy="partly", now=web.now())
        number, before = old.id, web.score(old.score)

    ayse = person("ayse@example.com", PASSWORD)
    ayse.go(f"/evaluations/{number}")
    expect(ayse.page.locator(".life")).to_contain_text("Released")
    ayse.page.click("a:has-text('Dispute'):has(svg) >> nth=-1")
    ayse.page.wait_for_url(re.compile("/disputes/new$"))
    ayse.check()
    for question, why in (("greeting", "I greeted by name"), ("empathy", "I said I was sorry")):
        place = ayse.page.locator(f"#question-{question}")
        place.locator("summary").click()
        place.locator(f"[name='dispute.{question}']").check()
        place.locator(f"[name='q.{question}'][value=met]").check()
        place.locator(f"[name='why.{question}']").fill(why)
    ayse.page.fill("[name='quote.greeting']", "hemen bakıyorum")
    ayse.page.click("button:has-text('Send the dispute')")
    ayse.page.wait_for_url(re.compile(r"/disputes/\d+$"))
    ayse.check()
    where = ayse.page.url.partition("//")[2].partition("/")[2]

    emre = person("emre@example.com", PASSWORD)
    emre.go("/disputes?state=mine")
    emre.page.click("main td a")
    emre.check()
    text = emre.page.inner_text("main")
    assert "I greeted by name" in text
    for hidden in ("First answer", "The agent proposes", before):
        assert hidden not in text
    emre.page.check("[name='q.greeting'][value=met]")
    emre.page.check("[name='q.empathy'][value=missed]")
    emre.page.click("button:has-text('Keep my answers')")
    expect(emre.page.locator("main")).to_contain_text("The agent proposes")
    emre.check()
    emre.page.fill("[name='reason.greeting']", "By name, in the first line")
    emre.page.fill("[name='reason.empathy']", "Nothing of the kind")
    emre.page.click("button:has-text('Decide')")
    emre.page.wait_for_selector("[data-scores]")
    emre.check()

    with app.app_context():
        one = db.session.get_one(Dispute, 1)
        assert one.outcome is not None
        after = web.score(one.outcome.score)
        assert [point.decision for point in one.points] == ["agents", "another"]
    lale = person("lale@example.com", PASSWORD)
    lale.go(f"/{where}")
    assert [b.inner_text() for b in lale.page.locator("[data-scores] b").all()] == [before, after]
    lale.page.click("text=The evaluation that took its place")
    lale.check()
    expect(lale.page.locator("main")).to_contain_text("Decided in a dispute")
    expect(lale.page.locator("main .differs")).to_have_count(2)
    lale.page.click("text=Read the old one")
    lale.check()
    expect(lale.page.locator(".life")).to_contain_text("Superseded (Dispute)")
    for path in ("/disputes", "/evaluations"):
        lale.go(path)
    queen = person("queen@example.com", PASSWORD, language="tr")
    for path in ("/disputes", "/disputes/rules", "/disputes/figures", f"/{where}", "/releases"):
        queen.go(path)
    ends = "all => all.map(one => Math.round(one.getBoundingClientRect().bottom))"
    assert (
        len(
            set(
                queen.page.eval_on_selector_all(
                    "form.level :is(select, input:not([type=hidden]), button)", ends
                )
            )
        )
        == 1
    )


def test_another_answer_that_fails_has_its_reasons(app: Flask, person, cast: Cast) -> None:
    """Without a script too: the reasons stand under the answers, and what was given survives a
    refusal."""
    with app.app_context():
        rules.set_rules(rules.Rules(may_go_down=True), actor=cast.queen, now=web.now())
        item = next(a for a in draw(cast).assignments if a.agent_id == cast.agents["ayse"])
        old = submitted(cast, item, solved="partly", now=web.now())
        proposal = proposals.Proposal("solved", ["met"], "It was solved")
        number = proposals.open_dispute(
            old, [proposal], actor=cast.ayse, on=web.today(), now=web.now()
        ).id
        db.session.commit()
    lale = person("lale@example.com", PASSWORD)
    lale.go(f"/disputes/{number}")
    for width in (1366, 360):
        lale.page.set_viewport_size({"width": width, "height": 900})
        assert lale.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    lale.page.check("[name='choice.solved'][value=another]")
    lale.page.check("[name='q.solved'][value=missed]")
    lale.page.fill("[name='reason.solved']", "It came back the next day")
    lale.page.click("button:has-text('Decide')")
    expect(lale.page.locator(".alert-danger")).to_contain_text("it failed, so choose a reason")
    for given in ("[name='choice.solved'][value=another]", "[name='q.solved'][value=missed]"):
        expect(lale.page.locator(given)).to_be_checked()
    lale.page.check("[name='reasons.solved'][value=closed-early]")
    lale.page.click("button:has-text('Decide')")
    lale.page.wait_for_selector("[data-scores]")
    lale.complaints.clear()  # the browser tells of the refusal
    lale.check()
    with app.app_context():
        outcome = db.session.get_one(Dispute, number).outcome
        assert outcome is not None
        assert {a.question_id: a.reasons for a in outcome.answers}["solved"] == ["closed-early"]


def test_words_of_the_transcript_are_put_into_the_open_question(
    app: Flask, person, cast: Cast
) -> None:
    with app.app_context():
        item = next(a for a in draw(cast).assignments if a.agent_id == cast.agents["ayse"])
        number = submitted(cast, item, greeting="missed", now=web.now()).id
    ayse = person("ayse@example.com", PASSWORD)
    page = ayse.page
    page.set_viewport_size({"width": 1400, "height": 900})
    ayse.go(f"/evaluations/{number}/disputes/new")
    select = (
        "() => { const turn = document.querySelector('.turn.agent [data-turn-text]'); const text "
        "= turn.firstChild;"
        " const at = turn.textContent.indexOf('hemen bak'); const range = document.createRange(); "
        "let seen = 0;"
        " const walk = document.createTreeWalker(turn, NodeFilter.SHOW_TEXT); let node;"
        " while ((node = walk.nextNode())) { if (at >= seen && at < seen + node.length) "
        "range.setStart(node, at - seen);"
        " seen += node.length; } range.setEnd(turn, turn.childNodes.length);"
        " getSelection().removeAllRanges(); getSelection().addRange(range); }"
    )
    page.evaluate(select)
    expect(page.locator("[data-quote-bar]")).to_contain_text("Open the question first")
    assert page.is_hidden("[data-take]")
    page.click("#question-empathy summary")
    page.click("#question-greeting summary")
    page.evaluate(select)
    expect(page.locator("[data-take]")).to_contain_text("Put these words into question 1")
    ayse.check()
    page.click("[data-take]")
    assert page.input_value("[name='quote.greeting']").startswith("hemen bak")
    assert page.input_value("[name='quote.empathy']") == ""
    assert page.is_checked("[name='dispute.greeting']")
    # The fields are as wide as their question, and nothing is cut; on a phone the questions come
    # first.
    for name in ("why", "quote"):
        ratio = page.evaluate(
            "name => document.querySelector(`[name='${name}.greeting']`).offsetWidth"
            " / document.querySelector('#question-greeting').clientWidth",
            name,
        )
        assert ratio > 0.85, name
        assert page.evaluate(
            "name => { const f = document.querySelector(`[name='${name}.greeting']`);"
            " return f.scrollHeight <= f.offsetHeight + 2; }",
            name,
        )
    tops = (
        "() => ['form[data-disputing]', '#interaction'].map(one => "
        "Math.round(document.querySelector(one).getBoundingClientRect().top))"
    )
    form, talk = page.evaluate(tops)
    assert form == talk
    page.set_viewport_size({"width": 390, "height": 844})
    form, talk = page.evaluate(tops)
    assert form < talk
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.check("[name='q.greeting'][value=met]")
    page.fill("[name='why.greeting']", "I said it")
    page.click("button:has-text('Send the dispute')")
    page.wait_for_url(re.compile(r"/disputes/\d+$"))
    expect(page.locator(".evidence .quote")).to_contain_text("hemen bak")
