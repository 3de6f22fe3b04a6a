"""How Asterisk names channels, in its call records as in its queue log."""

from __future__ import annotations

import re

_CHANNEL = re.compile(r"[A-Za-z][A-Za-z0-9_]*/(.+)")
_SUFFIX = re.compile(r"-[0-9a-fA-F]{2,}(?:;[12])?$|;[12]$")
_EXTENSION = re.compile(r"[0-9]{2,6}")


def endpoint(channel: str) -> str:
    """Whose channel it is: `PJSIP/201-0000001a`, `Local/201@queue-0000002b;1` and `Agent/201` are
    201's. What is no channel's name stays as it is: queue members may have names."""
    match = _CHANNEL.fullmatch(channel.strip())
    if match is None:
        return channel.strip()
    name = match[1]
    if "@" in name:
        return name.split("@", 1)[0]
    return _SUFFIX.sub("", name)


def is_extension(name: str) -> bool:
    """Whether it is an internal number: two to six digits. Longer ones are numbers of the public
    network, words are trunks."""
    return bool(_EXTENSION.fullmatch(name))
