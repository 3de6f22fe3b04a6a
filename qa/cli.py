"""The `qa` command: what the pages do, for scripts.

Results go to standard output (`--json` gives JSON), messages and progress to standard error. Exit status: 0 done,
1 refused with a reason, 2 wrong usage."""

from __future__ import annotations

import json
import logging
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import Flask
from flask_babel import force_locale

from qa import settings as house_settings


def _say(message: str) -> None:
    click.echo(message, err=True)


def _app() -> Flask:
    from qa.app import create_app

    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        return create_app()
    except house_settings.SettingsError as error:
        _say(str(error))
        sys.exit(2)


def _language() -> str:
    return "tr" if os.environ.get("LANG", "").startswith("tr") else "en"


def in_house(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the application; what is refused is told on standard error, with exit status 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        from qa import jobs
        from qa.db import db
        from qa.web import Refused

        app = _app()
        with app.app_context(), force_locale(_language()):
            try:
                command(app, *args, **kwargs)
            except Refused as refusal:
                _say(str(refusal.message))
                sys.exit(1)
            finally:
                db.session.close()
                db.engine.dispose()
                jobs.close(app)

    return run


def _print(result: Any, as_json: bool, text: str) -> None:
    click.echo(json.dumps(result, ensure_ascii=False, indent=2) if as_json else text)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="vaybe")
def main() -> None:
    """Vaybe: quality assurance for customer service."""


@main.command("settings")
def list_settings() -> None:
    """List every setting with its default."""
    for setting in house_settings.TABLE:
        click.echo(f"{setting.name}={setting.default}\n    {setting.help}")


@main.group("db")
def database() -> None:
    """Make and migrate the tables."""


@database.command("upgrade")
@click.option("--quiet", is_flag=True, help="Say nothing when there is nothing to do.")
@in_house
def upgrade(_app: Flask, quiet: bool) -> None:
    """Make the tables, or bring them up to date; keep the scorecards that ship."""
    from qa.db import alembic, db
    from qa.scorecards.operations import publish_shipped

    if not quiet or alembic.needs_upgrade():
        alembic.upgrade()
    made = publish_shipped(now=datetime.now(UTC))
    db.session.commit()
    if not quiet:
        _say(f"The tables are up to date. Scorecards added: {len(made)}.")


@database.command("downgrade")
@click.argument("revision")
@in_house
def downgrade(_app: Flask, revision: str) -> None:
    """Go back to REVISION (`base` removes every table and all that is in them)."""
    from qa.db import alembic

    alembic.downgrade(revision)


@main.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, required=True, help="May be given several times.")
@click.option("--password", help="Default: asked for; with no terminal, one is made and printed.")
@in_house
def add_user(_app: Flask, email: str, name: str, roles: tuple[str, ...], password: str | None) -> None:
    """Make an account for EMAIL."""
    from qa.db import db
    from qa.people import operations

    given = password
    if given is None and sys.stdin.isatty():
        given = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    made = given or secrets.token_urlsafe(12)
    operations.add_user(email=email, name=name, roles=roles, password=made, actor=None, now=datetime.now(UTC))
    db.session.commit()
    _say(f"Account made for {email}.")
    if given is None:
        click.echo(made)


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", "mapping_name", default="", help="A remembered mapping; a new name remembers what was recognised.")
@click.option("--source", default="", help="The system the file comes from; an id is unique within it.")
@click.option("--json", "as_json", is_flag=True)
@in_house
def import_file(_app: Flask, file: Path, mapping_name: str, source: str, as_json: bool) -> None:
    """Bring in the conversations of FILE (CSV, XLSX or JSONL)."""
    from qa.db import db
    from qa.interactions import operations, queries
    from qa.interactions.importing import problems, read
    from qa.interactions.importing.mapping import ImportPlan
    from qa.interactions.models import Import
    from qa.web import Refused

    def told(found: list[dict[str, Any]], sheet: str = "") -> list[dict[str, Any]]:
        return [problems.words(p, file=file.name, sheet=sheet) for p in found]

    def refuse(messages: list[dict[str, Any]]) -> None:
        result = {"new": 0, "existing": 0, "refused": 0, "turns": 0, "agents": 0, "problems": messages}
        _print(result, as_json, "")
        for message in messages:
            _say(f"{file.name}: {message['message']}")
        sys.exit(1)

    now = datetime.now(UTC)
    try:
        item = operations.open_import(file.resolve(), file.name, actor=None, now=now)
        kept = queries.mapping(mapping_name) if mapping_name else None
        plan = ImportPlan.of(kept.mapping if kept else item.mapping)
        absent = sorted(set(plan.fields.values()) - set(item.columns))
        if absent:
            raise Refused(f"The mapping {mapping_name} names columns that the file does not have: {', '.join(absent)}.")
        plan.source = source or plan.source
        operations.set_mapping(item, plan, name="" if kept else mapping_name, actor=None, now=now)
    except read.FileRefused as refusal:
        return refuse(told([refusal.problem.as_json()]))
    except Refused as refusal:
        return refuse([{"file": file.name, "sheet": "", "row": None, "column": "", "id": "", "message": str(refusal.message), "note": False}])
    if mapping_name and kept is None:
        _say(f"The mapping is remembered as {mapping_name}.")
    item.total = item.size
    db.session.commit()
    begun = time.monotonic()

    def progress(at: int, _total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{at:,} rows, {at / max(0.001, time.monotonic() - begun):,.0f} a second", err=True, nl=False)

    number = item.id
    operations.run(number, progress)
    if sys.stderr.isatty():
        click.echo(err=True)
    done = db.session.get_one(Import, number)
    result = {name: done.result[name] for name in ("new", "existing", "refused", "turns", "agents")}
    result["problems"] = told(done.result["problems"], done.result.get("sheet", ""))
    words = ", ".join(f"{name} {result[name]}" for name in ("new", "existing", "refused", "turns", "agents"))
    _print(result, as_json, words)
    if not as_json:
        for p in result["problems"]:
            where = " ".join(str(p[k]) for k in ("file", "sheet") if p[k]) + (f", row {p['row']}" if p["row"] else "")
            _say(f"{where}{', ' + p['column'] if p['column'] else ''}: {p['message']}")
    if done.state != "done" or (result["refused"] and not result["new"] and not result["existing"]):
        sys.exit(1)
    return None


def _read_text(path: str) -> str:
    return sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")


@main.command("score")
@click.argument("card", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True)
def score_answers(card: str, answers: str, as_json: bool) -> None:
    """Score ANSWERS (JSON: one object, or a list of them) against CARD (YAML or JSON). `-` reads standard input."""
    from qa.scorecards import files
    from qa.scoring import AnswerError, score

    try:
        parsed = files.read(_read_text(card), name=card)
        sheets = json.loads(_read_text(answers))
    except files.ScorecardFileError as error:
        for fault in error.faults:
            _say(f"{fault.name}:{fault.line}: {fault.path}: {fault.message}")
        sys.exit(1)
    except (ValueError, OSError) as error:
        _say(f"{answers}: {error}")
        sys.exit(1)
    results = []
    for number, sheet in enumerate(sheets if isinstance(sheets, list) else [sheets], 1):
        try:
            results.append(score(parsed, sheet, with_flips=True))
        except AnswerError as error:
            for answer_fault in error.faults:
                _say(f"{answers}: answers {number}: {answer_fault}")
            sys.exit(1)
        except (TypeError, AttributeError):
            _say(f"{answers}: answers {number}: must be an object of question id to answer")
            sys.exit(1)
    shown: Any = [r.as_json() for r in results] if isinstance(sheets, list) else results[0].as_json()
    _print(shown, as_json, "\n".join(f"{r.score} (before critical errors {r.raw_score})" for r in results))


@main.command("sample")
@click.option("--scorecard", required=True, help="Its id, such as chat.")
@click.option("--per-agent", type=click.IntRange(1, 1000), required=True)
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), required=True, help="First day, such as 2026-05-01.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last day.")
@click.option("--seed", default="", help="Default: a new one, printed with the draw.")
@click.option("--team", "team_codes", multiple=True, help="A team's code; default: all.")
@click.option("--evaluator", "emails", multiple=True, help="An evaluator's e-mail; default: all.")
@click.option("--json", "as_json", is_flag=True)
@in_house
def sample(
    app: Flask, scorecard: str, per_agent: int, first: datetime, last: datetime, seed: str, team_codes: tuple[str, ...],
    emails: tuple[str, ...], as_json: bool,
) -> None:
    """Draw interactions of each agent at random and assign them evenly. The same request gives the same draw."""
    from qa.access import EVALUATOR
    from qa.db import db
    from qa.people import queries as people
    from qa.sampling import operations, queries
    from qa.scorecards import queries as scorecards
    from qa.web import Refused

    version = scorecards.latest(scorecard)
    if version is None:
        raise Refused(f"There is no scorecard {scorecard}. `qa scorecard list` names them.")
    evaluators = people.users_with(EVALUATOR)
    unknown = set(emails) - {user.email for user in evaluators}
    teams = {team.code: team.id for team in people.teams()}
    unknown |= set(team_codes) - set(teams)
    if unknown:
        raise Refused(f"There is no {', '.join(sorted(unknown))}.")
    item, fresh = operations.draw(
        version, first=first.date(), last=last.date(), per_agent=per_agent, seed=seed or operations.new_seed(),
        evaluators=[u for u in evaluators if not emails or u.email in emails], team_ids=[teams[code] for code in team_codes],
        zone=ZoneInfo(app.config["SETTINGS"].timezone), actor=None, now=datetime.now(UTC),
    )
    db.session.commit()
    whole = queries.draw(item.id)
    assert whole is not None  # noqa: S101 -- it was made above
    if not fresh:
        _say("This draw had been made before; here it is.")
    if any(a.evaluator_id is None for a in whole.assignments):
        _say("There is no evaluator to assign to; deal the items out on the draw's page once there is.")
    drawn = [
        {"id": a.interaction.external_id, "agent": a.agent.code, "evaluator": a.evaluator.email if a.evaluator else None,
         "stratum": a.stratum, "probability": a.probability}
        for a in whole.assignments
    ]
    result = {"draw": whole.id, "frame": whole.frame_size, "seed": whole.seed, "method": whole.method, "drawn": drawn}
    lines = [f"{d['id']}\t{d['agent']}\t{d['evaluator']}\t{d['probability']:.4f}" for d in drawn]
    _print(result, as_json, "\n".join([f"frame {whole.frame_size}, drawn {len(drawn)}, seed {whole.seed}", *lines]))


@main.group()
def scorecard() -> None:
    """Scorecards."""


@scorecard.command("list")
@click.option("--json", "as_json", is_flag=True)
@in_house
def list_scorecards(_app: Flask, as_json: bool) -> None:
    """List the scorecards, each with its latest version."""
    from qa.scorecards import queries

    found = [{"id": v.scorecard.slug, "version": v.version, "title": queries.title(v)} for v in queries.latest_versions()]
    _print(found, as_json, "\n".join(f"{f['id']}\t{f['version']}\t{f['title']}" for f in found))


@main.group()
def report() -> None:
    """Reports."""


@report.command("agents")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="Default: 30 days up to the last with figures.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--team", "team_code", help="A team's code; default: all.")
@click.option("--json", "as_json", is_flag=True)
@in_house
def report_agents(_app: Flask, first: datetime | None, last: datetime | None, team_code: str | None, as_json: bool) -> None:
    """The team lead's table: score, range, evaluations, critical errors, by dimension."""
    from datetime import timedelta

    from qa.people import queries as people
    from qa.reports import queries
    from qa.web import Refused

    teams = {team.code: team.id for team in people.teams()}
    if team_code is not None and team_code not in teams:
        raise Refused(f"There is no team {team_code}.")
    end = last.date() if last else queries.last_day(None) or datetime.now(UTC).date()
    begin = first.date() if first else end - timedelta(days=29)
    wanted = None if team_code is None else frozenset({teams[team_code]})
    rows, everyone = queries.agents(queries.Scope(begin, end, wanted))
    shown, total = [_agent(row) for row in rows], _agent(everyone)
    result = {"from": begin.isoformat(), "to": end.isoformat(), "agents": shown, "all": total}
    lines = [f"{a['agent'] or 'all'}\t{a['n']}\t{'-' if a['score'] is None else format(a['score'], '.1f')}" for a in [*shown, total]]
    _print(result, as_json, "\n".join(lines))


def _agent(row: Any) -> dict[str, Any]:
    def figure(one: Any) -> dict[str, Any]:
        return {"n": one.n, "value": one.value, "range": [one.range.low, one.range.high] if one.range else None}

    def rate(one: Any) -> dict[str, Any]:
        return {**figure(one), "count": one.hits}

    total = figure(row.total)
    return {
        "agent": row.agent.code if row.agent else None, "name": row.agent.name if row.agent else None, "n": row.total.n,
        "population": row.total.population, "score": total["value"], "range": total["range"],
        "pass_rate": rate(row.passed), "critical_errors": row.critical.hits, "critical_rate": rate(row.critical),
        "critical": {family: {"failed": f.hits, "of": f.n} for family, f in row.families.items()},
        "dimensions": {name: figure(f) for name, f in row.dimensions.items()},
    }


@main.command("check")
@in_house
def check(_app: Flask) -> None:
    """Compare the reports' totals with the evaluations they were added up from."""
    from qa.db import db
    from qa.reports import summary

    wrong = summary.differences()
    if wrong:
        summary.rebuild()
        db.session.commit()
        _say(f"{wrong} totals did not agree with the evaluations and were made anew.")
        sys.exit(1)
    _say("All totals agree with the evaluations.")


@main.command("demo")
@click.option("--evaluations/--no-evaluations", default=True, help="Leave the evaluations out: people and interactions only.")
@click.option("--interactions", "count", default=600, type=click.IntRange(50, 200_000))
@click.option("--seed", default=7)
@click.option("--quiet", is_flag=True, help="Say nothing when there is nothing to do.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; default: yesterday.")
@in_house
def demo(app: Flask, evaluations: bool, count: int, seed: int, quiet: bool, until: datetime | None) -> None:
    """Fill an empty demonstration database (QA_DEMO=1)."""
    from qa.demo import fill
    from qa.people.queries import any_user
    from qa.web import Refused

    if not app.config["SETTINGS"].demo:
        raise Refused("Demonstration accounts have a known password. Set QA_DEMO=1, and QA_DATA_DIR to a folder of their own.")
    if any_user():
        if not quiet:
            _say("There are accounts already; nothing was added.")
        return
    _say("Filling the demonstration; this takes a quarter of a minute, once.")
    last: date = until.date() if until else datetime.now(UTC).date()
    fill.fill(seed=seed, count=count, until=last, evaluations=evaluations, say=_say)


@main.command("worker")
def worker() -> None:
    """Do long work (imports) until told to stop. `qa serve` starts one by itself."""
    from qa import jobs
    from qa.app import log_to_stderr
    from qa.interactions.operations import resume

    log_to_stderr()
    app = _app()
    with app.app_context():
        resume()
    jobs.work(app)


@main.command("serve")
@click.option("--worker/--no-worker", "with_worker", default=True, help="Start a worker for long work as well.")
@in_house
def serve(app: Flask, with_worker: bool) -> None:
    """Serve the pages, and do long work, until told to stop."""
    from qa.db import db
    from qa.people import operations, queries
    from qa.web import Refused

    values = app.config["SETTINGS"]
    loopback = values.host in ("127.0.0.1", "::1", "localhost")
    from qa.demo.fill import is_demo

    if not loopback and (values.demo or is_demo()):
        raise Refused("A demonstration database has accounts with a known password; it listens on loopback only.")
    address = f"http://{values.host}:{values.port}"
    if not queries.any_user():
        code = operations.make_setup_code(now=datetime.now(UTC))
        db.session.commit()
        _say(f"\nOpen {address}/setup and make the first administrator with this one-time code: {code}\n")
    elif is_demo():
        from qa.demo.fill import who_can_log_in

        _say(who_can_log_in(address))
    else:
        _say(f"Serving on {address}")
    db.session.close()
    _serve(values, with_worker)


def _serve(values: house_settings.Settings, with_worker: bool) -> None:
    """Start gunicorn and the worker; when one of them ends, or we are told to, end both."""
    web_server = [
        sys.executable, "-m", "gunicorn", "wsgi:app", "--chdir", str(house_settings.ROOT), "--bind", f"{values.host}:{values.port}",
        "--worker-class", "gthread", "--threads", str(values.threads), "--timeout", "120", "--log-level", "warning",
    ]
    processes = [subprocess.Popen(web_server)]  # noqa: S603 -- our own command
    if with_worker:
        processes.append(subprocess.Popen([sys.executable, "-m", "qa.cli", "worker"]))  # noqa: S603 -- our own command
    stopping = False

    def stop(*_signal: Any) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping and all(process.poll() is None for process in processes):
        time.sleep(0.2)
    for process in processes:
        if process.poll() is None:
            process.terminate()
    codes = [process.wait(timeout=30) for process in processes]
    sys.exit(0 if stopping else max(1, *codes))


if __name__ == "__main__":
    main()
