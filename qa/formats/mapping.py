"""Which column is what: the fields an import knows, and how they are recognised by their usual
names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from qa.text import fold, gettext_noop


@dataclass(frozen=True, slots=True)
class Field:
    """Something an interaction or a turn may have; `names` are folded, `_` and spaces alike."""

    name: str
    label: Any
    names: tuple[str, ...]
    turn: bool = False


FIELDS: tuple[Field, ...] = (
    Field(
        "id",
        gettext_noop("Interaction id"),
        (
            "conversation id",
            "interaction id",
            "external id",
            "contact id",
            "call id",
            "chat id",
            "ticket id",
            "case id",
            "uniqueid",
            "linkedid",
            "id",
            "gorusme id",
            "gorusme no",
            "gorusme numarasi",
            "cagri id",
            "cagri no",
            "kayit no",
            "talep no",
            "vaka no",
            "sohbet id",
            "yazisma id",
        ),
    ),
    Field(
        "channel",
        gettext_noop("Channel"),
        ("channel", "kanal", "media type", "media", "gorusme kanali"),
    ),
    Field("queue", gettext_noop("Queue"), ("queue", "kuyruk", "skill", "konu kuyrugu", "hat")),
    Field("direction", gettext_noop("Direction"), ("direction", "yon", "cagri yonu")),
    Field(
        "agent",
        gettext_noop("Agent"),
        (
            # codes first, then what may hold a name as well
            "agent id",
            "agent code",
            "temsilci kodu",
            "temsilci id",
            "temsilci no",
            "temsilci sicil no",
            "sicil no",
            "sicil",
            "personel no",
            "agent",
            "temsilci",
            "musteri temsilcisi",
            "user",
            "operator",
        ),
    ),
    Field(
        "agent_name",
        gettext_noop("Agent's name"),
        (
            "agent name",
            "temsilci adi",
            "temsilci adi soyadi",
            "ad soyad",
            "agent",
            "temsilci",
            "musteri temsilcisi",
        ),
    ),
    Field("team", gettext_noop("Team"), ("team", "ekip", "takim", "takim adi", "ekip adi")),
    Field(
        "customer",
        gettext_noop("Customer"),
        (
            "customer",
            "customer id",
            "musteri",
            "musteri no",
            "musteri id",
            "contact",
            "phone number",
        ),
    ),
    Field(
        "started_at",
        gettext_noop("Start"),
        (
            "started at",
            "start",
            "start time",
            "begin",
            "date",
            "call date",
            "created at",
            "baslangic",
            "baslama",
            "baslangic tarihi",
            "baslangic zamani",
            "tarih",
            "tarih saat",
            "gorusme tarihi",
            "cagri tarihi",
            "calldate",
        ),
    ),
    Field(
        "clock",
        gettext_noop("Time of day"),
        ("saat", "gorusme saati", "cagri saati", "baslangic saati", "time of day", "call time"),
    ),
    Field(
        "ended_at",
        gettext_noop("End"),
        (
            "ended at",
            "end",
            "end time",
            "closed at",
            "bitis",
            "bitis tarihi",
            "bitis zamani",
            "kapanis",
        ),
    ),
    Field(
        "duration",
        gettext_noop("Length in seconds"),
        (
            "duration",
            "duration seconds",
            "length",
            "length in sec",
            "billsec",
            "sure",
            "sure sn",
            "gorusme suresi",
            "konusma suresi",
            "handle time",
            "aht",
        ),
    ),
    Field(
        "hold",
        gettext_noop("Hold in seconds"),
        ("hold", "hold seconds", "hold time", "bekletme", "bekletme suresi", "bekletme sn"),
    ),
    Field(
        "transfers",
        gettext_noop("Transfers"),
        ("transfers", "transfer", "transfer count", "aktarma", "aktarma sayisi", "aktarim"),
    ),
    Field(
        "talk",
        gettext_noop("Talk in seconds"),
        ("talk", "talk seconds", "talk time", "talk sec", "konusma sn"),
    ),
    Field(
        "after_work",
        gettext_noop("After-call work in seconds"),
        (
            "after work",
            "acw",
            "after call work",
            "wrap up",
            "wrapup",
            "dispo sec",
            "cagri sonrasi islem",
            "kapanis suresi",
        ),
    ),
    Field(
        "wait",
        gettext_noop("Queue wait in seconds"),
        (
            "wait",
            "wait seconds",
            "queue seconds",
            "queue time",
            "wait time",
            "bekleme",
            "bekleme suresi",
            "kuyruk suresi",
        ),
    ),
    Field(
        "disposition",
        gettext_noop("Outcome"),
        ("disposition", "outcome", "status", "result", "sonuc", "sonuc kodu", "durum"),
    ),
    Field(
        "ended_by",
        gettext_noop("Ended by"),
        ("ended by", "term reason", "disconnected by", "sonlandiran", "kapatan"),
    ),
    Field(
        "complained_at",
        gettext_noop("Complaint arrived"),
        ("complaint arrived", "complaint date", "sikayet tarihi", "sikayet zamani"),
    ),
    Field(
        "answered_at",
        gettext_noop("Complaint first answered"),
        ("complaint answered", "first answered", "ilk yanit", "ilk yanit tarihi"),
    ),
    Field(
        "resolved_at",
        gettext_noop("Complaint resolved"),
        ("complaint resolved", "resolved at", "resolved", "cozum tarihi", "cozulme tarihi"),
    ),
    Field(
        "cause",
        gettext_noop("Root cause"),
        ("root cause", "cause", "kok neden", "sikayet nedeni", "sikayet konusu"),
    ),
    Field(
        "reopened",
        gettext_noop("Times reopened"),
        ("reopened", "reopens", "reopen count", "yeniden acilma", "yeniden acilma sayisi"),
    ),
    Field(
        "csat",
        gettext_noop("Customer's rating"),
        ("csat", "rating", "satisfaction", "memnuniyet", "anket puani", "musteri puani"),
    ),
    Field(
        "sent_at",
        gettext_noop("Message time"),
        (
            "sent at",
            "sent",
            "message time",
            "at",
            "time",
            "timestamp",
            "mesaj zamani",
            "mesaj tarihi",
            "gonderim zamani",
            "zaman",
        ),
        turn=True,
    ),
    Field(
        "sender",
        gettext_noop("Sender"),
        (
            "sender",
            "from",
            "role",
            "author",
            "author role",
            "speaker",
            "gonderen",
            "konusan",
            "rol",
            "taraf",
        ),
        turn=True,
    ),
    Field(
        "text",
        gettext_noop("Text"),
        ("text", "message", "body", "content", "mesaj", "metin", "icerik", "yazi"),
        turn=True,
    ),
)
BY_NAME = {f.name: f for f in FIELDS}

SENDERS = {
    **dict.fromkeys(
        (
            "agent",
            "temsilci",
            "musteri temsilcisi",
            "admin",
            "operator",
            "personel",
            "internal",
            "danisman",
        ),
        "agent",
    ),
    **dict.fromkeys(
        (
            "customer",
            "musteri",
            "client",
            "end user",
            "enduser",
            "end-user",
            "visitor",
            "ziyaretci",
            "contact",
            "external",
            "uye",
            "alici",
        ),
        "customer",
    ),
    **dict.fromkeys(
        ("bot", "chatbot", "custom bot", "virtual agent", "asistan", "ivr", "robot"), "bot"
    ),
    **dict.fromkeys(("system", "sistem", "event", "activity", "not", "note"), "system"),
    **dict.fromkeys(("supervisor", "takim lideri", "yonetici", "team lead"), "supervisor"),
}
CHANNEL_NAMES = {
    **dict.fromkeys(
        (
            "call",
            "voice",
            "phone",
            "telefon",
            "cagri",
            "arama",
            "ses",
            "telephone",
            "inbound",
            "outbound",
        ),
        "call",
    ),
    **dict.fromkeys(
        (
            "chat",
            "sohbet",
            "yazisma",
            "canli destek",
            "webchat",
            "live chat",
            "messaging",
            "whatsapp",
        ),
        "chat",
    ),
    **dict.fromkeys(("email", "e-mail", "mail", "e-posta", "eposta", "posta"), "email"),
    **dict.fromkeys(
        (
            "social",
            "sosyal",
            "sosyal medya",
            "twitter",
            "x",
            "instagram",
            "facebook",
            "social media",
        ),
        "social",
    ),
    **dict.fromkeys(("marketplace", "pazaryeri", "pazar yeri"), "marketplace"),
    **dict.fromkeys(
        ("case", "vaka", "back office", "back-office", "backoffice", "talep", "kayit", "ticket"),
        "case",
    ),
}
DATE_ORDERS = {"dmy": gettext_noop("day, month, year"), "mdy": gettext_noop("month, day, year")}


@dataclass(slots=True)
class ImportMapping:
    """How a file is read: field name -> column, and what the file does not say of itself."""

    fields: dict[str, str] = field(default_factory=dict)
    source: str = "import"
    timezone: str = "Europe/Istanbul"
    date_order: str = "dmy"
    channel: str = "chat"  # where the file has no channel
    format: str = ""  # of `formats.ORDER`; "": a table or JSON lines, read by `fields`
    # when the conversation of a transcript began, where the file does not say: as a person writes
    # it
    started_at: str = ""
    agent: str = ""  # whose it is, likewise: the agent's code
    speakers: dict[str, str] = field(default_factory=dict)  # a speaker's name in the file -> role
    scale: tuple[float, float] = (1, 5)  # of the customer's rating

    def as_json(self) -> dict[str, Any]:
        """Plain values, to keep."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> ImportMapping:
        """What `as_json` gave."""
        known = {f.name for f in fields(cls)}
        plan = cls(**{name: value for name, value in kept.items() if name in known})
        plan.scale = (plan.scale[0], plan.scale[1])
        return plan

    def missing(self) -> list[str]:
        """Fields without which nothing can be read."""
        if self.format:
            return []
        has = self.fields
        lacking = [] if "id" in has else ["id"]
        if "text" in has:
            lacking += [name for name in ("sent_at", "sender") if name not in has]
        if "sent_at" not in has and "started_at" not in has:
            lacking.append("started_at")
        return list(dict.fromkeys(lacking))


def recognise(columns: Sequence[str], *, timezone: str) -> ImportMapping:
    """The mapping that the columns' names suggest. A name one field knows earlier in its list wins
    over a later one."""
    plain = {column: _plain(column) for column in columns}
    chosen: dict[str, str] = {}
    for wanted in FIELDS:
        ranked = [
            (wanted.names.index(name), column)
            for column, name in plain.items()
            if name in wanted.names
            and column not in chosen.values()
            and column.startswith("messages[]") == wanted.turn
        ] or [
            (wanted.names.index(name), column)
            for column, name in plain.items()
            if name in wanted.names
            and column not in chosen.values()
            and not any(c.startswith("messages[]") for c in columns)
        ]
        if ranked:
            chosen[wanted.name] = min(ranked)[1]
    if "text" in chosen:
        _times_of_messages(chosen, plain)
    return ImportMapping(chosen, timezone=timezone, channel="chat" if "text" in chosen else "call")


def _times_of_messages(chosen: dict[str, str], plain: Mapping[str, str]) -> None:
    """A file of messages with one column of times has the time of each message there, whatever the
    column is called."""
    inner = {
        word: column
        for column, word in plain.items()
        if column.startswith("messages[]") and column not in chosen.values()
    }

    def called(name: str) -> str:
        return next((inner[word] for word in BY_NAME[name].names if word in inner), "")

    nested = chosen["text"].startswith("messages[]")
    if nested and called("clock"):
        chosen["clock"] = called("clock")
    for name in ("started_at", "clock"):
        if "sent_at" not in chosen:
            column = called(name) if nested else chosen.get(name, "")
            if column:
                chosen["sent_at"] = column
                if chosen.get(name) == column:
                    del chosen[name]


def _plain(column: str) -> str:
    return " ".join(
        fold(column.removeprefix("messages[]."))
        .replace("_", " ")
        .replace("-", " ")
        .replace(".", " ")
        .split()
    )


def sender_role(raw: str) -> str | None:
    """The role a sender's word stands for, or None."""
    return SENDERS.get(" ".join(fold(raw).replace("_", " ").split()))


def channel_code(raw: str) -> str | None:
    """The channel a word stands for, or None."""
    return CHANNEL_NAMES.get(" ".join(fold(raw).replace("_", " ").split()))
