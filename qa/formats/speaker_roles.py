"""Who a speaker without a role probably is, by what they say. A proposal for a person to confirm,
never taken as given. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qa.text import fold

_AGENT = (
    "yardimci ol",
    "hos geldiniz",
    "hosgeldiniz",
    "iyi gunler dilerim",
    "adina",
    "kontrol ediyorum",
    "hatta bekle",
    "kaydinizi",
    "siparis numaraniz",
    "how can i help",
    "how may i help",
    "thank you for calling",
    "speaking",
    "let me check",
    "your order number",
    "anything else",
    "welcome to",
    "is there anything",
)
_CUSTOMER = (
    "siparisim",
    "iade etmek istiyorum",
    "sikayet",
    "hala gelmedi",
    "param",
    "my order",
    "i ordered",
    "i want to return",
    "my package",
    "refund me",
    "i have a problem",
)


def guess(speakers: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Name -> role for the speakers of `read.speakers`: the one who talks most like an agent, and
    who is left of two."""

    def like(words: Sequence[str]) -> int:
        said = fold(" ".join(words))
        return sum(phrase in said for phrase in _AGENT) - sum(
            phrase in said for phrase in _CUSTOMER
        )

    marks = {one["name"]: like(one["words"]) for one in speakers}
    if len(marks) < 2 or len(set(marks.values())) == 1:
        return {}
    best = max(marks, key=lambda name: marks[name])
    rest = [name for name in marks if name != best]
    return {best: "agent", rest[0]: "customer"} if len(rest) == 1 else {best: "agent"}
