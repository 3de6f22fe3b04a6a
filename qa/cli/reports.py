"""`qa report` and `qa check`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import Flask

from qa.cli.base import in_house, say, show

# What is told of the agents without --json.
SHOWN = (
    "agent_code",
    "agent",
    "evaluations",
    "score",
    "score_low",
    "score_high",
    "critical_errors",
)


@click.group()
def report() -> None:
    """Reports."""


@report.command("agents")
@click.option(
    "--from",
    "first",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Default: 30 days up to the last with figures.",
)
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--team", "team_code", help="A team's code; default: all.")
@click.option("--json", "as_json", is_flag=True)
@in_house
def report_agents(
    app: Flask, first: datetime | None, last: datetime | None, team_code: str | None, as_json: bool
) -> None:
    """The team lead's table: score, range, evaluations, critical errors, by dimension."""
    from datetime import timedelta

    from qa import web
    from qa.lists import files
    from qa.people import queries as people
    from qa.reports import lists, queries
    from qa.web import Refused

    teams = {team.code: team.id for team in people.teams()}
    if team_code is not None and team_code not in teams:
        raise Refused(f"There is no team {team_code}.")
    end = last.date() if last else queries.last_day(None) or datetime.now(UTC).date()
    begin = first.date() if first else end - timedelta(days=29)
    wanted = None if team_code is None else frozenset({teams[team_code]})
    zone = ZoneInfo(app.config["SETTINGS"].timezone)
    listing = lists.agents(*queries.agents(queries.Scope(begin, end, wanted)))
    result = {
        "from": begin.isoformat(),
        "to": end.isoformat(),
        **files.json_values([listing], zone=zone),
    }
    table = files.write_text(listing, SHOWN, zone=zone, spelling=web.spelling())
    show(result, as_json, table)


@click.command("check")
@click.option("--json", "as_json", is_flag=True)
@in_house
def check(_app: Flask, as_json: bool) -> None:
    """Compare the reports' totals with the evaluations they were added up from, and go along the
    change log."""
    from qa.audit import verify
    from qa.db import db, reading
    from qa.reports import totals

    wrong = totals.differences()
    if wrong:
        totals.rebuild()
        db.session.commit()
        say(f"{wrong} totals did not agree with the evaluations and were made anew.")
    else:
        say("All totals agree with the evaluations.")
    db.session.rollback()
    with reading():  # a long log is gone along without holding anybody up
        found = verify()
    fault = found.fault
    if fault is None:
        say(f"The change log is whole: {found.lines} lines. It ends with {found.hash}.")
    else:
        say(_fault(fault))
    if as_json:
        at = fault.at.isoformat() if fault and fault.at else None
        show(
            {
                "totals": {"wrong": wrong},
                "record": {
                    "lines": found.lines,
                    "number": found.number,
                    "hash": found.hash,
                    "fault": fault
                    and {
                        "kind": fault.kind,
                        "number": fault.number,
                        "at": at,
                        "action": fault.action,
                    },
                },
            },
            as_json,
            "",
        )
    sys.exit(1 if wrong or fault else 0)


def _fault(fault: Any) -> str:
    """What is wrong with the change log, in words."""
    from qa.audit.verification import FAULTS

    said = f" ({fault.at:%Y-%m-%d %H:%M:%S} UTC, {fault.action})" if fault.at else ""
    if fault.kind == "missing":
        said = f"; the next one is{said}" if said else ""
        return f"The change log was tampered with. Line {fault.number} {FAULTS[fault.kind]}{said}."
    name = {
        "head": f"The end after line {fault.number}",
        "unchained": f"The line with id {fault.number}",
    }
    return (
        "The change log was tampered with. "
        f"{name.get(fault.kind, f'Line {fault.number}')}{said} {FAULTS[fault.kind]}."
    )
