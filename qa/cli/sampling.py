"""`qa sample`."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import Flask

from qa.cli.base import in_house, say, show

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("sample")
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="A plan file, YAML or JSON.",
)
@click.option("--scorecard", help="Without a plan: its id, such as chat.")
@click.option(
    "--per-agent", type=click.IntRange(1, 1000), help="Without a plan: how many of each agent."
)
@click.option(
    "--from",
    "first",
    type=_DAY,
    help="First day, such as 2026-05-01. With a plan: default its last whole period.",
)
@click.option("--to", "last", type=_DAY, help="Last day.")
@click.option("--seed", default="", help="Default: a new one, printed with the draw.")
@click.option(
    "--team", "team_codes", multiple=True, help="Without a plan: a team's code; default: all."
)
@click.option(
    "--evaluator",
    "emails",
    multiple=True,
    help="Without a plan: an evaluator's e-mail; default: all.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be drawn and keep nothing.")
@click.option("--json", "as_json", is_flag=True)
@in_house
def sample(
    app: Flask,
    plan_file: str | None,
    scorecard: str | None,
    per_agent: int | None,
    first: datetime | None,
    last: datetime | None,
    seed: str,
    team_codes: tuple[str, ...],
    emails: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Draw interactions by a plan, or so many of each agent, and assign them. The same request
    gives the same draw."""
    from qa.db import db
    from qa.sampling import operations, queries

    zone, now = ZoneInfo(app.config["SETTINGS"].timezone), datetime.now(UTC)
    plan = _plan_of(plan_file, scorecard, per_agent, team_codes, emails)
    if (first is None) != (last is None):
        raise click.UsageError("Give both --from and --to, or neither.")
    if first is None and not plan.schedule:
        raise click.UsageError(
            "Give --from and --to: the plan has no schedule that would say which days."
        )
    days = (
        (first.date(), last.date()) if first and last else plan.lasts(now.astimezone(zone).date())
    )
    seed = seed or operations.new_seed()
    about: dict[str, Any] = {"first": days[0], "last": days[1], "seed": seed, "zone": zone}
    if dry_run:
        prepared = _over(days, operations.prepare, plan, **about)
        result = _tried(prepared)
    else:
        item, fresh = _over(days, operations.run, plan, actor=None, now=now, **about)
        db.session.commit()
        whole = queries.draw(item.id)
        assert whole is not None  # noqa: S101 -- it was made above
        if not fresh:
            say("This draw had been made before; here it is.")
        if not item.claim and any(a.evaluator_id is None for a in whole.assignments):
            say(
                "Some have no evaluator: there is none, or the rules leave nobody. Deal them out "
                "on the draw's page."
            )
        result = _made(whole, queries.strata(whole))
    _warn(plan, result["strata"])
    lines = [
        f"{d['id']}\t{d['agent']}\t{d['evaluator'] or '-'}\t{d['stratum']}\t{d['probability']:.4f}"
        for d in result["drawn"]
    ]
    show(
        result,
        as_json,
        "\n".join([f"frame {result['frame']}, drawn {len(lines)}, seed {seed}", *lines]),
    )


def _plan_of(
    plan_file: str | None,
    scorecard: str | None,
    per_agent: int | None,
    team_codes: tuple[str, ...],
    emails: tuple[str, ...],
) -> Any:
    """The plan of a file, or the plain one that the other options say."""
    if plan_file:
        if scorecard or per_agent or team_codes or emails:
            raise click.UsageError(
                "--plan says all of --scorecard, --per-agent, --team and --evaluator."
            )
        return _read(plan_file)
    if scorecard and per_agent:
        return _plain(scorecard, per_agent, team_codes, emails)
    raise click.UsageError("Give --plan FILE, or --scorecard and --per-agent.")


def _read(plan_file: str) -> Any:
    """The plan of a file, refused with file and line for everything that is wrong with it, also for
    what there is not here."""
    from qa.sampling import operations, plan_files
    from qa.scorecards.labels import fault_message
    from qa.web import Refused

    text = sys.stdin.read() if plan_file == "-" else Path(plan_file).read_text("utf-8")
    try:
        plan = plan_files.read_plan(text, name=plan_file)
        faults = plan_files.located(text, operations.faults_of(plan), name=plan_file)
    except plan_files.PlanFileError as error:
        faults = error.faults
    if faults:
        raise Refused(
            "\n".join(
                f"{plan_file}:{one.line}: {one.path}: {fault_message(one)}".replace(": : ", ": ")
                for one in faults
            )
        )
    return plan


def _over(days: tuple[date, date], do: Any, *values: Any, **more: Any) -> Any:
    """What is done over some days; a refusal names them, since a plan may have chosen them
    itself."""
    from qa.web import Refused

    try:
        return do(*values, **more)
    except Refused as refusal:
        raise Refused(f"{days[0]} – {days[1]}: {refusal.message}") from None


def _warn(plan: Any, strata: dict[str, dict[str, int]]) -> None:
    if least := plan.method.least_of([one["size"] for one in strata.values()]):
        say(
            f"At least {plan.method.least} of each stratum would take {least}; the plan draws "
            f"{plan.method.n}."
        )
    if missed := [name for name, one in strata.items() if not one["drawn"]]:
        say(
            f"Nothing is drawn of {len(missed)} of {len(strata)} strata, and a mean does not "
            f"speak for them: {', '.join(missed[:20])}."
        )


def _plain(scorecard: str, per_agent: int, teams: tuple[str, ...], emails: tuple[str, ...]) -> Any:
    from qa.sampling.plans import Method, Plan, Sharing, Which

    method = Method(kind="per-agent", each=per_agent, spread=False)
    return Plan(
        scorecard,
        scorecard,
        Which(teams=tuple(sorted(teams))),
        method,
        Sharing(evaluators=tuple(sorted(emails))),
    )


def _made(draw: Any, strata: list[tuple[str, int, int]]) -> dict[str, Any]:
    from qa.sampling.drawing import stratum_name

    drawn = [
        {
            "id": a.interaction.external_id,
            "agent": a.agent.code,
            "evaluator": a.evaluator.email if a.evaluator else None,
            "stratum": stratum_name(a.stratum_codes),
            "method": draw.method,
            "probability": a.probability,
        }
        for a in draw.assignments
        if a.swapped_at is None
    ]
    return {
        "draw": draw.id,
        "frame": draw.frame_size,
        "seed": draw.seed,
        "days": _days(draw.first, draw.last),
        "strata": {name: {"size": size, "drawn": n} for name, size, n in strata},
        "drawn": drawn,
    }


def _tried(prepared: Any) -> dict[str, Any]:
    import sqlalchemy as sa

    from qa.db import db
    from qa.interactions.models import Interaction
    from qa.people.models import Agent
    from qa.sampling.drawing import stratum_name

    read, drawn = prepared.read, prepared.drawn
    ids = [int(read.ids[place]) for place in drawn.places]
    about: dict[int, Any] = {}
    query = sa.select(Interaction.id, Interaction.external_id, Agent.code).join(
        Agent, Agent.id == Interaction.agent_id
    )
    for at in range(0, len(ids), 500):
        about |= {
            row[0]: row
            for row in db.session.execute(query.where(Interaction.id.in_(ids[at : at + 500])))
        }
    found = [
        {
            "id": about[number][1],
            "agent": about[number][2],
            "evaluator": None,
            "stratum": stratum_name(read.frame.codes[int(read.frame.strata[place])]),
            "method": prepared.plan.method.kind,
            "probability": float(chance),
        }
        for number, place, chance in zip(ids, drawn.places, drawn.probabilities, strict=True)
    ]
    return {
        "draw": None,
        "frame": len(read.ids),
        "seed": prepared.seed,
        "days": _days(prepared.first, prepared.last),
        "strata": {
            stratum_name(codes): {"size": size, "drawn": n}
            for codes, size, n in prepared.by_stratum()
        },
        "drawn": found,
    }


def _days(first: date, last: date) -> list[str]:
    return [first.isoformat(), last.isoformat()]
