"""`qa score`: answers against a card, without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from qa.cli.base import say, show


def _read_text(path: str) -> str:
    return sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")


@click.command("score")
@click.argument("card", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True)
def score_answers(card: str, answers: str, as_json: bool) -> None:
    """Score ANSWERS (JSON: one object, or a list of them) against CARD (YAML or JSON). `-` reads
    standard input."""
    from qa.exchange import card_files
    from qa.scoring import AnswerError, score

    try:
        parsed = card_files.read_card(_read_text(card), name=card)
        sheets = json.loads(_read_text(answers))
    except card_files.ScorecardFileError as error:
        for fault in error.faults:
            say(f"{fault.name}:{fault.line}: {fault.path}: {fault.message}")
        sys.exit(1)
    except (ValueError, OSError) as error:
        say(f"{answers}: {error}")
        sys.exit(1)
    results = []
    for number, sheet in enumerate(sheets if isinstance(sheets, list) else [sheets], 1):
        try:
            results.append(score(parsed, sheet, with_flips=True))
        except AnswerError as error:
            for answer_fault in error.faults:
                say(f"{answers}: answers {number}: {answer_fault}")
            sys.exit(1)
        except (TypeError, AttributeError):
            say(f"{answers}: answers {number}: must be an object of question id to answer")
            sys.exit(1)
    shown: Any = (
        [r.as_json() for r in results] if isinstance(sheets, list) else results[0].as_json()
    )
    show(
        shown,
        as_json,
        "\n".join(f"{r.score} (before critical errors {r.raw_score})" for r in results),
    )
