"""Who may open what: every route, every role, and the two who may open nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from qa import access
from tests.cast import ROLES, Cast, log_in
from tests.house.rules.documents import untried_routes

PUBLIC = set(ROLES) | {"anonymous"}
ALL = set(ROLES) - {"outsider"}
QUALITY = {"queen", "eve", "emre", "lale", "leman", "tarik"}
ENDINGS = ("xlsx", "csv", "json")  # of files that a list is given away as
NOT_OURS = {"leman"}  # the records of the matrix are of team alpha

# Who gets in, by endpoint: the names of the cast. The records are Eve's evaluations of Ayşe, of
# team alpha.
EXPECTED: dict[str, set[str]] = {
    "home": ALL,
    "health": PUBLIC,
    "people.log_in": PUBLIC,
    "people.log_out": ALL,
    "people.set_up": set(),
    "people.set_language": PUBLIC,
    "people.account": ALL,
    "people.index": {"ada"},
    "people.add_user": {"ada"},
    "people.user": {"ada"},
    "people.close_user": {"ada"},
    "people.reopen_user": {"ada"},
    "people.add_team": {"ada"},
    "people.team": {"ada"},
    "people.agent": {"ada"},
    "people.place_agents": {"ada"},
    "people.index_file": {"ada"},
    "scorecards.index_file": QUALITY,
    "sampling.index_file": {"queen"},
    "sampling.queue_file": {"eve", "emre"},
    "interactions.index": QUALITY,
    "interactions.index_file": QUALITY,
    "interactions.show": QUALITY - NOT_OURS,
    "interactions.as_vcon": QUALITY - NOT_OURS,
    "interactions.recording": QUALITY - NOT_OURS,
    "interactions.waveform": QUALITY - NOT_OURS,
    "interactions.add_recording": {"ada", "queen"},
    "interactions.record_complaint": QUALITY - NOT_OURS - {"tarik"},
    "interactions.withdraw_complaint": QUALITY - NOT_OURS - {"tarik"},
    "interactions.root_causes": {"queen"},
    "interactions.retire_cause": {"queen"},
    "interactions.imports": {"ada", "queen"},
    "interactions.mapping": {"ada", "queen"},
    "interactions.import_": {"ada", "queen"},
    "interactions.confirm": {"ada", "queen"},
    "interactions.cancel_import": {"ada", "queen"},
    "interactions.privacy": {"ada", "queen"},
    "interactions.set_masking": {"ada", "queen"},
    "interactions.set_retention": {"ada", "queen"},
    "interactions.openings_list": {"ada", "queen"},
    "interactions.openings_file": {"ada", "queen"},
    "interactions.erase": {"ada"},
    "interactions.erasure": {"ada", "queen"},
    "interactions.erasure_file": {"ada", "queen"},
    "scorecards.index": QUALITY,
    "scorecards.show": QUALITY,
    "scorecards.comparison": QUALITY,
    "scorecards.printed": QUALITY,
    "scorecards.new": {"queen"},
    "scorecards.begin_draft": {"queen"},
    "scorecards.draft": {"queen"},
    "scorecards.revision": {"queen"},
    "scorecards.change_part": {"queen"},
    "scorecards.rename_part": {"queen"},
    "scorecards.change_outline": {"queen"},
    "scorecards.change_languages": {"queen"},
    "scorecards.undo": {"queen"},
    "scorecards.preview": {"queen"},
    "scorecards.discard": {"queen"},
    "scorecards.publish": {"queen"},
    "scorecards.retire": {"queen"},
    "scorecards.reinstate": {"queen"},
    "scorecards.delete": {"queen"},
    "scorecards.bring": {"queen"},
    "scorecards.map_import": {"queen"},
    "scorecards.template": {"queen"},
    "scorecards.export": {"queen"},
    "reports.dry_run": {"queen"},
    "reports.start_dry_run": {"queen"},
    "reports.cancel_dry_run": {"queen"},
    "interactions.words": {"queen"},
    "interactions.new_word_list": {"queen"},
    "interactions.word_list": {"queen"},
    "interactions.retire_word_list": {"queen"},
    "interactions.reinstate_word_list": {"queen"},
    "interactions.tick_word": {"queen"},
    "sampling.index": {"queen"},
    "sampling.new": {"queen"},
    "sampling.show": {"queen"},
    "sampling.show_file": {"queen"},
    "sampling.target": {"queen"},
    "sampling.queue": {"eve", "emre"},
    "sampling.frame": {"queen"},
    "sampling.frame_file": {"queen"},
    "sampling.swap": {"queen", "eve"},
    "sampling.move": {"queen"},
    "sampling.claim": {"eve", "emre"},
    "sampling.give_back": {"eve"},
    "sampling.profile": {"queen"},
    "sampling.absences": {"queen"},
    "sampling.ties": {"queen"},
    "sampling.hand_over": {"queen"},
    "sampling.all_plans": {"queen"},
    "sampling.new_plan": {"queen"},
    "sampling.plan_file": {"queen"},
    "sampling.plan_yaml": {"queen"},
    "sampling.edit_plan": {"queen"},
    "sampling.plan": {"queen"},
    "sampling.retire_plan": {"queen"},
    "evaluations.index": QUALITY | {"ayse", "bora"},
    "evaluations.index_file": QUALITY | {"ayse", "bora"},
    "evaluations.show": {"queen", "eve", "lale", "tarik", "ayse"},
    "evaluations.printed": {"queen", "eve", "lale", "tarik", "ayse"},
    "evaluations.acknowledge": {"ayse"},
    "evaluations.begin": {"eve"},
    "evaluations.following": {"eve"},
    "evaluations.pick": {"queen", "eve", "emre", "lale"},
    "evaluations.score": {"eve"},
    "evaluations.answer": {"eve"},
    "evaluations.answers": {"eve"},
    "evaluations.activity": {"eve"},
    "evaluations.add_evidence": {"eve"},
    "evaluations.remove_evidence": {"eve"},
    "evaluations.submit": {"eve"},
    "evaluations.correct": {"queen", "eve"},
    "evaluations.discard": {"eve"},
    "evaluations.check": {"queen"},
    "evaluations.own_interactions": {"ayse", "bora"},
    "evaluations.own_file": {"ayse", "bora"},
    "evaluations.score_own": {"ayse"},
    "evaluations.releases": {"queen"},
    "evaluations.release_now": {"queen"},
    "evaluations.releases_file": {"queen"},
    "evaluations.disputes": QUALITY | {"ayse", "bora"},
    "evaluations.disputes_file": QUALITY | {"ayse", "bora"},
    "evaluations.dispute_new": {"ayse"},
    "evaluations.dispute": {"queen", "eve", "lale", "ayse"},
    "evaluations.dispute_answers": {"lale"},
    "evaluations.dispute_decision": {"lale", "queen"},
    "evaluations.dispute_decider": {"queen"},
    "evaluations.dispute_rules": {"queen"},
    "evaluations.dispute_figures": {"queen"},
    "evaluations.dispute_figures_file": {"queen"},
    "calibration.index": QUALITY,
    "calibration.new": {"queen"},
    "calibration.show": {"queen", "eve", "emre"},
    "calibration.take": {"eve", "emre"},
    "calibration.close": {"queen"},
    "calibration.reference": {"queen"},
    "calibration.show_file": {"queen", "eve", "emre"},
    "notices.index": ALL,
    "notices.index_file": ALL,
    "notices.open_": {"eve"},
    "notices.mark_read": {"eve"},
    "notices.mark_all_read": ALL,
    "notices.choices": ALL,
    "notices.mail": {"ada"},
    "notices.retry": {"ada"},
    "audit_log.index": {"ada", "queen"},
    "audit_log.index_file": {"ada", "queen"},
    "reports.agents": {"queen", "lale", "leman", "tarik"},
    "reports.agents_file": {"queen", "lale", "leman", "tarik"},
    "reports.agent": {"queen", "lale", "tarik"},
    "reports.agent_file": {"queen", "lale", "tarik"},
    "reports.own": {"ayse", "bora"},
    "reports.coaching_needs": {"queen", "lale", "leman", "tarik"},
    "reports.coaching_file": {"queen", "lale", "leman", "tarik"},
    "reports.evaluators": {"queen", "eve", "emre"},
    "reports.evaluators_file": {"queen"},
    "reports.evaluator": {"queen", "eve"},
    "reports.targets": {"queen", "lale", "leman"},
    "reports.targets_file": {"queen", "lale", "leman"},
    "reports.set_target": {"queen"},
}


def ours(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")


def addresses(app: Flask, rule: Rule, records: dict[str, Any], method: str) -> list[str]:
    """The address of a route; of a route of files, the one of each ending."""
    if "ending" not in rule.arguments:
        return [address(app, rule, records, method)]
    return [address(app, rule, {**records, "ending": one}, method) for one in ENDINGS]


def address(app: Flask, rule: Rule, records: dict[str, Any], method: str) -> str:
    values = {name: records[name] for name in rule.arguments}
    if rule.endpoint in (
        "evaluations.score",
        "evaluations.answer",
        "evaluations.answers",
        "evaluations.activity",
        "evaluations.add_evidence",
        "evaluations.remove_evidence",
        "evaluations.submit",
        "evaluations.discard",
    ):
        values["evaluation_id"] = records["draft"]
    if rule.endpoint in records:  # what ends a draft ends one that nothing else here needs
        values["scorecard_id"] = records[rule.endpoint]
    if rule.endpoint == "scorecards.map_import":
        values["import_id"] = records["sheet"]
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values, _method=method)


DATA: dict[str, dict[str, Any]] = {
    "scorecards.begin_draft": {"version": 1},
    "scorecards.change_outline": {"do": "add-question", "part": "card"},
    "reports.start_dry_run": {"wanted": 5},
    "evaluations.pick": {"version_id": 1},
    "evaluations.score_own": {"version_id": 1},
    "evaluations.add_evidence": {
        "question_id": "greeting",
        "turn_n": 1,
        "start": 0,
        "quote": "Merhaba",
    },
}


def test_every_route_is_in_the_table_by_methods_that_are_tried(app: Flask) -> None:
    routes: dict[str, set[str]] = {}
    for rule in ours(app):
        routes.setdefault(rule.endpoint, set()).update(rule.methods or ())
    assert untried_routes(routes, EXPECTED) == []


def test_every_route_names_an_action_of_the_table(app: Flask) -> None:
    for rule in ours(app):
        action = getattr(app.view_functions[rule.endpoint], "action", None)
        assert action == access.PUBLIC or action in access.ACTIONS, (
            f"{rule.endpoint} names no action: it is closed to everybody"
        )


def test_a_route_that_names_no_action_is_closed(app: Flask, cast: Cast) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    for who in ROLES:
        assert log_in(app.test_client(), who).get("/forgotten").status_code == 404
    assert app.test_client().get("/forgotten").status_code == 302


def test_every_action_has_a_role_and_a_route(app: Flask) -> None:
    used = {getattr(view, "action", None) for view in app.view_functions.values()}
    assert set(access.ACTIONS) - used == set()
    assert all(roles <= set(access.ROLES) for roles in access.ACTIONS.values())
    with pytest.raises(KeyError):
        access.allow("no.such")
    with pytest.raises(KeyError):
        access.may(None, "no.such") or access.may(type("P", (), {"roles": ["agent"]})(), "no.such")


@pytest.mark.parametrize("who", [*ROLES, "anonymous"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_matrix(app: Flask, records: dict[str, Any], cast: Cast, who: str, method: str) -> None:
    wrong = []
    for rule in sorted(ours(app), key=lambda rule: (rule.endpoint == "people.log_out", str(rule))):
        if method not in (rule.methods or ()):
            continue
        client = app.test_client()
        if who != "anonymous":
            log_in(client, who)
        for where in addresses(app, rule, records, method):
            answer = client.open(
                where,
                method=method,
                data=DATA.get(rule.endpoint, {}) if method == "POST" else None,
            )
            answer.close()
            action = app.view_functions[rule.endpoint].action  # type: ignore[attr-defined]
            if who == "anonymous" and action != access.PUBLIC:
                right = answer.status_code == (302 if method == "GET" else 401)
                if method == "GET":
                    right = right and answer.location.startswith("/login?next=")
            elif who in EXPECTED[rule.endpoint]:
                right = answer.status_code < 500 and answer.status_code not in (401, 404)
            else:
                right = answer.status_code == 404
            if not right:
                wrong.append((where, method, who, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("number", [0, 99_999, 2**31, 2**63, 10**30])
def test_a_number_nobody_has_is_not_found(app: Flask, cast: Cast, number: int) -> None:
    clients = {who: log_in(app.test_client(), who) for who in ("ada", "queen", "eve", "ayse")}
    for rule in ours(app):
        if not rule.arguments - {"ending"}:
            continue
        words = {"question_id": "greeting", "name": "greeting", "ending": "json"}
        values = {name: words.get(name, number) for name in rule.arguments}
        for method in ("GET", "POST"):
            if method in (rule.methods or ()):
                with app.test_request_context():
                    where = app.url_for(rule.endpoint, **values, _method=method)
                for who, client in clients.items():
                    assert client.open(where, method=method).status_code == 404, (
                        who,
                        method,
                        where,
                    )


def test_the_wrong_method_is_told(client: Any, cast: Cast) -> None:
    assert log_in(client, "eve").post("/queue").status_code == 405
