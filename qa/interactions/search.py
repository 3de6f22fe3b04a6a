"""Full text over all transcripts: what is indexed, what is asked, what is shown of it.

The stems of a transcript's words (`text.stem`) are kept in order: in an FTS5 table without content
on SQLite, as a tsvector on PostgreSQL. Both are given the same stems and asked for the same, so
both find the same. A query is words, all of which must be there; "words in quotes" must stand
together in one turn; `word*` finds what begins so, and a number needs no star; `-word` must not be
there."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from qa.db import db, dialect
from qa.interactions.models import SEARCH, Interaction, Turn
from qa.text import language_of, spans_of, stem, words

# words of one transcript that are indexed: two hours of talk, and as far as PostgreSQL keeps places
LONGEST = 16_000
WORD = 64  # letters of a word that count
BREAK = "zzz0"  # stands between turns, so that a phrase does not run from one into the next
PIECE = 60  # characters shown on either side of a hit

_QUERY = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find: folded `words` that stand together; the last may be only a beginning; or
    not to be there."""

    words: tuple[str, ...]
    begins: bool = False
    absent: bool = False

    def matches(self, tokens: Sequence[str], at: int) -> bool:
        """Whether it stands at place `at` of a turn's folded words."""
        if at + len(self.words) > len(tokens):
            return False
        last = len(self.words) - 1
        return all(
            not alternatives(word).isdisjoint(alternatives(tokens[at + i]))
            or (
                self.begins
                and i == last
                and any(form.startswith(word) for form in alternatives(tokens[at + i]))
            )
            for i, word in enumerate(self.words)
        )


@functools.lru_cache(maxsize=100_000)
def alternatives(word: str) -> frozenset[str]:
    """The stems a word may be indexed under, whatever the transcript's language."""
    return frozenset((stem(word[:WORD], "tr"), stem(word[:WORD], "en")))


def terms(text: str) -> list[Term]:
    """What a query asks for. A word with signs in it (`e-posta`) is its parts, standing
    together."""
    found = []
    for minus, phrase, word in _QUERY.findall(text.replace("\x00", "")):
        raw = phrase or word
        parts = tuple(words(raw))
        if parts:
            open_end = not phrase and (raw.endswith("*") or any(map(str.isdigit, parts[-1])))
            found.append(Term(parts, open_end, bool(minus)))
    return found


def indexed(turns: Sequence[Sequence[str]]) -> tuple[str, str]:
    """(language, stems in order) of a transcript, from the folded words of its turns."""
    language = language_of(token for turn in turns for token in turn)
    stems: list[str] = []
    for turn in turns:
        stems += [stem(token[:WORD], language) for token in turn]
        stems.append(BREAK)
        if len(stems) > LONGEST:
            break
    return language, " ".join(stems[:LONGEST])


def index_turns(rows: Sequence[tuple[int, str]]) -> None:
    """Put (interaction id, stems) into the index."""
    if not rows:
        return
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        cursor = connection.connection.cursor()
        with cursor.copy("COPY interaction_search (interaction_id, words) FROM STDIN") as copy:
            for number, stems in rows:
                copy.write_row((number, _vector(stems)))
    else:
        connection.exec_driver_sql(
            "INSERT INTO interaction_search (rowid, words) VALUES (?, ?)", list(rows)
        )


def _vector(stems: str) -> str:
    """A tsvector as text: each stem with its places. Its own parser would split some words
    otherwise than we do."""
    places: dict[str, list[str]] = {}
    for place, one in enumerate(stems.split(" "), 1):
        places.setdefault(one, []).append(str(place))
    return " ".join([f"'{one}':{','.join(at[:255])}" for one, at in places.items() if one])


def forget(ids: Sequence[int]) -> None:
    """Take interactions out of the index. SQLite's keeps no text, so it has to be told what stood
    there."""
    if dialect() == "postgresql":
        statement = sa.text("DELETE FROM interaction_search WHERE interaction_id IN :ids")
        db.session.execute(
            statement.bindparams(sa.bindparam("ids", expanding=True)), {"ids": list(ids)}
        )
        return
    rows = [
        (number, indexed([words(line) for line in lines])[1])
        for number, lines in texts_of(ids).items()
        if lines
    ]
    if rows:
        db.session.connection().exec_driver_sql(
            "INSERT INTO interaction_search (interaction_search, rowid, words) "
            "VALUES ('delete', ?, ?)",
            rows,
        )


def texts_of(ids: Sequence[int]) -> dict[int, list[str]]:
    """The texts of the turns of interactions, in order."""
    texts: dict[int, list[str]] = {i: [] for i in ids}
    query = sa.select(Turn.interaction_id, Turn.text).where(Turn.interaction_id.in_(ids))
    for number, text in db.session.execute(query.order_by(Turn.interaction_id, Turn.n)):
        texts[number].append(text)
    return texts


def clauses(text: str) -> list[sa.ColumnElement[bool]]:
    """What an interaction must be to be found by a query: its words, or its id. Asks the database
    which has that id: an OR of the two in one statement would keep both indexes from being used."""
    asked = terms(text)
    same = _of_id(text.replace("\x00", "").strip())
    wanted = [term for term in asked if not term.absent]
    unwanted = [sa.not_(_having([term])) for term in asked if term.absent]
    if not wanted:
        return unwanted or [Interaction.id.in_(same)]
    having = _having(wanted)
    return [sa.or_(having, Interaction.id.in_(same)) if same else having, *unwanted]


def _of_id(text: str) -> list[int]:
    """The interactions of that id, one per source at most."""
    return list(
        db.session.scalars(sa.select(Interaction.id).where(Interaction.external_id == text))
    )


def _having(asked: Sequence[Term]) -> sa.ColumnElement[bool]:
    if dialect() == "postgresql":
        # Written out, not bound: the planner must see how common the words are.
        query = sa.bindparam(
            None, " & ".join(_tsquery(term) for term in asked), sa.String, literal_execute=True
        )
        return Interaction.id.in_(
            sa.select(SEARCH.c.interaction_id).where(
                SEARCH.c.words.op("@@")(sa.cast(query, postgresql.TSQUERY))
            )
        )
    match = sa.literal(" AND ".join(_fts(term) for term in asked))
    return Interaction.id.in_(
        sa.select(SEARCH.c.rowid).where(sa.literal_column("interaction_search").op("MATCH")(match))
    )


def _fts(term: Term) -> str:
    phrases: list[list[str]] = [[]]
    for word in term.words:
        phrases = [[*phrase, form] for phrase in phrases for form in sorted(alternatives(word))]
        phrases = phrases[
            :64
        ]  # six words have that many spellings; more words in one language have fewer that differ
    found = ['"' + " ".join(phrase) + '"' for phrase in phrases]
    if term.begins:
        found += ['"' + " ".join([*phrase[:-1], term.words[-1]]) + '"*' for phrase in phrases]
    return "(" + " OR ".join(dict.fromkeys(found)) + ")"


def _tsquery(term: Term) -> str:
    places = [[f"'{form}'" for form in sorted(alternatives(word))] for word in term.words]
    if term.begins:
        places[-1].append(f"'{term.words[-1]}':*")
    return "(" + " <-> ".join("(" + " | ".join(choices) + ")" for choices in places) + ")"


def marked(text: str, asked: Sequence[Term]) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it was asked for."""
    if not asked:
        return [(text, False)]
    spans = spans_of(text)
    tokens = [token for _start, _end, token in spans]
    pieces: list[tuple[str, bool]] = []
    at = place = 0
    while place < len(tokens):
        hit = next(
            (term for term in asked if not term.absent and term.matches(tokens, place)), None
        )
        if hit is None:
            place += 1
            continue
        start, end = spans[place][0], spans[place + len(hit.words) - 1][1]
        pieces += [(text[at:start], False), (text[start:end], True)]
        at, place = end, place + len(hit.words)
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def in_context(ids: Sequence[int], asked: Sequence[Term]) -> dict[int, list[tuple[str, bool]]]:
    """For each interaction the first place where something asked for stands, with the words around
    it."""
    wanted = [term for term in asked if not term.absent]
    shown: dict[int, list[tuple[str, bool]]] = {}
    if not wanted or not ids:
        return shown
    for number, texts in texts_of(ids).items():
        for text in texts:
            pieces = marked(text, wanted)
            if any(hit for _piece, hit in pieces):
                shown[number] = _around(pieces)
                break
    return shown


def _around(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The pieces of a turn, cut to what stands near the first hit."""
    first = next(i for i, (_piece, hit) in enumerate(pieces) if hit)
    before = pieces[first - 1][0] if first else ""
    cut = [("…" + before[-PIECE:] if len(before) > PIECE else before, False)] if before else []
    for piece, hit in pieces[first:]:
        room = 3 * PIECE - sum(len(one) for one, _hit in cut)
        if room <= 0:
            break
        cut.append((piece if len(piece) <= room else piece[:room] + "…", hit))
    return cut


def is_behind() -> bool:
    """Whether there are transcripts and nothing of them in the index, as after an upgrade that
    changed its form."""
    number = db.session.scalar(
        sa.select(Interaction.id)
        .where(Interaction.turn_count > 0)
        .order_by(Interaction.id)
        .limit(1)
    )
    column = SEARCH.c.rowid if dialect() == "sqlite" else SEARCH.c.interaction_id
    return number is not None and db.session.scalar(sa.select(column).limit(1)) is None


def rebuild(*, batch: int = 500) -> int:
    """Make the whole index anew, from what is kept; commits by batches. Returns how many
    transcripts are in it."""
    if dialect() == "postgresql":
        db.session.execute(sa.text("DELETE FROM interaction_search"))
    else:
        db.session.connection().exec_driver_sql(
            "INSERT INTO interaction_search (interaction_search) VALUES ('delete-all')"
        )
    count = last = 0
    while ids := list(
        db.session.scalars(
            sa.select(Interaction.id)
            .where(Interaction.id > last, Interaction.turn_count > 0)
            .order_by(Interaction.id)
            .limit(batch)
        )
    ):
        rows = []
        for number, lines in texts_of(ids).items():
            language, stems = indexed([words(line) for line in lines])
            rows.append((number, stems))
            db.session.execute(
                sa.update(Interaction).where(Interaction.id == number).values(language=language)
            )
        index_turns(rows)
        count, last = count + len(ids), ids[-1]
        db.session.commit()
    return count
