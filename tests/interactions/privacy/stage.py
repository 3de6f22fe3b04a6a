"""What the tests of privacy stand on: a customer about whom everything is kept that can be."""

from __future__ import annotations

import wave
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from qa.db import Base, db
from qa.evaluations import operations as evaluations
from qa.evaluations.models import Evaluation
from qa.interactions.keywords import scanner
from qa.interactions.models import (
    Import,
    Interaction,
    Recording,
    SavedMapping,
    SpeakerRole,
    Turn,
    WordList,
    WordTick,
)
from qa.interactions.recordings import storage
from qa.scorecards.queries import card_of
from tests.cast import NOW, Cast, answer_all, bring_in, jsonl, picked, talk

CUSTOMER = "Müşteri-Zümrüt 4471"
SENTENCE = "Zeytinyağı tenekesi ezilmiş çıktı"


def sound(path: Path, seconds: float = 0.2) -> Path:
    """A short recording."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x10\x20" * int(8000 * seconds))
    return path


def hear(interaction: Interaction, folder: Path, *, seconds: float = 0.2) -> Recording:
    """A recording of an interaction, named after its customer. Commits."""
    folder.mkdir(parents=True, exist_ok=True)
    recording = storage.add(
        interaction,
        sound(folder / "x.wav", seconds),
        f"{interaction.customer}.wav",
        import_id=None,
        now=NOW,
    )
    db.session.commit()
    assert recording is not None
    return recording


def customer(cast: Cast, *, names: tuple[str, ...] = ("K1", "K2")) -> list[Interaction]:
    """Two chats of one customer, with a recording, other fields, hits of a list and evaluations
    that quote them. Commits."""
    lines: list[dict[str, Any]] = []
    for day, name in enumerate(names, 20):
        said = talk(name, agent="ayse-1", day=day, text=f"{SENTENCE}, çok üzüldüm")
        lines.append({**said, "customer": CUSTOMER, "adres": f"Ev {CUSTOMER}"})
    item = bring_in(jsonl(lines), f"{CUSTOMER}.jsonl")
    item.result = {
        **item.result,
        "sample": [{"text": SENTENCE}],
        "problems": [{"code": "x", "values": {"value": SENTENCE}}],
    }
    item.speakers = [{"name": CUSTOMER, "turns": 1, "words": [SENTENCE]}]
    Path(item.path).write_text(SENTENCE)
    db.session.execute(
        sa.update(Turn)
        .where(Turn.interaction_id.in_(_ids(names)), Turn.role == "customer")
        .values(speaker=CUSTOMER)
    )
    db.session.add(SpeakerRole(source="import", name=CUSTOMER, role="customer", set_at=NOW))
    db.session.add(
        SavedMapping(
            name="Ours", mapping={**item.mapping, "speakers": {CUSTOMER: "customer"}}, saved_at=NOW
        )
    )
    db.session.commit()
    talks = list(
        db.session.scalars(
            sa.select(Interaction).where(Interaction.id.in_(_ids(names))).order_by(Interaction.id)
        )
    )
    hear(talks[0], Path(current_app.config["SETTINGS"].data).parent / "sounds")
    _words(talks[0], cast)
    for one in talks:
        _evaluated(one, cast)
    return talks


def _ids(names: tuple[str, ...]) -> list[int]:
    return list(
        db.session.scalars(sa.select(Interaction.id).where(Interaction.external_id.in_(names)))
    )


def _words(interaction: Interaction, cast: Cast) -> None:
    found = WordList(
        name="Zarar", kind="other", speaker="anyone", part="all", entries="ezilmiş", changed_at=NOW
    )
    db.session.add(found)
    db.session.commit()
    scanner.rescan()
    db.session.add(
        WordTick(
            list_id=found.id,
            interaction_id=interaction.id,
            n=1,
            start=0,
            words=SENTENCE,
            right=True,
            at=NOW,
            by_id=cast.ids["queen"],
        )
    )
    db.session.commit()


def _evaluated(interaction: Interaction, cast: Cast) -> Evaluation:
    """One evaluation, submitted and acknowledged, that quotes and names the customer. Commits."""
    from tests.cast import ZONE, chat_card

    evaluation = evaluations.begin_picked(
        interaction, chat_card(), zone=ZONE, actor=cast.eve, now=NOW
    )
    answer_all(evaluation)
    evaluations.answer(evaluation, "greeting", comment=f"{CUSTOMER}: {SENTENCE}", now=NOW)
    for question in card_of(evaluation.version).questions:
        if question.type == "text":
            evaluations.answer(evaluation, question.id, raw=[f"{SENTENCE}, diyor"], now=NOW)
    evaluations.add_evidence(evaluation, "greeting", turn_n=1, start=0, quote=SENTENCE, now=NOW)
    evaluations.submit(evaluation, actor=cast.eve, now=NOW)
    evaluations.acknowledge(evaluation, actor=cast.ayse, now=NOW, note=f"{SENTENCE} dedi")
    db.session.commit()
    return evaluation


def everything() -> dict[str, str]:
    """Every value of every table, as text, by table and column."""
    found: dict[str, str] = {}
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(sa.select(table)).mappings():
            for column, value in row.items():
                if isinstance(value, str | dict | list):
                    key = f"{table.name}.{column}"
                    found[key] = found.get(key, "") + "\n" + str(value)
    return found


def holding(words: str) -> list[str]:
    """The columns in which words stand."""
    return sorted(name for name, text in everything().items() if words in text)


def files_holding(words: str) -> list[Path]:
    """The files of the data folder in which words stand."""
    folder = Path(current_app.config["SETTINGS"].data)
    return [
        path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()
    ]


def later(days: int) -> Any:
    """So many days after the tests' time."""
    return NOW + timedelta(days=days)


__all__ = [
    "CUSTOMER",
    "SENTENCE",
    "Import",
    "customer",
    "everything",
    "files_holding",
    "hear",
    "holding",
    "later",
    "picked",
    "sound",
]
