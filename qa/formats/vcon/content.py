"""What a vCon's `body` holds."""

from __future__ import annotations

import base64
import binascii
import email
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

from qa.formats import file
from qa.formats.conversation import FileRefused, clean
from qa.formats.json_values import text_of
from qa.formats.messages import from_html, plain
from qa.text import fold


def mediatype(part: dict[str, Any]) -> str:
    """As the part tells, under its new name or its old."""
    return fold(text_of(part.get("mediatype")) or text_of(part.get("mimetype")))


def body(part: dict[str, Any]) -> Any:
    """The body as text, or as what its JSON says; None when it has none or it cannot be read."""
    value = part.get("body")
    if not isinstance(value, str):
        return value
    encoding = fold(text_of(part.get("encoding")))
    if encoding in ("base64url", "base64"):
        data = _decoded(value)
        if data is None:
            return None
        value = file.decode(data)[0]
    if encoding == "json" or value.lstrip().startswith(("{", "[")):
        try:
            return file.loads(value)
        except FileRefused:
            return value if encoding != "json" else None
    return value


def text(part: dict[str, Any]) -> str:
    """The words of a text dialog: of HTML what a reader sees, of an e-mail its text."""
    value = body(part)
    if isinstance(value, dict):
        value = value.get("text") or value.get("body") or value.get("message")
    if not isinstance(value, (str, int, float)):
        return ""
    return _words(
        clean(text_of(value)),
        mediatype(part),
        text_of(part.get("mediatype")) or text_of(part.get("mimetype")),
    )


def host(url: Any) -> str:
    """Where a URL points to, without what may let others in."""
    try:
        return (urlsplit(text_of(url)).hostname or "url")[:60]
    except ValueError:
        return "url"


def _words(words: str, kind: str, written: str) -> str:
    if kind.startswith("text/html"):
        return from_html(words)
    if kind.startswith(("multipart/", "message/")):
        try:
            whole = (
                f"Content-Type: {written}\n\n{words}" if kind.startswith("multipart/") else words
            )
            return _of_email(email.message_from_bytes(whole.encode()))
        except (
            LookupError,
            ValueError,
            TypeError,
            AttributeError,
            RecursionError,
        ):  # what the parser makes of broken mails
            return plain(words)
    return plain(words)


def _of_email(mail: Message) -> str:
    """The first plain text of a mail, else its HTML."""
    parts = [part for part in mail.walk() if not part.is_multipart()]
    for wanted in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == wanted:
                data = part.get_payload(decode=True)
                # What is not encoded for the way was text already when it came into the JSON.
                coded = fold(str(part.get("Content-Transfer-Encoding", ""))).strip() in (
                    "base64",
                    "quoted-printable",
                )
                charset = (part.get_content_charset() if coded else None) or "utf-8"
                words = clean(data.decode(charset, "replace")) if isinstance(data, bytes) else ""
                return from_html(words) if wanted == "text/html" else plain(words)
    return ""


def _decoded(value: str) -> bytes | None:
    value = "".join(value.split()).rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except (binascii.Error, ValueError):
        return None
