"""Bringing a file in: all or nothing, once only, and the same on both databases."""

import csv
import io
import json
import re
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import current_app

from qa import jobs
from qa.audit import AuditLine
from qa.db import db
from qa.interactions import operations, search
from qa.interactions.importing import rows
from qa.interactions.importing import store as storing
from qa.interactions.models import SEARCH, Import, Interaction, Turn
from qa.interactions.operations import import_job
from qa.people.models import Agent, Membership, Team
from qa.web import Refused
from tests.cast import NOW, ZONE, bring_in, jsonl, log_in, open_file, talk, upload
from tests.pages import flat

TALKS = [
    talk(f"N{i}", agent="new-1" if i % 2 else "new-2", day=1 + i % 28, reply=10 + i)
    for i in range(30)
]


def count(table: Any = Interaction) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def as_csv(talks: list[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(
        ["id", "channel", "queue", "agent", "customer", "started_at", "sender", "sent_at", "text"]
    )
    for one in talks:
        for message in one["messages"]:
            rows.writerow(
                [
                    one["id"],
                    one["channel"],
                    one["queue"],
                    one["agent"],
                    one["customer"],
                    one["started_at"],
                    message["from"],
                    message["at"],
                    message["text"],
                ]
            )
    return out.getvalue().encode()


def everything() -> list[tuple[Any, ...]]:
    kept = []
    for one in db.session.scalars(sa.select(Interaction).order_by(Interaction.external_id)):
        kept.append(
            (
                one.external_id,
                one.channel,
                one.queue,
                one.agent and one.agent.code,
                one.customer,
                one.started_at,
                one.ended_at,
                one.duration_seconds,
                one.first_response_seconds,
                one.average_response_seconds,
                one.turn_count,
                one.direction,
                tuple((t.n, t.role, t.offset_ms, t.text) for t in one.turns),
            )
        )
    return kept


def test_works(inside: None) -> None:
    item = bring_in(jsonl(TALKS), "talks.jsonl")
    assert (item.state, item.result["new"], item.result["existing"], item.result["refused"]) == (
        "done",
        30,
        0,
        0,
    )
    assert (item.result["turns"], item.result["agents"], item.result["problems"]) == (120, 2, [])
    one = db.session.scalars(sa.select(Interaction).where(Interaction.external_id == "N0")).one()
    assert (
        one.first_response_seconds,
        one.average_response_seconds,
        one.duration_seconds,
        one.turn_count,
    ) == (10, 10, 80, 4)
    assert one.started_at == datetime(2025, 5, 1, 12, tzinfo=UTC)
    assert [(t.role, t.offset_ms) for t in one.turns] == [
        ("customer", 0),
        ("agent", 10_000),
        ("customer", 70_000),
        ("agent", 80_000),
    ]
    assert one.turns[0].text == "Merhaba, iade etmek istiyorum 😊"
    assert not list(
        (current_app.config["SETTINGS"].data / "uploads").iterdir()
    )  # the unmasked file is gone


def test_the_same_file_twice_changes_nothing(inside: None) -> None:
    bring_in(jsonl(TALKS), "talks.jsonl")
    before = everything()
    item = bring_in(jsonl(TALKS), "again.jsonl")
    assert (item.result["new"], item.result["existing"]) == (0, 30)
    assert everything() == before


def test_the_same_ids_of_another_source_are_others(inside: None) -> None:
    bring_in(jsonl(TALKS), "talks.jsonl")
    assert bring_in(jsonl(TALKS), "talks.jsonl", source="other").result["new"] == 30


def test_csv_and_lines_of_the_same_conversations_are_the_same(inside: None) -> None:
    bring_in(jsonl(TALKS), "talks.jsonl")
    lines = everything()
    item = db.session.scalars(sa.select(Import)).one()
    rows.remove(item.id)
    assert count() == 0
    assert bring_in(as_csv(TALKS), "talks.csv").result["new"] == 30
    assert everything() == lines


def test_a_conversation_with_a_bad_row_is_left_out_whole_and_told(inside: None) -> None:
    talks = [
        *TALKS[:3],
        {
            **TALKS[3],
            "messages": [
                *TALKS[3]["messages"],
                {"from": "nobody", "at": "2025-05-01T12:00:00Z", "text": "x"},
            ],
        },
    ]
    item = bring_in(jsonl(talks), "talks.jsonl")
    assert (item.state, item.result["new"], item.result["refused"]) == ("done", 3, 1)
    [problem] = item.result["problems"]
    assert (problem["code"], problem["row"], problem["column"], problem["id"]) == (
        "bad-sender",
        4,
        "messages[].from",
        "N3",
    )
    assert (count(), count(Turn)) == (3, 12)


def test_more_problems_than_are_listed_are_counted(
    inside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_job, "PROBLEMS", 5)
    item = bring_in(
        jsonl([{"id": f"x{i}", "started_at": "never", "messages": []} for i in range(9)]),
        "x.jsonl",
        fields={"id": "id", "started_at": "started_at"},
    )
    assert (len(item.result["problems"]), item.result["problem_count"], item.result["refused"]) == (
        5,
        9,
        9,
    )


def test_a_file_that_breaks_in_the_middle_leaves_nothing(
    inside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "BATCH", 2)
    good = as_csv(TALKS[:8])
    item = open_file(
        good + b'N9,chat,iade,new-1,C,2025-05-01 12:00,agent,2025-05-01 12:00,"' + b"open " * 100,
        "talks.csv",
    )
    monkeypatch.setattr("qa.tables.stream.CELL", 300)
    operations.run(item.id)
    assert db.session.get_one(Import, item.id).state == "failed"
    assert (count(), count(Turn), count(SEARCH)) == (0, 0, 0)


@pytest.mark.parametrize("batch", [1, 4])
def test_a_crash_in_the_middle_takes_everything_back(
    inside: None, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(storing, "BATCH", 7)
    item = open_file(jsonl(TALKS), "talks.jsonl")
    real, calls = storing.Store._batch, []

    def breaks(self: Any, talks: Any) -> None:
        calls.append(1)
        real(self, talks)
        if len(calls) == batch:
            raise RuntimeError("power")

    monkeypatch.setattr(storing.Store, "_batch", breaks)
    with pytest.raises(RuntimeError, match="power"):
        operations.run(item.id)
    item = db.session.get_one(Import, item.id)
    assert (item.state, item.result["new"], item.result["problems"][0]["code"]) == (
        "failed",
        0,
        "failed",
    )
    assert (count(), count(Turn), count(SEARCH)) == (0, 0, 0)


def test_a_stopped_process_goes_on_where_it_was(
    inside: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "BATCH", 7)
    item = open_file(jsonl(TALKS), "talks.jsonl")
    real = storing.Store._batch

    def killed(self: Any, talks: Any) -> None:
        if self.counts.new >= 14:
            raise KeyboardInterrupt  # not an Exception: nothing can clean up
        real(self, talks)

    with monkeypatch.context() as patch:
        patch.setattr(storing.Store, "_batch", killed)
        with pytest.raises(KeyboardInterrupt):
            operations.run(item.id)
    db.session.rollback()
    assert (db.session.get_one(Import, item.id).state, count()) == ("running", 14)
    operations.resume()
    db.session.expire_all()
    item = db.session.get_one(Import, item.id)
    assert (item.state, count(), count(Turn), count(SEARCH)) == ("done", 30, 120, 30)
    assert (item.result["new"], item.result["existing"]) == (30, 0)


def test_a_cancelled_import_takes_back_what_it_added(
    inside: None, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "BATCH", 7)
    before, searched = count(), count(SEARCH)
    item = open_file(jsonl(TALKS), "talks.jsonl")
    item.state = "running"
    db.session.commit()

    def after_the_second_batch(at: int, _total: int) -> None:
        if at >= 14:
            operations.cancel(db.session.get_one(Import, item.id), actor=cast.ada, now=NOW)

    operations.run(item.id, tell=after_the_second_batch)
    item = db.session.get_one(Import, item.id)
    assert (item.state, item.result["new"]) == ("cancelled", 0)
    assert (count(), count(SEARCH)) == (before, searched)
    with pytest.raises(Refused):
        operations.cancel(item, actor=cast.ada, now=NOW)
    operations.run(item.id)  # a job that comes late does nothing
    assert count() == before


def test_what_was_taken_back_is_not_found_any_more(inside: None, cast: Any) -> None:
    from qa.interactions import queries
    from tests.cast import ZONE

    item = bring_in(jsonl([talk("X1", agent="x", day=3, text="kaplumbağa yavaşladı")]), "x.jsonl")

    def find() -> int:
        words = {"text": "KAPLUMBAĞA"}
        return queries.listed(cast.queen, words, on=NOW.date(), zone=ZONE).total

    assert find() == 1
    rows.remove(item.id)
    assert find() == 0
    bring_in(jsonl([talk("X2", agent="x", day=3, text="kuş uçtu")]), "x.jsonl")
    assert find() == 0


def test_personal_data_is_masked_wherever_it_is_kept(inside: None) -> None:
    one = {
        **talk("P1", agent="p", day=1, text="kartım 4111 1111 1111 1111, ayse@example.com"),
        "customer": "0532 123 45 67",
        "telefon": "05321234567",
        "tc": 10000000146,
        "order": 98765432101,
    }
    bring_in(jsonl([one]), "p.jsonl")
    kept = db.session.scalars(sa.select(Interaction)).one()
    assert kept.turns[0].text == "kartım [card], [e-mail]"
    assert kept.customer == "[phone]"
    assert kept.custom == {"telefon": "[phone]", "tc": "[identity]", "order": 98765432101}


def test_characters_no_database_keeps_do_not_stop_it(inside: None) -> None:
    data = (
        b'{"id": "c\\u0000\\ud8001", "agent": "a\\u00001", "team": "t\\u0000", "ex\\u0000tra": '
        b'"x\\u0000y\\ud83d", "n": 1e999, '
        b'"customer": "\\u0000", "queue": "q\\u0000", "messages": '
        b'[{"from": "customer", "at": "2026-05-31T14:05:00Z", "text": "a\\u0000b '
        b'\\ud83d\\ude0a \\ude0a"}]}\n'
    )
    item = bring_in(data, "f.jsonl")
    assert (item.state, item.result["new"]) == ("done", 1)
    assert db.session.scalars(sa.select(Interaction)).one().external_id == "c1"


def test_a_heading_with_a_null_character(inside: None) -> None:
    filler = "x" * 9000
    item = open_file(f"id,started_at,{filler},no\x00te\n1,2026-05-31,,y\n".encode(), "f.csv")
    assert item.columns[3] == "no te"


def test_long_lengths_fit_both_databases(inside: None) -> None:
    lines = [
        {"id": "old", "started_at": "1926-05-31", "ended_at": "2025-05-31", "n": 1},
        {
            "id": "far",
            "messages": [
                {"from": "customer", "at": "2005-05-31T10:00:00Z", "text": "a"},
                {"from": "agent", "at": "2025-05-31T10:00:00Z", "text": "b"},
            ],
        },
        {
            "id": "decade",
            "messages": [
                {"from": "customer", "at": "2015-06-01T10:00:00Z", "text": "a"},
                {"from": "agent", "at": "2025-05-31T10:00:00Z", "text": "b"},
            ],
        },
    ]
    data = jsonl([lines[1], lines[2], lines[0]])
    item = bring_in(
        data,
        "f.jsonl",
        fields={
            "id": "id",
            "started_at": "started_at",
            "ended_at": "ended_at",
            "sender": "messages[].from",
            "sent_at": "messages[].at",
            "text": "messages[].text",
        },
    )
    assert (item.state, item.result["new"]) == ("done", 1)
    assert {p["code"] for p in item.result["problems"]} == {"lasts-too-long", "no-messages"}


def test_agents_and_teams_are_made_and_remembered(inside: None, cast: Any) -> None:
    fields = {
        "id": "id",
        "agent": "agent",
        "agent_name": "agent name",
        "team": "team",
        "started_at": "started_at",
    }
    rows = [
        ("1", "x-1", "Ece Öz", "Gama"),
        ("2", "x-1", "", ""),
        ("3", "ayse-1", "", ""),
        ("4", "ayse-1", "", "beta"),
        ("5", "x-2", "", ""),
    ]
    data = "id,agent,agent name,team,started_at\n" + "".join(
        f"{a},{b},{c},{d},2025-05-0{a}\n" for a, b, c, d in rows
    )
    bring_in(data.encode(), "people.csv", fields=fields, source="crm")
    got = {
        i.external_id: (i.agent and i.agent.name, i.team and i.team.name)
        for i in db.session.scalars(sa.select(Interaction).where(Interaction.source == "crm"))
    }
    assert got == {
        "1": ("Ece Öz", "Gama"),
        "2": ("Ece Öz", "Gama"),
        "3": ("Ayşe Şahin", "Alpha"),
        "4": ("Ayşe Şahin", "Beta"),
        "5": ("x-2", None),
    }
    agent = db.session.scalars(sa.select(Agent).where(Agent.code == "x-1")).one()
    [membership] = db.session.scalars(sa.select(Membership).where(Membership.agent_id == agent.id))
    assert membership.starts_on.isoformat() == "2025-05-01"


def test_two_long_team_names_that_begin_alike(inside: None) -> None:
    name = "Müşteri hizmetleri, iade ve değişim masası, "
    data = f'id,agent,team,started_at\n1,a,"{name}bir",2025-05-01\n2,b,"{name}iki",2025-05-01\n'
    assert bring_in(data.encode(), "t.csv").state == "done"
    assert sorted(db.session.scalars(sa.select(Team.name))) == [f"{name}bir", f"{name}iki"]


def test_imports_at_once_do_not_take_each_others_ids_and_share_new_agents(app: Any) -> None:
    with app.app_context():
        items = [
            open_file(jsonl([{**t, "id": f"{t['id']}-{n}"} for t in TALKS]), "t.jsonl").id
            for n in range(4)
        ]
    failed: list[BaseException] = []

    def work(item: int) -> None:
        with app.app_context():
            try:
                operations.run(item)
            except BaseException as error:
                failed.append(error)

    threads = [threading.Thread(target=work, args=(item,)) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert (failed, count(), count(Turn)) == ([], 120, 480)


def test_a_mapping_is_kept_and_recognised(inside: None, cast: Any) -> None:
    data = b"ref,when\n1,2025-05-01\n"
    item = open_file(data, "a.csv", fields={"id": "ref", "started_at": "when"}, source="crm")
    from qa.formats.mapping import ImportMapping

    operations.set_mapping(
        item, ImportMapping.of(item.mapping), name="CRM", actor=cast.ada, now=NOW
    )
    db.session.commit()
    path, name = upload(data, "b.csv")
    again = operations.open_import(path, name, actor=cast.ada, now=NOW)
    assert again.mapping["fields"] == {"id": "ref", "started_at": "when"}
    assert again.mapping["source"] == "crm"


def test_a_missing_column_is_refused_by_name(inside: None) -> None:
    with pytest.raises(Refused, match="no column for: Message time, Sender"):
        open_file(b"id,text\n1,hi\n", "a.csv")


def test_a_file_nobody_confirmed_goes_after_a_week(inside: None, cast: Any) -> None:
    waiting = open_file(jsonl(TALKS), "waiting.jsonl")
    operations.check_file(waiting.id)
    path, name = upload(jsonl(TALKS), "fresh.jsonl")
    fresh = operations.open_import(
        path, name, actor=cast.ada, now=waiting.created_at + timedelta(days=5)
    )
    db.session.commit()
    kept = Path(waiting.path)
    assert waiting.state == "checked"
    assert waiting.result["sample"]
    assert operations.expire(waiting.created_at + timedelta(days=7)) == 0
    assert kept.exists()
    at = waiting.created_at + timedelta(days=7, seconds=1)
    assert operations.expire(at) == 1
    assert (waiting.state, waiting.path, waiting.finished_at, waiting.result.get("sample")) == (
        "cancelled",
        "",
        at,
        None,
    )
    assert not kept.exists()
    assert Path(fresh.path).exists()
    line = db.session.scalars(
        sa.select(AuditLine).where(AuditLine.action == "import:cancelled")
    ).one()
    assert (line.subject_id, line.actor_id) == (waiting.id, None)
    assert operations.expire(at) == 0


# The pages


def send(client: Any, data: bytes, name: str) -> Any:
    return client.post("/imports", data={"file": (io.BytesIO(data), name)})


@pytest.mark.parametrize("who", ["ada", "queen"])
def test_from_upload_to_report(client: Any, cast: Any, who: str) -> None:
    log_in(client, who)
    answer = send(client, jsonl(TALKS), "C:\\fake\\görüşmeler.jsonl")
    assert answer.status_code == 302
    mapping = answer.location
    assert b"messages[].text" in client.get(mapping).data
    plan = {
        "source": "import",
        "channel": "chat",
        "timezone": "Europe/Istanbul",
        "date_order": "dmy",
        "name": "",
        "field_id": "id",
        "field_agent": "agent",
        "field_sender": "messages[].from",
        "field_sent_at": "messages[].at",
        "field_text": "messages[].text",
        "field_started_at": "started_at",
        "field_queue": "queue",
        "field_channel": "channel",
    }
    answer = client.post(mapping, data=plan)
    assert answer.status_code == 302, answer.text
    shown = client.get(answer.location)
    assert "N0" in shown.text
    assert "görüşmeler.jsonl" in shown.text
    first = client.post(answer.location + "/confirmation")
    assert first.status_code == 302
    second = client.post(answer.location + "/confirmation")
    assert second.status_code == 400
    assert client.get(answer.location).status_code == 200
    with client.application.app_context():
        assert (
            count(),
            db.session.scalars(sa.select(Import).order_by(Import.id.desc())).first().state,
        ) == (42, "done")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timezone", "Nowhere/City"),
        ("timezone", "Europe"),
        ("timezone", "../../etc/passwd"),
        ("timezone", "\x00"),
        ("source", ""),
        ("source", "x" * 41),
        ("channel", "pigeon"),
        ("field_id", "none such"),
    ],
)
def test_a_mapping_that_is_wrong_is_told(client: Any, cast: Any, field: str, value: str) -> None:
    log_in(client, "ada")
    mapping = send(client, b"id,started_at\n1,2025-05-01\n", "a.csv").location
    plan = {
        "source": "import",
        "channel": "chat",
        "timezone": "UTC",
        "date_order": "dmy",
        "field_id": "id",
        "field_started_at": "started_at",
    }
    assert client.post(mapping, data={**plan, field: value}).status_code == 400
    assert client.post(mapping, data=plan).status_code == 302


def test_a_file_that_cannot_be_read_is_told_on_the_page(client: Any, cast: Any, app: Any) -> None:
    log_in(client, "ada")
    answer = send(client, b"\x89PNG\r\n\x1a\n\x00\x00", "x.csv")
    assert answer.status_code == 400
    assert "neither a spreadsheet nor a text file" in answer.text
    assert not list((app.config["SETTINGS"].data / "uploads").iterdir())
    assert client.post("/imports", data={}).status_code == 400


def test_a_file_over_the_limit_is_told(client: Any, cast: Any, app: Any) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 2000
    log_in(client, "ada")
    answer = send(client, b"x" * 5000, "x.csv")
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_no_such_import(client: Any, cast: Any) -> None:
    log_in(client, "ada")
    for path in ("", "/mapping"):
        assert client.get(f"/imports/999{path}").status_code == 404
    for path in ("/mapping", "/confirmation", "/cancellation"):
        assert client.post(f"/imports/999{path}").status_code == 404


def test_cancelling_on_the_page(client: Any, cast: Any) -> None:
    log_in(client, "ada")
    mapping = send(client, b"id,started_at\n1,2025-05-01\n", "a.csv").location
    address = mapping.removesuffix("/mapping")
    assert client.post(f"{address}/cancellation").status_code == 302
    assert client.post(f"{address}/cancellation").status_code == 400
    assert client.post(f"{address}/confirmation").status_code == 400
    assert client.get(address).status_code == 200


def test_a_job_must_have_a_name(inside: None) -> None:
    with pytest.raises(KeyError):
        jobs.enqueue("no such job")


def test_nothing_of_a_transcript_reaches_the_log(
    inside: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "index_turns", lambda _rows: 1 / 0)
    item = open_file(jsonl(TALKS), "talks.jsonl")
    caplog.set_level(0)
    with pytest.raises(ZeroDivisionError):
        operations.run(item.id)
    assert "iade" not in caplog.text
    assert json.dumps(db.session.get_one(Import, item.id).result).count("iade") == 0


def test_problems_and_notes_stand_in_two_cards(client: Any, cast: Any) -> None:
    log_in(client, "ada")
    address = send(
        client, b"id,started_at\nx1,2025-05-01,more\nx2,never\n", "a.csv"
    ).location.removesuffix("/mapping")
    form = {
        "field_id": "id",
        "field_started_at": "started_at",
        "source": "s",
        "channel": "call",
        "timezone": "UTC",
        "date_order": "dmy",
    }
    assert client.post(f"{address}/mapping", data=form).status_code == 302
    for action in (None, "confirmation"):
        if action:
            client.post(f"{address}/{action}")
        page = flat(client.get(address).text)
        wrong, notes = page.split("<h2>Notes</h2>")
        assert '<h2>What could not be read</h2><span class="count">1</span>' in wrong
        assert "“never” is not a date" in wrong
        assert "the extra ones were left out" not in wrong
        assert '<span class="count">1</span>' in notes.split("</div>")[0]
        assert "the extra ones were left out" in notes


def test_what_an_import_found_is_counted_apart(inside: None) -> None:
    item = bring_in(
        b'id,started_at,csat\nx1,2025-05-01,"3,5",more\nx2,never,\nx3,2999-01-01,\n', "a.csv"
    )
    result = item.result
    assert (result["new"], result["refused"], result["problem_count"], result["note_count"]) == (
        1,
        2,
        2,
        1,
    )
    assert [p["code"] for p in result["problems"]] == ["long-row", "bad-time", "in-future"]
    one = db.session.scalars(sa.select(Interaction)).one()
    assert (one.csat, one.channel) == (3.5, "call")


def test_a_day_from_now_is_not_yet_the_future(inside: None) -> None:
    left = operations.limits().latest - datetime.now(UTC)
    assert timedelta(hours=23, minutes=59) < left <= timedelta(days=1)
    soon = datetime.now(UTC) + timedelta(hours=23)
    item = bring_in(f"id,started_at\nx1,{soon.isoformat()}\n".encode(), "a.csv")
    assert item.result["new"] == 1


def test_a_draw_is_not_proposed_for_days_to_come(client: Any, cast: Any) -> None:
    with client.application.app_context():
        soon = datetime.now(UTC) + timedelta(hours=23, minutes=59)
        bring_in(f"id,started_at\nx1,{soon.isoformat()}\n".encode(), "a.csv")
    log_in(client, "queen")
    page = client.get("/draws/new").text
    proposed = [
        date.fromisoformat(day) for day in re.findall(r'type="date"[^>]*value="([0-9-]+)"', page)
    ]
    assert len(proposed) == 2
    assert proposed[0] < proposed[1] <= datetime.now(UTC).astimezone(ZONE).date()
