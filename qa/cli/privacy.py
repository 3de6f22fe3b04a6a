"""`qa privacy`."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import Flask

from qa.cli.base import in_house, say, show


@click.group("privacy")
def privacy() -> None:
    """Customers' data: what is kept too long, and erasing a customer."""


@privacy.command("retain")
@click.option("--dry-run", is_flag=True, help="Say what would go, and leave it.")
@click.option("--json", "as_json", is_flag=True)
@in_house
def retain(_app: Flask, dry_run: bool, as_json: bool) -> None:
    """Take away what has been kept as long as was chosen. The worker does it every day; stopped, it
    can be run again."""
    from qa.interactions.privacy import retention

    now = datetime.now(UTC)
    if dry_run:
        found = retention.due(now)
        rows = [
            {
                "kind": d.kind,
                "channel": d.channel,
                "days": d.days,
                "interactions": d.count,
                "oldest": d.oldest.isoformat() if d.oldest else None,
            }
            for d in found
        ]
        lines = [
            (
                f"{d.kind}\t{d.channel}\t{d.days} days\t{d.count}\t"
                f"{d.oldest.date() if d.oldest else '-'}"
            )
            for d in found
        ]
        show(rows, as_json, "\n".join(lines) or "Everything is kept for ever.")
        return
    gone = retention.apply(
        now, tell=lambda counts: say(" ".join(f"{kind} {n}" for kind, n in counts.items()))
    )
    show(
        dict(gone),
        as_json,
        "\n".join(f"{kind}\t{n}" for kind, n in gone.items()) or "Nothing was due.",
    )


@privacy.command("erase")
@click.argument("customer")
@click.option(
    "--folded",
    is_flag=True,
    help="Find the reference in upper and lower case, with and without Turkish letters.",
)
@click.option("--yes", is_flag=True, help="Erase; without it, only tell what would go.")
@click.option("--json", "as_json", is_flag=True)
@in_house
def erase(_app: Flask, customer: str, folded: bool, yes: bool, as_json: bool) -> None:
    """Erase everything of CUSTOMER, the reference that the interactions carry; prints the
    certificate."""
    from qa.db import db
    from qa.interactions.privacy import erasure as customer_erasure
    from qa.interactions.recordings import storage
    from qa.web import Refused

    if not yes:
        found = customer_erasure.find_customer(customer, folded=folded)
        if not found.ids:
            raise Refused(customer_erasure.nothing(customer))
        counts = {
            "interactions": len(found.ids),
            "turns": found.turns,
            "recordings": found.recordings,
        }
        show(counts, as_json, "\n".join(f"{name}\t{n}" for name, n in counts.items()))
        raise Refused("Nothing was erased. Say --yes to erase it; it cannot be taken back.")
    erasure, files = customer_erasure.erase(
        customer, folded=folded, actor=None, now=datetime.now(UTC)
    )
    certificate = dict(erasure.certificate)
    db.session.commit()
    storage.delete_files(files)
    text = [
        f"certificate\t{certificate['certificate']}",
        *(f"{name}\t{n}" for name, n in certificate["counts"].items()),
    ]
    show(certificate, as_json, "\n".join(text))
