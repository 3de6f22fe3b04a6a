"""What people call the columns, rows and marks of the forms they keep, in Turkish and English,
folded."""

from __future__ import annotations

import re

from qa.text import words

# A column's name by what the column holds, the likelier name first. A field earlier in the table
# wins a column.
COLUMNS: dict[str, tuple[str, ...]] = {
    "question": (
        "alt kriter",
        "alt kriterler",
        "alt madde",
        "alt parametre",
        "sub parameter",
        "sub parameters",
        "sub attribute",
        "degerlendirme kriteri",
        "degerlendirme kriterleri",
        "kalite kriteri",
        "kalite kriterleri",
        "degerlendirme maddesi",
        "kontrol maddesi",
        "soru",
        "sorular",
        "soru metni",
        "madde",
        "maddeler",
        "kriter",
        "kriterler",
        "question",
        "questions",
        "question text",
        "criterion",
        "criteria",
        "evaluation criteria",
        "quality criteria",
        "item",
        "checkpoint",
        "check",
        "parameter",
        "parameters",
        "parametre",
        "parametreler",
        "attribute",
        "behaviour",
        "behavior",
        "standard",
        "standart",
        "sub criteria",
        "line item",
        "davranis",
        "beklenen davranis",
        "baslik",
    ),
    "section": (
        "bolum",
        "bolum adi",
        "kategori",
        "ana kriter",
        "ana baslik",
        "kriter grubu",
        "soru grubu",
        "grup",
        "section",
        "section name",
        "category",
        "question group",
        "group",
        "area",
        "alan",
        "asama",
        "stage",
        "step",
        "konu basligi",
        "baslik",
        "kriter",
        "criteria",
        "criterion",
        "parameter",
        "parametre",
        "attribute",
        "madde",
    ),
    "section_weight": (
        "bolum agirligi",
        "bolum puani",
        "bolum toplami",
        "kategori agirligi",
        "kategori puani",
        "grup agirligi",
        "section weight",
        "section points",
        "category weight",
        "category points",
        "group weight",
    ),
    "id": (
        "no",
        "sira",
        "sira no",
        "s no",
        "nr",
        "id",
        "madde no",
        "soru no",
        "kod",
        "kodu",
        "code",
        "ref",
        "#",
        "number",
        "q",
    ),
    "full_deduction": (
        "tam kesinti",
        "kesinti tam",
        "full deduction",
        "deduction full",
        "tam kirma",
        "tam puan kesintisi",
    ),
    "half_deduction": (
        "yarim kesinti",
        "kesinti yarim",
        "half deduction",
        "deduction half",
        "yarim puan kesintisi",
    ),
    "no_deduction": (
        "kesinti yok",
        "kesinti yok puan",
        "no deduction",
        "deduction none",
        "kesintisiz",
    ),
    "points": (
        "maks puan",
        "max puan",
        "maksimum puan",
        "azami puan",
        "tam puan",
        "en yuksek puan",
        "puan degeri",
        "kriter puani",
        "soru puani",
        "max points",
        "maximum points",
        "max score",
        "maximum score",
        "possible points",
        "points possible",
        "available points",
        "possible",
        "points",
        "point value",
        "max marks",
        "marks",
        "out of",
        "puan",
        "puani",
    ),
    "weight": (
        "agirlik",
        "agirligi",
        "agirlik yuzdesi",
        "agirlik orani",
        "agirlik puani",
        "weight",
        "weighting",
        "weightage",
        "weight %",
        "oran",
        "yuzde",
        "katsayi",
        "%",
        "etki",
    ),
    "half": (
        "yarim puan",
        "half points",
        "partial points",
        "half",
        "half credit",
        "partial credit",
        "partial",
        "partially",
        "partly",
        "partially met",
        "partly met",
        "yarim",
        "kismen",
        "kismi",
        "kismen karsilandi",
        "gelistirilmeli",
        "orta",
    ),
    "full": (
        "tam",
        "evet",
        "yes",
        "met",
        "pass",
        "passed",
        "karsilandi",
        "uygun",
        "basarili",
        "true",
        "full",
        "var",
        "compliant",
        "dogru",
        "yapildi",
        "e",
        "y",
        "full credit",
        "meets",
    ),
    "na": (
        "n a",
        "na",
        "not applicable",
        "uygulanamaz",
        "kapsam disi",
        "gecerli degil",
        "degerlendirme disi",
        "degerlendirilmedi",
        "ilgisiz",
        "ilgili degil",
        "muaf",
        "uygun degil",
    ),
    "none": (
        "yok",
        "hayir",
        "hic",
        "hic yok",
        "sifir",
        "zero",
        "nothing",
        "no",
        "missed",
        "not met",
        "fail",
        "failed",
        "karsilanmadi",
        "basarisiz",
        "false",
        "none",
        "non compliant",
        "yanlis",
        "yapilmadi",
        "h",
        "n",
        "no credit",
        "uygun degil",
        "does not meet",
    ),
    "critical": (
        "kritik",
        "kritik hata",
        "kritik mi",
        "kritik madde",
        "sifirlayan",
        "sifirlayan hata",
        "otomatik sifir",
        "otomatik sifirlama",
        "sifirlama",
        "critical",
        "critical error",
        "critical item",
        "critical non critical",
        "fatal",
        "fatal error",
        "fatal non fatal",
        "is fatal",
        "is critical",
        "kill",
        "kill question",
        "ztp",
        "zero tolerance",
        "auto zero",
        "auto fail",
        "autofail",
        "auto fail item",
        "red flag",
        "severity",
        "onem",
        "onem derecesi",
        "hata turu",
        "hata tipi",
        "error type",
        "criticality",
    ),
    "dimension": ("boyut", "dimension", "yetkinlik", "competency", "skill"),
    "good": (
        "pass phrases",
        "pass phrase",
        "pass examples",
        "good example",
        "good examples",
        "what good looks like",
        "positive example",
        "dogru ornek",
        "dogru ornekler",
        "olumlu ornek",
        "iyi ornek",
        "ornek cumle",
        "ornek ifade",
        "beklenen ifade",
    ),
    "bad": (
        "fail phrases",
        "fail phrase",
        "fail examples",
        "bad example",
        "bad examples",
        "negative example",
        "yanlis ornek",
        "yanlis ornekler",
        "olumsuz ornek",
        "kotu ornek",
        "kullanilmamasi gereken",
    ),
    "help": (
        "aciklama",
        "aciklamalar",
        "tanim",
        "detay",
        "kriter aciklamasi",
        "degerlendirme rehberi",
        "rehber",
        "nasil degerlendirilir",
        "kapsam",
        "beklenti",
        "ornek",
        "ornekler",
        "help",
        "guidance",
        "guideline",
        "guidelines",
        "how to score",
        "description",
        "definition",
        "details",
        "instructions",
        "example",
        "examples",
        "scoring guide",
        "what to look for",
    ),
    "comment": (
        "yorum",
        "yorumlar",
        "not",
        "notlar",
        "degerlendirici yorumu",
        "gorus",
        "geri bildirim",
        "comment",
        "comments",
        "notes",
        "remarks",
        "evaluator notes",
        "feedback",
        "evidence",
        "kanit",
    ),
    "given": (
        "alinan puan",
        "verilen puan",
        "alinan",
        "verilen",
        "kazanilan puan",
        "skor",
        "sonuc",
        "yanit",
        "cevap",
        "degerlendirme",
        "score",
        "points earned",
        "earned",
        "earned points",
        "score given",
        "result",
        "answer",
        "response",
        "rating",
        "actual",
    ),
}
ANSWERS = ("full", "half", "none", "na", "full_deduction", "half_deduction", "no_deduction")
# Of a log's columns: remarks, never a question with values.
REMARKS = frozenset(
    (
        *COLUMNS["comment"],
        "aciklama",
        "aciklamalar",
        "aciklamaniz",
        "yorumunuz",
        "yorumlariniz",
        "ek yorum",
        "ek yorumlar",
        "genel yorum",
        "ek aciklama",
        "genel aciklama",
        "ek not",
        "ek notlar",
        "notunuz",
        "notlariniz",
        "other comments",
        "additional comments",
        "general comments",
        "general feedback",
        "remark",
        "explanation",
    )
)
_SCALE = re.compile(
    r"(?i)[(\[]\s*(\d{1,3})\s*(?:-|–|—|ile|to|\.\.\.?)\s*(\d{1,3})\s*"
    r"(?:puan|puanı|points?|pts?)?\s*(?:arası)?\s*[)\]]"
)
# What becomes part of the card; the others hold answers or remarks.
KEPT = tuple(name for name in COLUMNS if name not in (*ANSWERS, "given", "comment"))

# Of one evaluated call: never a question where every row is a call.
METADATA = frozenset(
    (
        "zaman damgasi",
        "timestamp",
        "tarih",
        "date",
        "saat",
        "time",
        "temsilci",
        "temsilci adi",
        "temsilci kodu",
        "musteri temsilcisi",
        "agent",
        "agent name",
        "agent id",
        "personel",
        "sicil",
        "sicil no",
        "ad soyad",
        "adi soyadi",
        "degerlendiren",
        "degerlendirici",
        "kalite uzmani",
        "evaluator",
        "evaluated by",
        "reviewer",
        "qa analyst",
        "auditor",
        "call id",
        "call date",
        "call duration",
        "cagri id",
        "cagri no",
        "cagri tarihi",
        "cagri suresi",
        "gorusme id",
        "gorusme no",
        "gorusme tarihi",
        "interaction id",
        "ticket id",
        "ticket",
        "id",
        "no",
        "e posta",
        "e posta adresi",
        "email",
        "email address",
        "e mail",
        "kullanici adi",
        "username",
        "toplam",
        "toplam puan",
        "genel toplam",
        "total",
        "total score",
        "score",
        "puan",
        "skor",
        "sonuc",
        "result",
        "final score",
        "musteri",
        "customer",
        "telefon",
        "phone",
        "kuyruk",
        "queue",
        "ekip",
        "takim",
        "team",
        "supervisor",
        "team leader",
        "takim lideri",
        "sure",
        "duration",
        "kanal",
        "channel",
        "link",
        "kayit linki",
        "recording",
        "ay",
        "month",
        "hafta",
        "week",
        "lokasyon",
        "site",
    )
)

TOTALS = (
    "genel toplam",
    "toplam puan",
    "toplam",
    "grand total",
    "total score",
    "total points",
    "total",
    "overall score",
    "overall",
    "final score",
    "nihai puan",
    "genel puan",
    "sonuc",
    "max total",
    "maksimum toplam",
)
SUBTOTALS = (
    "ara toplam",
    "bolum toplami",
    "kategori toplami",
    "sub total",
    "subtotal",
    "section total",
    "section score",
    "bolum puani",
)
PASS_MARKS = (
    "gecme notu",
    "gecme puani",
    "basari notu",
    "basari puani",
    "baraj",
    "hedef puan",
    "pass mark",
    "passing score",
    "pass score",
    "minimum score",
    "target score",
    "threshold",
)

# In a mark or a heading: the whole score becomes zero, or the error is critical.
ZERO = (
    "fatal",
    "kill",
    "ztp",
    "zero tolerance",
    "auto zero",
    "autozero",
    "auto fail",
    "autofail",
    "automatic zero",
    "automatic fail",
    "sifirla",
    "otomatik sifir",
    "sifir tolerans",
    "red flag",
)
CRITICAL = ("kritik", "critical", "crit")
_DENIED = re.compile(
    r"\b(?:(?:non|not|no)(?: an?)?[ -]?"
    r"(?:fatal|critical|kill|auto ?fail|auto ?zero|ztp|zero tolerance)"
    r"|(?:does not|doesn t|not) (?:zero|auto ?fail)\w*|kritik (?:hata )?(?:degil|olmayan)\w*|"
    r"(?:fatal|ztp) degil"
    r"|sifirlan?m(?:az|ayan|ayacak|iyor|adi)\w*|(?:otomatik )?sifir(?:lama\w*|layan)? "
    r"(?:degil|yok|olmaz|yapilmaz|uygulanmaz))\b"
)
# What a caller wants set back: a password or a modem, not the score.
_RESET = re.compile(
    r"\b(?:sifre|parola|pin|password|modem|cihaz|telefon|sayac|hesap|kota)\w* (?:\w+ )?sifirla\w*"
)
_NOTHING = frozenset(("sifir", "sifirdir", "zero", "zeros", "zeroes", "zeroed"))
TICKS = frozenset(
    ("x", "✓", "✔", "√", "evet", "yes", "e", "y", "true", "1", "var", "☑", "✅", "●", "*")
)
UNMARKED = frozenset(
    ("", "hayir", "no", "h", "n", "0", "-", "false", "yok", "none", "n a", "normal")
)
COMPLIANCE = (
    "kvkk",
    "gdpr",
    "yasal",
    "mevzuat",
    "compliance",
    "uyum",
    "legal",
    "regulat",
    "guvenlik dogrula",
    "kimlik dogrula",
    "verif",
    "aydinlatma metni",
    "acik riza",
    "kisisel veri",
    "personal data",
    "pci",
)

LABELS: dict[str, dict[str, dict[str, str]]] = {
    "yes_no": {
        "full": {"en": "Yes", "tr": "Evet"},
        "half": {"en": "Partly", "tr": "Kısmen"},
        "none": {"en": "No", "tr": "Hayır"},
    },
    "met_missed": {
        "full": {"en": "Met", "tr": "Karşılandı"},
        "half": {"en": "Partly", "tr": "Kısmen"},
        "none": {"en": "Missed", "tr": "Karşılanmadı"},
    },
    "full_half_none": {
        "full": {"en": "Full", "tr": "Tam"},
        "half": {"en": "Half", "tr": "Yarım"},
        "none": {"en": "None", "tr": "Yok"},
    },
    # Of an error that is listed as such, "met" and "missed" could be read either way.
    "error": {
        "full": {"en": "No error", "tr": "Hata yok"},
        "half": {"en": "Partly", "tr": "Kısmen"},
        "none": {"en": "Error", "tr": "Hata var"},
    },
    "deduction": {
        "full": {"en": "No deduction", "tr": "Kesinti yok"},
        "half": {"en": "Half deduction", "tr": "Yarım kesinti"},
        "none": {"en": "Full deduction", "tr": "Tam kesinti"},
    },
}
HELP = {"good": {"en": "Met", "tr": "Karşılandı"}, "bad": {"en": "Missed", "tr": "Karşılanmadı"}}
TITLE = {"en": "Imported scorecard", "tr": "Aktarılan değerlendirme formu"}

# Words that only one of the two languages has, to tell a form's language by.
TURKISH = frozenset(
    (
        "ve",
        "mi",
        "mu",
        "bir",
        "ile",
        "icin",
        "musteri",
        "musteriye",
        "temsilci",
        "kriter",
        "puan",
        "soru",
        "bolum",
        "toplam",
        "evet",
        "hayir",
        "karsilama",
        "kapanis",
        "cagri",
        "dogru",
        "yapti",
        "agirlik",
        "degerlendirme",
        "kritik",
        "bilgi",
        "var",
        "yok",
    )
)
ENGLISH = frozenset(
    (
        "the",
        "and",
        "did",
        "was",
        "were",
        "agent",
        "customer",
        "question",
        "section",
        "points",
        "weight",
        "score",
        "yes",
        "call",
        "of",
        "to",
        "with",
        "total",
        "correct",
        "greeting",
        "closing",
        "proper",
        "criteria",
        "is",
        "a",
    )
)


LOOKED_AT = 300
"""Characters of a text that are looked at: no name of a column or row is longer."""


def normal(text: str) -> str:
    """A heading as it is compared: folded, without signs and without what stands in brackets."""
    text = text[:LOOKED_AT]
    plain = " ".join(words(re.sub(r"[(\[][^)\]]*[)\]]", " ", text)))
    return plain or " ".join(words(text)) or text.strip()


def fields_of(heading: str) -> list[tuple[int, str]]:
    """The fields a column of that heading may hold, with how likely (0 is the likeliest)."""
    wanted = normal(heading)
    return [(names.index(wanted), field) for field, names in COLUMNS.items() if wanted in names]


def role_of(said: str) -> str | None:
    """Which answer a word stands for: full, half, none or na."""
    wanted = normal(said)
    return next((role for role in ("full", "half", "none", "na") if wanted in COLUMNS[role]), None)


def roles_of(said: list[str]) -> dict[str, str] | None:
    """The answers a list of words stands for, by role; None if one of them is no answer, or two are
    the same one.

    "Uygun değil" beside "Hayır" means that it does not apply, and beside "Uygun" that it was
    missed."""
    found: dict[str, str] = {}
    for word in said:
        role = role_of(word)
        if role == "none" and "none" in found and normal(word) in COLUMNS["na"]:
            role = "na"
        if role is None or role in found:
            return None
        found[role] = word
    return found


def answers_in(heading: str) -> dict[str, str] | None:
    """The answers that a heading such as "Evet / Hayır / N/A" lists, itself or in brackets; None if
    it lists none."""
    bracketed = re.search(r"[(\[]([^)\]]{3,80})[)\]]", heading[:LOOKED_AT])
    if bracketed and (within := answers_in(bracketed[1])):
        return within
    spared = re.sub(r"(?i)\bn\s*/\s*a\b", "NA", heading[:LOOKED_AT])
    said = [part.strip() for part in re.split(r"[/|,\n]", spared)]
    found = roles_of(said) if len(said) >= 2 else None
    return found if found and "full" in found else None


def _begins(text: str, starts: tuple[str, ...]) -> bool:
    """Whether the text is one of the words, with nothing behind it but figures and words for
    points."""
    plain = normal(text)
    for start in starts:
        rest = plain.removeprefix(start)
        if rest != plain and all(
            word.isdigit() or word in ("puan", "puani", "points", "score", "skor", "max")
            for word in rest.split()
        ):
            return True
    return False


def is_total(text: str) -> bool:
    """Whether a row that begins so is the total of the rows above it."""
    return _begins(text, TOTALS)


def is_comment(text: str) -> bool:
    """Whether a column of that name holds remarks in free words."""
    return normal(text) in REMARKS


def scale_in(heading: str) -> tuple[str, int, int] | None:
    """The heading without the scale that it holds in brackets, such as "[0-10]", and the ends of
    that; None without one."""
    found = _SCALE.search(heading[:LOOKED_AT])
    if found is None or int(found[1]) > 1 or int(found[1]) >= int(found[2]):
        return None
    return (
        f"{heading[: found.start()]}{heading[found.end() :]}".strip(),
        int(found[1]),
        int(found[2]),
    )


def is_subtotal(text: str, section: str = "") -> bool:
    """Whether it is that of a section: by its own words, or by the section's name before them."""
    plain, own = normal(text), normal(section)
    named = (
        bool(own) and plain.startswith(own) and plain.endswith((" toplami", " toplam", " total"))
    )
    return named or _begins(text, SUBTOTALS)


def is_pass_mark(text: str) -> bool:
    """Whether it says from which score on a call passes."""
    plain = normal(text)
    return any(plain == said or plain.startswith(f"{said} ") for said in PASS_MARKS)


def _undenied(text: str) -> str:
    return f" {_RESET.sub('', _DENIED.sub('', ' '.join(words(text))))} "


def mark(text: str) -> str | None:
    """What a mark says: "zero" (the score becomes zero), "critical", or None."""
    plain = _undenied(text)
    if any(f" {word}" in plain for word in ZERO):
        return "zero"
    return "critical" if any(f" {word}" in plain for word in CRITICAL) else None


def is_zero(text: str) -> bool:
    """Whether a cell of a critical error's row says that the score becomes zero; a bare "Sıfır"
    does there."""
    return mark(text) == "zero" or not _NOTHING.isdisjoint(_undenied(text).split())


def is_unmarked(text: str) -> bool:
    """Whether a cell for marks says that there is none."""
    plain = normal(text)
    return plain in UNMARKED or _DENIED.fullmatch(plain) is not None


def family(text: str) -> str:
    """The family of critical errors that a question's words suggest."""
    plain = " ".join(words(text))
    return "compliance" if any(word in plain for word in COMPLIANCE) else "customer"


def language_of(texts: list[str]) -> str:
    """ "tr" or "en", by the words of the texts; "" when they are as likely either."""
    said = [word for text in texts for word in words(text)]
    turkish = sum(word in TURKISH for word in said) + 2 * sum(
        sign in "ığşİĞŞ" for text in texts for sign in text
    )
    english = sum(word in ENGLISH for word in said)
    return "" if turkish == english else "tr" if turkish > english else "en"
