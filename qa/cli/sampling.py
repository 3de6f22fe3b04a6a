"""`qa sample`."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click
from flask import Flask

from qa.cli.base import in_house, main, say, show


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
        say("This draw had been made before; here it is.")
    if any(a.evaluator_id is None for a in whole.assignments):
        say("There is no evaluator to assign to; deal the items out on the draw's page once there is.")
    drawn = [
        {"id": a.interaction.external_id, "agent": a.agent.code, "evaluator": a.evaluator.email if a.evaluator else None,
         "stratum": a.stratum, "probability": a.probability}
        for a in whole.assignments
    ]
    result = {"draw": whole.id, "frame": whole.frame_size, "seed": whole.seed, "method": whole.method, "drawn": drawn}
    lines = [f"{d['id']}\t{d['agent']}\t{d['evaluator']}\t{d['probability']:.4f}" for d in drawn]
    show(result, as_json, "\n".join([f"frame {whole.frame_size}, drawn {len(drawn)}, seed {whole.seed}", *lines]))
