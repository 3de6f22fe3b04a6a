"""Where evidence stands in the words of a turn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def pieces(text: str, spans: Iterable[tuple[int, int, int]]) -> list[tuple[str, int | None]]:
    """`text` cut where evidence begins and ends: (piece, evidence id or None). `spans`: (start,
    end, id), in characters; where two overlap, the one that begins first keeps its words."""
    cut: list[tuple[str, int | None]] = []
    position = 0
    for start, end, number in sorted(spans):
        start = max(start, position)
        if end > start:
            cut += [(text[position:start], None), (text[start:end], number)]
            position = end
    return [piece for piece in [*cut, (text[position:], None)] if piece[0]]


def lit_turns(evaluation: Any, interaction: Any) -> dict[int, list[tuple[str, int | None]]]:
    """The turns that hold evidence of an evaluation, in pieces, by turn number."""
    spans: dict[int, list[tuple[int, int, int]]] = {}
    for evidence in evaluation.evidence:
        spans.setdefault(evidence.turn_n, []).append((evidence.start, evidence.end, evidence.id))
    return {
        turn.n: pieces(turn.text, spans[turn.n]) for turn in interaction.turns if turn.n in spans
    }
