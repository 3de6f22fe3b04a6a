"""Every setting, in one table: name, type, default, help. Read from the environment only; wrong
values stop the start."""

from __future__ import annotations

import difflib
import functools
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent.parent


@functools.cache
def version() -> str:
    """The product's version: the top heading of the changelog, or, where that is not beside the
    program, what was installed. The metadata of the package is made from this function."""
    changelog = ROOT / "CHANGELOG.md"
    if changelog.is_file():
        heading = re.search(r"^## (\d+\.\d+\.\d+)\b", changelog.read_text("utf-8"), re.MULTILINE)
        if heading:
            return heading[1]
    return metadata.version("vaybe")


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it and says what to do."""


def _text(raw: str) -> str:
    return raw


def _whole(raw: str) -> int:
    number = int(raw)
    if number < 0:
        raise ValueError("must not be negative")
    return number


def _switch(raw: str) -> bool:
    if raw in ("1", "true", "yes", "on"):
        return True
    if raw in ("0", "false", "no", "off", ""):
        return False
    raise ValueError("must be 1 or 0")


def _language(raw: str) -> str:
    if raw not in ("tr", "en"):
        raise ValueError("must be tr or en")
    return raw


def _zone(raw: str) -> str:
    try:
        ZoneInfo(raw)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones
        raise ValueError("must be a zone such as Europe/Istanbul") from None
    return raw


def _address(raw: str) -> str:
    if raw and not re.fullmatch(r"https?://[^/\s?#]+(/[^\s?#]*)?", raw):
        raise ValueError("must be an address such as https://quality.example.com")
    return raw.rstrip("/")


def _hour(raw: str) -> int:
    if _whole(raw) > 23:
        raise ValueError("must be 0 to 23")
    return int(raw)


def _security(raw: str) -> str:
    if raw not in ("starttls", "ssl", "none"):
        raise ValueError("must be starttls, ssl or none")
    return raw


def _mailbox(raw: str) -> str:
    if raw and not re.fullmatch(
        r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", raw
    ):
        raise ValueError("must be an e-mail address")
    return raw


def _database(raw: str) -> str:
    if raw and not raw.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
    return raw


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the table."""

    name: str
    read: Callable[[str], Any]
    default: str
    help: str


TABLE: tuple[Setting, ...] = (
    Setting(
        "QA_DATA_DIR",
        _text,
        str(ROOT / "var"),
        "Folder for the SQLite database, uploads, jobs and the secret key.",
    ),
    Setting(
        "QA_DATABASE_URL",
        _database,
        "",
        "sqlite:///... or postgresql+psycopg://...; empty: SQLite in QA_DATA_DIR.",
    ),
    Setting(
        "QA_SECRET_KEY",
        _text,
        "",
        "Signs sessions; empty: made once and kept in QA_DATA_DIR/secret_key.",
    ),
    Setting("QA_HOST", _text, "127.0.0.1", "Address to listen on."),
    Setting("QA_PORT", _whole, "5000", "Port to listen on."),
    Setting("QA_THREADS", _whole, "8", "Requests served at the same time by one process."),
    Setting("QA_HTTPS", _switch, "0", "1 behind HTTPS: cookies are sent over HTTPS only."),
    Setting(
        "QA_DEMO", _switch, "0", "1: this is a demonstration database; listens on loopback only."
    ),
    Setting(
        "QA_LANGUAGE", _language, "tr", "Language when the browser asks for neither tr nor en."
    ),
    Setting(
        "QA_TIMEZONE",
        _zone,
        "Europe/Istanbul",
        "Zone of times on pages, and of times in files that carry none.",
    ),
    Setting(
        "QA_SESSION_HOURS", _whole, "12", "A login ends after so many hours without a request."
    ),
    Setting("QA_LOGIN_LIMIT", _text, "10 per minute", "Login attempts allowed per account."),
    Setting(
        "QA_LOGIN_LIMIT_ADDRESS",
        _text,
        "60 per minute",
        "Login attempts allowed per address; an office shares one.",
    ),
    Setting("QA_UPLOAD_MB", _whole, "512", "Largest file that can be imported, in megabytes."),
    Setting("QA_IMPORT_ROWS", _whole, "5000000", "Most rows one imported file may have."),
    Setting(
        "QA_WATCH_DIR",
        _text,
        "",
        "Folder whose files are brought in by themselves; empty: none is watched.",
    ),
    Setting(
        "QA_TURN_CHARACTERS",
        _whole,
        "32767",
        "Longest turn accepted, in characters (a spreadsheet cell holds no more).",
    ),
    Setting(
        "QA_TARGET_DAY",
        _whole,
        "8",
        "Evaluations an evaluator is to make in a working day, unless set for the person.",
    ),
    Setting(
        "QA_TARGET_MONTH",
        _whole,
        "160",
        "Evaluations an evaluator is to make in a month, unless set for the person.",
    ),
    Setting(
        "QA_IDLE_SECONDS",
        _whole,
        "60",
        "A pause longer than this while scoring is not counted as work.",
    ),
    Setting(
        "QA_SHORT_CALL_SECONDS",
        _whole,
        "180",
        "Calls up to this length are short in the evaluators' report.",
    ),
    Setting(
        "QA_SHORT_CHAT_SECONDS",
        _whole,
        "480",
        "Written contacts up to this length are short in the evaluators' report.",
    ),
    Setting(
        "QA_ADDRESS",
        _address,
        "",
        "Address people open Vaybe at, for links in mails; empty: mails have no links.",
    ),
    Setting(
        "QA_SMTP_HOST", _text, "", "Mail server that notices are sent by; empty: no mail is sent."
    ),
    Setting("QA_SMTP_PORT", _whole, "587", "Port of the mail server."),
    Setting(
        "QA_SMTP_SECURITY",
        _security,
        "starttls",
        "starttls, ssl (from the first byte, usually port 465) or none.",
    ),
    Setting("QA_SMTP_USER", _text, "", "Name to log in to the mail server with; empty: no login."),
    Setting("QA_SMTP_PASSWORD", _text, "", "Password for the mail server."),
    Setting(
        "QA_SMTP_SENDER", _mailbox, "", "Address that mails come from; needed with a mail server."
    ),
    Setting(
        "QA_DIGEST_HOUR",
        _hour,
        "8",
        "Hour of the day, in the zone of QA_TIMEZONE, at which the daily mail is made.",
    ),
    Setting(
        "QA_NOTICES_READ_DAYS",
        _whole,
        "90",
        "Notices are deleted so many days after they were read; 0: never.",
    ),
    Setting(
        "QA_NOTICES_UNREAD_DAYS",
        _whole,
        "365",
        "Notices nobody has read are deleted so many days after they came; 0: never.",
    ),
    Setting(
        "QA_MAILS_DAYS",
        _whole,
        "30",
        "That a mail was sent, or given up, is forgotten after so many days; 0: never.",
    ),
    Setting(
        "QA_TEST_DATABASE_URL",
        _text,
        "",
        "Tests only: a PostgreSQL server to use instead of the one the tests start.",
    ),
    Setting("QA_CASES", _text, "", "Tests only: a folder of worked cases."),
)


@dataclass(frozen=True)
class Settings:
    """The values in force. Attributes are the names without `QA_`, in lower case."""

    values: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[f"QA_{name.upper()}"]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def data(self) -> Path:
        """The data folder, made on first use and closed to other users of the machine."""
        folder = Path(self.values["QA_DATA_DIR"]).resolve()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    @property
    def database_file(self) -> Path | None:
        """The file of an SQLite database; None for another kind, or one in memory. Asking makes
        neither it nor its folder."""
        given = str(self.values["QA_DATABASE_URL"])
        if not given:
            return Path(self.values["QA_DATA_DIR"]).resolve() / "vaybe.sqlite"
        if given.startswith("sqlite:///") and ":memory:" not in given:
            # Relative to where the command is run, as people expect, and not to a folder of the
            # framework's choice.
            return Path(given.removeprefix("sqlite:///")).resolve()
        return None

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database; the data folder is made for one that lies
        there."""
        given, file = str(self.values["QA_DATABASE_URL"]), self.database_file
        if not given:
            self.data  # noqa: B018 -- asking for it makes it
        return given if file is None else f"sqlite:///{file}"

    @property
    def secret(self) -> str:
        """The key that signs sessions."""
        given = str(self.values["QA_SECRET_KEY"])
        if given:
            return given
        path = self.data / "secret_key"
        try:
            # O_EXCL: of two processes starting at once, one makes the key and both read it.
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
                new.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
        return path.read_text()


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environ` (default: the process's).

    SettingsError names every unknown or wrong QA_ variable."""
    given = os.environ if environ is None else environ
    known = {setting.name for setting in TABLE}
    wrong = []
    for name in sorted(given):
        if name.startswith("QA_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            wrong.append(
                f"{name}: there is no such setting" + (f"; did you mean {near[0]}?" if near else "")
            )
    values = {}
    for setting in TABLE:
        try:
            values[setting.name] = setting.read(given.get(setting.name, setting.default))
        except ValueError as error:
            wrong.append(f"{setting.name}={given.get(setting.name)!r}: {error}. {setting.help}")
    if values.get("QA_SMTP_HOST") and not values.get("QA_SMTP_SENDER", "-"):
        wrong.append("QA_SMTP_SENDER: a mail server is set, so say which address mails come from.")
    if wrong:
        raise SettingsError("\n".join(wrong))
    return Settings(values)
