"""A mail as a message: plain text in its reader's language, whatever is in names and titles."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from flask import current_app
from flask_babel import force_locale, gettext, ngettext

from qa.notices import labels
from qa.notices.models import NOTICE, Notice, NoticeMail
from qa.people.models import User

LONGEST = 150  # characters of a subject


def compose(mail: NoticeMail, notices: Sequence[Notice]) -> EmailMessage:
    """The message of a mail. ValueError for an address that no mail can be sent to."""
    settings = current_app.config["SETTINGS"]
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Vaybe", addr_spec=settings.smtp_sender)
    message["To"] = _address(mail.user)
    message["Date"] = format_datetime(mail.made_at)
    # The same for every attempt: who gets it twice may see by it that it is one.
    message["Message-ID"] = (
        f"<vaybe-{mail.id}-{mail.made_at:%Y%m%d%H%M%S%f}@{settings.smtp_sender.rpartition('@')[2]}>"
    )
    message["Auto-Submitted"] = "auto-generated"
    with force_locale(mail.user.language or settings.language):
        message["Subject"] = _plain(_subject(mail, notices))[:LONGEST]
        message.set_content(_body(mail.user, notices))
    return message


def _address(user: User) -> Address:
    name, _at, domain = user.email.rpartition("@")
    if not name:
        raise ValueError("an address that no mail can be sent to")
    try:
        return Address(_plain(user.name), name, domain.encode("idna").decode())
    except (UnicodeError, ValueError) as error:
        raise ValueError("an address that no mail can be sent to") from error


def _plain(value: str) -> str:
    """One line: a line break in a header would begin another header."""
    return " ".join(
        "".join(" " if unicodedata.category(c).startswith(("C", "Z")) else c for c in value).split()
    )


def _subject(mail: NoticeMail, notices: Sequence[Notice]) -> str:
    if mail.what == NOTICE:
        return labels.sentence(notices[0])
    return ngettext("Vaybe: %(num)s notice", "Vaybe: %(num)s notices", len(notices))


def _body(user: User, notices: Sequence[Notice]) -> str:
    address = current_app.config["SETTINGS"].address
    parts = [gettext("Hello %(name)s,", name=_plain(user.name))]
    for notice in notices:
        said = _plain(labels.sentence(notice))
        parts.append(f"{said}\n{address}{labels.path(notice)}" if address else said)
    where = f"{address}/account/notices" if address else gettext("Your account, Notices")
    parts.append("--\n" + gettext("You choose which notices come by mail: %(where)s", where=where))
    return "\n\n".join(parts) + "\n"
