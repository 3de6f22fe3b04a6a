"""Who takes part, and how the indices of a vCon name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qa.formats import speech
from qa.formats.conversation import SPEAKER_LENGTH
from qa.formats.json_values import list_of, text_of
from qa.text import fold

_ROLES = {"human agent": "agent", "ai agent": "bot", "virtual assistant": "bot"}


@dataclass(frozen=True, slots=True)
class Party:
    """One of them. `label` names them in this file alone; `role` is "" when the file does not
    tell."""

    label: str
    role: str
    name: str
    code: str
    address: str


class People:
    """All parties, by index."""

    def __init__(self, parties: list[dict[str, Any]]) -> None:
        self.all = [_party(number, party) for number, party in enumerate(parties)]
        self._named = {fold(one.label): one for one in reversed(self.all)}

    def first(self, role: str) -> Party | None:
        return next((one for one in self.all if one.role == role), None)

    def at(self, index: Any) -> Party | None:
        """The party of an index as JSON has it: a number, or a list that begins with one."""
        while isinstance(index, list):
            index = next(iter(index), None)
        if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(self.all):
            return None
        return self.all[index]

    def of_channels(self, indices: Any) -> dict[str, Party]:
        """ "channel 0" -> who is heard there, where the recording names one for each channel."""
        found = {
            f"channel {number}": self.at(index)
            for number, index in enumerate(list_of(indices))
            if index is not None
        }
        return {name: party for name, party in found.items() if party is not None}

    def called(self, name: str) -> Party | None:
        return self._named.get(fold(name)) if name else None

    def role(self, label: str) -> str:
        """The role of a label, or the one that a name says of itself."""
        party = self.called(label)
        return (party.role if party else "") or speech.role_of(label)


def _party(number: int, party: dict[str, Any]) -> Party:
    """A party of its fields; addresses without their scheme ("tel:")."""
    found = {
        name: text_of(party.get(name)) for name in ("name", "tel", "mailto", "sip", "uuid", "did")
    }
    plain = {
        name: value.split(":", 1)[-1] if name in ("tel", "mailto", "sip") else value
        for name, value in found.items()
    }
    extension = plain["sip"].split("@", 1)[0]
    code = plain["mailto"] or extension or plain["uuid"] or plain["tel"] or plain["name"]
    address = (
        plain["tel"]
        or plain["mailto"]
        or plain["sip"]
        or plain["uuid"]
        or plain["did"]
        or plain["name"]
    )
    label = (plain["name"] or address or f"party {number}")[:SPEAKER_LENGTH]
    return Party(label, _role(party), plain["name"], code, address)


def _role(party: dict[str, Any]) -> str:
    for key in ("role", "type"):
        said = text_of(party.get(key))
        role = speech.role_of(said) or _ROLES.get(
            " ".join(fold(said).replace("_", " ").replace("-", " ").split()), ""
        )
        if role:
            return role
    return ""
