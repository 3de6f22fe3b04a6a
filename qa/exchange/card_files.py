"""Scorecard files, YAML or JSON, to cards and back; every fault with its file, line and path."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from qa.scoring import Card, CardError, Fault, card_from_dict

# The reader written in C, where PyYAML has it, is ten times as fast; both read the same.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

LARGEST_FILE = 1_000_000
WIDTH = 110
SHORT = 96
DEEPEST = 20
"""A scorecard nests eight deep; far more is an attempt to exhaust the reader."""

NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
OTHER_LINES = re.compile(NOT_TEXT.pattern + "|[\x85\u2028\u2029]")
PLAIN_NUMBER = re.compile(r"[-+]?(0|[1-9]\d{0,14})?(\.\d{0,20}([eE][-+]?\d{1,3})?)?")


@dataclass(frozen=True, slots=True)
class FileFault:
    """What is wrong, on which line (from 1) of which file, and where on the card ("": on the
    whole).

    `template` and `arguments` as in `Fault`: so that a page can say it in its reader's language."""

    name: str
    line: int
    path: str
    template: str
    arguments: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """The message in English."""
        return Fault(self.path, self.template, self.arguments).message

    def __str__(self) -> str:
        where = f"{self.name}:{self.line}"
        return f"{where}: {self.path}: {self.message}" if self.path else f"{where}: {self.message}"


class ScorecardFileError(ValueError):
    """A file that is no sound scorecard; `faults` holds everything found, in the order of the
    file."""

    def __init__(self, faults: Sequence[FileFault]) -> None:
        self.faults = sorted(faults, key=lambda fault: fault.line)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def read_card(text: str, *, name: str, languages: Sequence[str] = ()) -> Card:
    """The card in a file's text: JSON when the name ends in .json or the text is JSON, otherwise
    YAML.

    `name` is for the messages; `languages` are those every text given per language must have.
    Aliases, anchors, tags, duplicate keys, several documents and more than 1 MB are refused. Raises
    ScorecardFileError."""
    data, lines = parsed(text, name)
    try:
        return card_from_dict(data, languages=languages)
    except CardError as error:
        raise ScorecardFileError(
            [
                FileFault(
                    name, _line(lines, fault.path), fault.path, fault.template, fault.arguments
                )
                for fault in error.faults
            ]
        ) from None


def line_of(text: str, *, name: str) -> Callable[[str], int]:
    """The line on which each path of a file begins, or the nearest part around it. Raises
    ScorecardFileError."""
    _data, lines = parsed(text, name)
    return lambda path: _line(lines, path)


def parsed(text: str, name: str) -> tuple[Any, dict[str, int]]:
    """The values of a file and the line of each path."""
    text = text.removeprefix("\ufeff")
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_FILE:
        raise ScorecardFileError(
            [
                FileFault(
                    name, 1, "", "is larger than %(limit)s bytes", {"limit": f"{LARGEST_FILE:,}"}
                )
            ]
        )
    if name.lower().endswith(".json") or _is_json(text):
        data: Any = _json(text, name)
        # YAML reads it again for the lines alone: JSON has tabs between values only, and may hold
        # signs that YAML may not.
        _, lines = _yaml(OTHER_LINES.sub("?", text.replace("\t", " ")), name)
    else:
        data, lines = _yaml(text, name)
    return data, lines


def write_card(card: Card, format: Literal["yaml", "json"] = "yaml") -> str:
    """The text of a file that reads as the same card, with its keys in the order they were
    given."""
    data = card.to_dict()
    if format == "json":
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return dumped(data)


def dumped(data: Any) -> str:
    """Plain values as YAML that a person would have written."""
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH))


class _Dumper(yaml.SafeDumper):
    """Lays a card out as a person would: short parts on one line, lists under their key and set
    in."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> Any:
        lists = [held for held in mapping.values() if isinstance(held, list)]
        nested = any(isinstance(part, dict) for held in lists for part in held)
        return super().represent_mapping(
            tag, mapping, flow_style=not nested and len(repr(mapping)) <= SHORT
        )

    def represent_str(self, data: str) -> Any:
        # Other styles turn the rarer line ends into spaces.
        style = '"' if OTHER_LINES.search(data) else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style)

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> Any:
        flow = len(repr(sequence)) <= SHORT and not any(
            isinstance(part, dict | list) for part in sequence
        )
        return super().represent_sequence(tag, sequence, flow_style=flow)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


# PyYAML looks methods up by type in a table of its own, not by name.
_Dumper.add_representer(str, _Dumper.represent_str)
_Dumper.add_representer(
    dict, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data)
)
_Dumper.add_representer(
    list, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data)
)


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith("{"):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _json(text: str, name: str) -> Any:
    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not a number JSON knows")

    try:
        return json.loads(text, parse_constant=refuse)
    except json.JSONDecodeError as error:
        fault = FileFault(
            name,
            error.lineno,
            "",
            "is not JSON: %(why)s (column %(column)s)",
            {"why": error.msg, "column": error.colno},
        )
    except ValueError as error:
        fault = FileFault(name, 1, "", "is not JSON: %(why)s", {"why": str(error)})
    except RecursionError:
        fault = FileFault(name, 1, "", "is nested more than %(limit)s deep", {"limit": DEEPEST})
    raise ScorecardFileError([fault])


def _yaml(text: str, name: str) -> tuple[Any, dict[str, int]]:
    """The values of a YAML text and the line of each path."""
    faults: list[FileFault] = []
    strange = NOT_TEXT.search(text)
    if strange:
        line = 1 + text.count("\n", 0, strange.start())
        raise ScorecardFileError(
            [
                FileFault(
                    name, line, "", "holds %(sign)s, which is no text", {"sign": repr(strange[0])}
                )
            ]
        )
    try:
        _check_events(text, name, faults)
        if faults:
            raise ScorecardFileError(faults)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                raise ScorecardFileError([FileFault(name, 1, "", "is empty")])
            values = _Values(loader, name, faults)
            data = values.of(node, "")
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        why = error.problem or error.context or "cannot be read"
        fault = FileFault(
            name,
            line,
            "",
            "is not YAML: %(why)s (column %(column)s)",
            {"why": why, "column": column},
        )
        raise ScorecardFileError([fault]) from None
    if faults:
        raise ScorecardFileError(faults)
    return data, values.lines


def _check_events(text: str, name: str, faults: list[FileFault]) -> None:
    """What must not be there is looked for before anything is built from it."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                faults.append(FileFault(name, line, "", "holds more than one document"))
        if isinstance(event, yaml.AliasEvent):
            faults.append(
                FileFault(
                    name,
                    line,
                    "",
                    "aliases are not allowed: %(alias)s",
                    {"alias": f"*{event.anchor}"},
                )
            )
        elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            faults.append(
                FileFault(
                    name,
                    line,
                    "",
                    "anchors are not allowed: %(anchor)s",
                    {"anchor": f"&{event.anchor}"},
                )
            )
        if (
            isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
            and event.tag is not None
        ):
            faults.append(
                FileFault(name, line, "", "tags are not allowed: %(tag)s", {"tag": event.tag})
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                faults.append(
                    FileFault(
                        name, line, "", "is nested more than %(limit)s deep", {"limit": DEEPEST}
                    )
                )
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Values:
    """Plain values from YAML nodes, remembering on which line each path begins."""

    def __init__(self, loader: Any, name: str, faults: list[FileFault]) -> None:
        self.lines: dict[str, int] = {"": 1}
        self._loader = loader
        self._name = name
        self._faults = faults

    def of(self, node: yaml.Node, path: str) -> Any:
        if isinstance(node, yaml.SequenceNode):
            return [
                self._at(item, item, f"{path}[{index}]") for index, item in enumerate(node.value)
            ]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: str) -> dict[Hashable, Any]:
        found: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(key_node, path, "a key must be a word")
                continue
            key = self._scalar(key_node, path)
            below = f"{path}.{key}" if path else str(key)
            if key in found:
                self._fault(key_node, below, "is here twice")
            found[key] = self._at(value_node, key_node, below)
        return found

    def _at(self, node: yaml.Node, begin: yaml.Node, path: str) -> Any:
        self.lines.setdefault(path, begin.start_mark.line + 1)
        return self.of(node, path)

    def _scalar(self, node: yaml.Node, path: str) -> Any:
        kind = node.tag.rpartition(":")[2]
        # YAML 1.1 reads 010 as eight and 1:30 as ninety; nobody means that.
        if kind in ("int", "float") and not PLAIN_NUMBER.fullmatch(node.value):
            said = node.value[:40]
            self._fault(
                node,
                path,
                "write the number plainly, or in quotes if it is text: %(said)s",
                said=said,
            )
            return 0
        if kind in ("str", "null", "bool", "int", "float"):
            return self._loader.construct_object(node)
        # Dates, "=" and "<<" are the other things YAML sees in unquoted words; here they are words.
        return node.value

    def _fault(self, node: yaml.Node, path: str, template: str, **arguments: object) -> None:
        self._faults.append(
            FileFault(self._name, node.start_mark.line + 1, path, template, arguments)
        )


def _line(lines: dict[str, int], path: str) -> int:
    """The line of a path, or of the nearest part around it: what is missing has no line of its
    own."""
    while path not in lines:
        path = re.sub(r"(^|\.)[^.\[\]]*$|\[\d+\]$", "", path) if path else ""
    return lines[path]
