"""What customers contact the company about, as phrases with many variants.

The stories are the YAML files beside this module, one file for each subject; `shape` says what a
story must have. A field that is missing, unknown or of another kind stops the demonstration."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from qa.demo.stories.shape import CaseStory, Doubt, Exchange, SaleStory, Story

FOLDER = Path(__file__).parent
SERVICE_FILES = (
    "parcels",
    "returns",
    "orders",
    "goods",
    "payments",
    "account",
    "behaviour",
    "english",
    "english_goods",
)
S = TypeVar("S", Story, SaleStory, CaseStory)


class StoryError(ValueError):
    """A file of stories that is not as `shape` says."""


@cache
def service() -> tuple[Story, ...]:
    """The stories of customers who contact the company."""
    return tuple(story for name in SERVICE_FILES for story in _stories(name, Story))


@cache
def sales() -> tuple[SaleStory, ...]:
    """The stories of sales calls."""
    return _stories("sales", SaleStory)


@cache
def cases() -> tuple[CaseStory, ...]:
    """The stories of back-office cases."""
    return _stories("casework", CaseStory)


@cache
def talk(language: str) -> dict[str, tuple[str, ...]]:
    """What people say in every conversation, by what the phrase is for."""
    names = {"tr": ("talk_tr", "customers_tr"), "en": ("talk_en",)}[language]
    return {key: tuple(phrases) for name in names for key, phrases in _read(name).items()}


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def _stories(name: str, kind: type[S]) -> tuple[S, ...]:
    return tuple(
        _story(f"{name}.yaml", number, content, kind) for number, content in _numbered(name)
    )


def _numbered(name: str) -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(_read(name), 1))


def _story(file: str, number: int, content: dict[str, Any], kind: type[S]) -> S:
    fields = {field.name: str(field.type) for field in dataclasses.fields(kind)}
    unknown = content.keys() - fields.keys()
    if unknown:
        raise StoryError(f"{file}: story {number} has unknown fields: {', '.join(sorted(unknown))}")
    try:
        values = {key: _value(fields[key], value) for key, value in content.items()}
        return kind(**values)
    except (TypeError, KeyError) as error:
        raise StoryError(f"{file}: story {number}: {error}") from error


def _value(kind: str, value: Any) -> Any:
    """A value of a file as the field of a story holds it; `kind` is the field's annotation."""
    match kind:
        case "Phrases":
            return _phrases(value)
        case "tuple[Exchange, ...]":
            return tuple(Exchange(**pair) for pair in value)
        case "tuple[Doubt, ...]":
            return tuple(Doubt(**doubt) for doubt in value)
        case "frozenset[str]":
            return frozenset(value)
    return value


def _phrases(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(phrase, str) for phrase in value):
        raise TypeError(f"{value!r} is no list of phrases")
    return tuple(value)
