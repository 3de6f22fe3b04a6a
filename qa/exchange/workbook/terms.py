"""Every word of our own workbook, in both languages: sheets, headings, what they mean, and the
words to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qa.text import words

Word = dict[str, str]
Sheet = Literal["questions", "options", "sections", "settings", "howto"]
Kind = Literal["id", "text", "number", "word", "flag", "list", "name"]

SHEETS: dict[Sheet, Word] = {
    "questions": {"en": "Questions", "tr": "Sorular"},
    "options": {"en": "Options", "tr": "Seçenekler"},
    "sections": {"en": "Sections", "tr": "Bölümler"},
    "settings": {"en": "Settings", "tr": "Ayarlar"},
    "howto": {"en": "How to", "tr": "Nasıl doldurulur"},
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a sheet. `key` is where its value goes, a dot for what is within; `vocabulary`
    names the words of a "word" column, or those offered in a "name" column."""

    key: str
    kind: Kind
    heading: Word
    help: Word
    vocabulary: str = ""
    width: int = 14


VOCABULARIES: dict[str, dict[str, Word]] = {
    "type": {
        "choice": {"en": "choice", "tr": "tek seçim"},
        "multi": {"en": "several", "tr": "çok seçim"},
        "scale": {"en": "scale", "tr": "ölçek"},
        "number": {"en": "number", "tr": "sayı"},
        "text": {"en": "text", "tr": "metin"},
        "date": {"en": "date", "tr": "tarih"},
    },
    "flag": {"yes": {"en": "yes", "tr": "evet"}, "no": {"en": "no", "tr": "hayır"}},
    "critical": {
        "customer": {"en": "customer", "tr": "müşteri"},
        "business": {"en": "business", "tr": "iş"},
        "compliance": {"en": "compliance", "tr": "uyum"},
    },
    "comment": {
        "never": {"en": "never", "tr": "istenmez"},
        "optional": {"en": "optional", "tr": "isteğe bağlı"},
        "on_fail": {"en": "on failing", "tr": "hatada zorunlu"},
        "always": {"en": "always", "tr": "her zaman zorunlu"},
    },
    "scope": {
        "evaluation": {"en": "evaluation", "tr": "değerlendirme"},
        "section": {"en": "section", "tr": "bölüm"},
        "result": {"en": "result", "tr": "sonuç"},
    },
    "kind": {
        "option": {"en": "option", "tr": "seçenek"},
        "anchor": {"en": "scale value", "tr": "ölçek değeri"},
        "band": {"en": "range", "tr": "aralık"},
        "reason": {"en": "reason", "tr": "neden"},
    },
    "mode": {
        "weights": {"en": "weights", "tr": "ağırlık"},
        "points": {"en": "points", "tr": "puan"},
    },
    "not_applicable": {
        "within_section": {"en": "stays in its section", "tr": "bölümünde kalır"},
        "whole_form": {"en": "spreads over the form", "tr": "tüm forma dağılır"},
        "full_marks": {"en": "gets full marks", "tr": "tam puan alır"},
    },
    "channel": {
        "call": {"en": "call", "tr": "çağrı"},
        "chat": {"en": "chat", "tr": "yazışma"},
        "email": {"en": "e-mail", "tr": "e-posta"},
        "social": {"en": "social media", "tr": "sosyal medya"},
        "marketplace": {"en": "marketplace", "tr": "pazaryeri"},
        "case": {"en": "case", "tr": "vaka"},
    },
    # Names an organisation may add to: the id itself is always understood as well.
    "dimension": {
        "tone": {"en": "Tone", "tr": "Üslup"},
        "accuracy": {"en": "Accuracy", "tr": "Doğruluk"},
        "resolution": {"en": "Resolution intent", "tr": "Çözüm niyeti"},
        "process": {"en": "Process", "tr": "Süreç"},
        "time": {"en": "Time", "tr": "Süre"},
    },
    "fact": {
        "first_response_seconds": {"en": "First reply in seconds", "tr": "Saniye olarak ilk yanıt"},
        "average_response_seconds": {
            "en": "Average reply in seconds",
            "tr": "Saniye olarak ortalama yanıt",
        },
        "hold_seconds": {"en": "Hold in seconds", "tr": "Saniye olarak bekletme"},
        "handling_seconds": {"en": "Length in seconds", "tr": "Saniye olarak görüşme süresi"},
        "transfers": {"en": "Transfers", "tr": "Aktarma sayısı"},
    },
}
NONE: Word = {"en": "none", "tr": "yok"}

FIELDS: dict[Sheet, tuple[Field, ...]] = {
    "questions": (
        Field(
            "section",
            "name",
            {"en": "Section", "tr": "Bölüm"},
            {
                "en": "The section's id or title. Empty: the section of the row above.",
                "tr": "Bölümün kimliği ya da başlığı. Boşsa üstteki satırın bölümüdür.",
            },
            width=18,
        ),
        Field(
            "id",
            "id",
            {"en": "Question id", "tr": "Soru kimliği"},
            {
                "en": (
                    "Letters a to z, digits, - and _. Empty: made from the text. Keep it in "
                    "later versions."
                ),
                "tr": (
                    "a-z harfleri, rakam, - ve _. Boşsa metinden üretilir. Sonraki sürümlerde "
                    "değiştirmeyin."
                ),
            },
            width=18,
        ),
        Field(
            "text",
            "text",
            {"en": "Question", "tr": "Soru"},
            {
                "en": (
                    "What the evaluator is asked; one column per language, or one without a "
                    "language for all."
                ),
                "tr": (
                    "Değerlendirene sorulan. Her dil için bir sütun ya da tüm diller için "
                    "dili yazılmamış tek sütun."
                ),
            },
            width=48,
        ),
        Field(
            "help",
            "text",
            {"en": "Help", "tr": "Açıklama"},
            {
                "en": "When it is met and when it is not, with an example.",
                "tr": "Ne zaman karşılandığı, ne zaman karşılanmadığı; bir örnekle.",
            },
            width=48,
        ),
        Field(
            "type",
            "word",
            {"en": "Type", "tr": "Tür"},
            {
                "en": "How it is answered. Text and date are not scored.",
                "tr": "Nasıl yanıtlandığı. Metin ve tarih puanlanmaz.",
            },
            "type",
        ),
        Field(
            "dimension",
            "name",
            {"en": "Dimension", "tr": "Boyut"},
            {
                "en": "The figure it belongs to; you may add your own.",
                "tr": "Hangi boyutta sayılacağı; kendi boyutunuzu ekleyebilirsiniz.",
            },
            "dimension",
        ),
        Field(
            "weight",
            "number",
            {"en": "Weight", "tr": "Ağırlık"},
            {
                "en": "Its share within the section when the card counts weights. Empty: 1.",
                "tr": "Form ağırlıkla puanlanıyorsa bölüm içindeki payı. Boşsa 1.",
            },
            width=10,
        ),
        Field(
            "na",
            "flag",
            {"en": "N/A allowed", "tr": "Kapsam dışı olabilir"},
            {
                "en": "yes: it may be answered “not applicable”.",
                "tr": "evet: “kapsam dışı” diye yanıtlanabilir.",
            },
            "flag",
        ),
        Field(
            "critical",
            "word",
            {"en": "Critical error", "tr": "Kritik hata"},
            {
                "en": "The family of critical errors it counts in, if any.",
                "tr": "Varsa, hangi kritik hata grubunda sayılacağı.",
            },
            "critical",
        ),
        Field(
            "comment",
            "word",
            {"en": "Comment", "tr": "Yorum"},
            {
                "en": "When the evaluator gives a comment. Empty: optional.",
                "tr": "Değerlendirenin ne zaman yorum yazacağı. Boşsa isteğe bağlı.",
            },
            "comment",
            18,
        ),
        Field(
            "fail.scope",
            "word",
            {"en": "Failing affects", "tr": "Hata neyi etkiler"},
            {
                "en": (
                    "evaluation: the whole score is set; section: the section's; result: the "
                    "score stays, the result is fail."
                ),
                "tr": (
                    "değerlendirme: tüm puan belirlenir; bölüm: bölümün puanı; sonuç: puan "
                    "kalır, sonuç başarısız olur."
                ),
            },
            "scope",
            16,
        ),
        Field(
            "fail.when",
            "list",
            {"en": "Fails with", "tr": "Hata sayılan seçenekler"},
            {
                "en": "Ids of the options that fail it, with commas. Empty: whatever is worth 0.",
                "tr": "Hata sayılan seçeneklerin kimlikleri, virgülle. Boşsa değeri 0 olan.",
            },
            width=18,
        ),
        Field(
            "fail.below",
            "number",
            {"en": "Fails below", "tr": "Altı hata sayılır"},
            {
                "en": "For a scale or a number: what lies below fails.",
                "tr": "Ölçek ve sayı için: bunun altı hata sayılır.",
            },
        ),
        Field(
            "fail.sets",
            "number",
            {"en": "Failing sets to", "tr": "Hatada puan"},
            {
                "en": "What the score becomes, 0 to 100. Empty: 0.",
                "tr": "Puanın ne olacağı, 0 ile 100 arası. Boşsa 0.",
            },
        ),
        Field(
            "show_if.question",
            "name",
            {"en": "Shown after question", "tr": "Bağlı olduğu soru"},
            {
                "en": "An earlier question whose answer decides whether this one is asked.",
                "tr": "Yanıtına göre bu sorunun sorulacağı önceki soru.",
            },
            width=18,
        ),
        Field(
            "show_if.is",
            "list",
            {"en": "Shown if it is", "tr": "Yanıtı şunlardan biriyse"},
            {
                "en": "Ids of that question's options, with commas.",
                "tr": "O sorunun seçeneklerinin kimlikleri, virgülle.",
            },
            width=18,
        ),
        Field(
            "show_if.at_least",
            "number",
            {"en": "Shown if at least", "tr": "Yanıtı en az"},
            {"en": "For an earlier scale or number.", "tr": "Önceki soru ölçek ya da sayı ise."},
        ),
        Field(
            "show_if.at_most",
            "number",
            {"en": "Shown if at most", "tr": "Yanıtı en çok"},
            {"en": "For an earlier scale or number.", "tr": "Önceki soru ölçek ya da sayı ise."},
        ),
        Field(
            "from",
            "name",
            {"en": "Answered by", "tr": "Yanıtlayan bilgi"},
            {
                "en": "A fact of the interaction that answers it; the evaluator may correct it.",
                "tr": "Soruyu yanıtlayan görüşme bilgisi; değerlendiren düzeltebilir.",
            },
            "fact",
            18,
        ),
        Field(
            "excluded",
            "flag",
            {"en": "Not scored", "tr": "Puana girmez"},
            {"en": "yes: shown, not scored.", "tr": "evet: gösterilir, puana girmez."},
            "flag",
        ),
        Field(
            "bonus",
            "flag",
            {"en": "Bonus", "tr": "Ek puan"},
            {
                "en": "yes: adds on top; only when the card counts points.",
                "tr": "evet: üstüne eklenir; yalnızca form puanla hesaplanıyorsa.",
            },
            "flag",
        ),
        Field(
            "min",
            "number",
            {"en": "Scale from", "tr": "Ölçek başı"},
            {"en": "The scale's lowest value.", "tr": "Ölçeğin en küçük değeri."},
        ),
        Field(
            "max",
            "number",
            {"en": "Scale to", "tr": "Ölçek sonu"},
            {"en": "The scale's highest value.", "tr": "Ölçeğin en büyük değeri."},
        ),
        Field(
            "points",
            "number",
            {"en": "Scale points", "tr": "Ölçek puanı"},
            {
                "en": "What the scale's highest value is worth when the card counts points.",
                "tr": "Form puanla hesaplanıyorsa ölçeğin en büyük değerinin puanı.",
            },
        ),
        Field(
            "max_points",
            "number",
            {"en": "At most points", "tr": "En çok puan"},
            {
                "en": "The most that several options earn together when the card counts points.",
                "tr": (
                    "Form puanla hesaplanıyorsa birden çok seçeneğin birlikte getireceği en "
                    "yüksek puan."
                ),
            },
        ),
    ),
    "options": (
        Field(
            "question",
            "name",
            {"en": "Question id", "tr": "Soru kimliği"},
            {
                "en": "The question it belongs to. Empty: that of the row above.",
                "tr": "Ait olduğu soru. Boşsa üstteki satırın sorusudur.",
            },
            width=18,
        ),
        Field(
            "kind",
            "word",
            {"en": "Kind", "tr": "Çeşit"},
            {
                "en": (
                    "An option; the meaning of a scale value; a range of a number; a reason "
                    "to pick on failing. Empty: by the type."
                ),
                "tr": (
                    "Seçenek, ölçek değerinin anlamı, sayının aralığı ya da hatada seçilecek "
                    "neden. Boşsa türe göre."
                ),
            },
            "kind",
        ),
        Field(
            "id",
            "id",
            {"en": "Id", "tr": "Kimlik"},
            {
                "en": "For options and reasons. Empty: made from the text.",
                "tr": "Seçenek ve nedenler için. Boşsa metinden üretilir.",
            },
            width=18,
        ),
        Field(
            "label",
            "text",
            {"en": "Text", "tr": "Metin"},
            {"en": "What the evaluator reads.", "tr": "Değerlendirenin okuduğu."},
            width=32,
        ),
        Field(
            "worth",
            "number",
            {"en": "Worth", "tr": "Değer"},
            {
                "en": "Of an option or range: 0 to 1 with weights, the points with points.",
                "tr": "Seçenek ya da aralığın değeri: ağırlıkta 0 ile 1 arası, puanda puanı.",
            },
            width=10,
        ),
        Field(
            "value",
            "number",
            {"en": "Number", "tr": "Sayı"},
            {
                "en": "The scale value, or the range's upper end; empty for the last range.",
                "tr": "Ölçek değeri ya da aralığın üst ucu; son aralıkta boş kalır.",
            },
            width=10,
        ),
    ),
    "sections": (
        Field(
            "id",
            "id",
            {"en": "Section id", "tr": "Bölüm kimliği"},
            {"en": "As for questions.", "tr": "Sorulardaki gibi."},
            width=18,
        ),
        Field(
            "title",
            "text",
            {"en": "Title", "tr": "Başlık"},
            {"en": "The section's name.", "tr": "Bölümün adı."},
            width=36,
        ),
        Field(
            "weight",
            "number",
            {"en": "Weight", "tr": "Ağırlık"},
            {
                "en": (
                    "Its share of the total; with points, what its points are multiplied by. "
                    "Empty: 1."
                ),
                "tr": "Toplamdaki payı; puanda, puanlarının çarpanı. Boşsa 1.",
            },
            width=10,
        ),
        Field(
            "excluded",
            "flag",
            {"en": "Not scored", "tr": "Puana girmez"},
            {"en": "yes: shown, not scored.", "tr": "evet: gösterilir, puana girmez."},
            "flag",
        ),
    ),
    "settings": (
        Field(
            "id",
            "id",
            {"en": "Scorecard id", "tr": "Form kimliği"},
            {
                "en": "a to z, digits and -. Empty: made from the title.",
                "tr": "a-z harfleri, rakam ve -. Boşsa başlıktan üretilir.",
            },
            width=20,
        ),
        Field(
            "version",
            "number",
            {"en": "Version", "tr": "Sürüm"},
            {"en": "A whole number. Empty: 1.", "tr": "Tam sayı. Boşsa 1."},
            width=9,
        ),
        Field(
            "title",
            "text",
            {"en": "Title", "tr": "Başlık"},
            {"en": "The scorecard's name.", "tr": "Değerlendirme formunun adı."},
            width=32,
        ),
        Field(
            "channels",
            "list",
            {"en": "Channels", "tr": "Kanallar"},
            {
                "en": "With commas: call, chat, e-mail, social media, marketplace, case.",
                "tr": "Virgülle: çağrı, yazışma, e-posta, sosyal medya, pazaryeri, vaka.",
            },
            "channel",
            22,
        ),
        Field(
            "scoring.mode",
            "word",
            {"en": "Counts", "tr": "Hesap"},
            {"en": "weights or points.", "tr": "ağırlık ya da puan."},
            "mode",
        ),
        Field(
            "scoring.not_applicable",
            "word",
            {"en": "Weight of N/A", "tr": "Kapsam dışının ağırlığı"},
            {
                "en": "What becomes of a question answered “not applicable”.",
                "tr": "“Kapsam dışı” yanıtlanan soruya ne olacağı.",
            },
            "not_applicable",
            24,
        ),
        Field(
            "scoring.pass_mark",
            "number",
            {"en": "Pass mark", "tr": "Geçme puanı"},
            {"en": "Empty: no pass or fail.", "tr": "Boşsa başarılı ya da başarısız denmez."},
        ),
        Field(
            "scoring.round_to",
            "number",
            {"en": "Round to", "tr": "Yuvarlama"},
            {
                "en": "The step scores are rounded to. Empty: 0.1.",
                "tr": "Puanların yuvarlandığı adım. Boşsa 0,1.",
            },
        ),
        Field(
            "scoring.cap",
            "number",
            {"en": "Highest score", "tr": "En yüksek puan"},
            {
                "en": "Empty: 100. “none” lets a bonus go above.",
                "tr": "Boşsa 100. “yok” yazarsanız ek puanla aşılabilir.",
            },
        ),
        Field(
            "min",
            "number",
            {"en": "Band from", "tr": "Aralık başı"},
            {
                "en": "One row per band of scores, the highest first: its lowest score.",
                "tr": (
                    "Puan aralıkları, en yüksekten başlayarak her satıra bir tane: en düşük puanı."
                ),
            },
        ),
        Field(
            "label",
            "text",
            {"en": "Band name", "tr": "Aralık adı"},
            {
                "en": "What scores of this band are called.",
                "tr": "Bu aralıktaki puanlara ne dendiği.",
            },
            width=20,
        ),
    ),
}
GUIDE_HEADINGS: tuple[Word, ...] = (
    {"en": "Sheet", "tr": "Sayfa"},
    {"en": "Column", "tr": "Sütun"},
    {"en": "What it holds", "tr": "Ne yazılır"},
)
GUIDE: tuple[Word, ...] = (
    {
        "en": (
            "One row per question, in the order they are asked. The other sheets add what a "
            "question needs."
        ),
        "tr": (
            "Her soru bir satırdır, sorulduğu sırayla. Sorunun gerektirdikleri öteki sayfalardadır."
        ),
    },
    {
        "en": (
            "Columns may be left out or moved. Text columns are one per language: “Question "
            "(tr)”, “Question (en)”."
        ),
        "tr": (
            "Sütunları çıkarabilir, yerini değiştirebilirsiniz. Metin sütunları dile göredir: "
            "“Soru (tr)”, “Soru (en)”."
        ),
    },
    {
        "en": "Type or paste values, not formulas.",
        "tr": "Formül değil, değer yazın ya da yapıştırın.",
    },
)


def normal(text: str) -> str:
    """Words as they are compared: folded, without signs."""
    return " ".join(words(text))


def in_language(word: Word, language: str) -> str:
    """The word in a language, else in English."""
    return word.get(language, word["en"])


def choices(vocabulary: str, language: str) -> list[str]:
    """The words of a vocabulary in their order."""
    return [in_language(word, language) for word in VOCABULARIES[vocabulary].values()]


def code(vocabulary: str, said: str) -> str | None:
    """The code a word of either language stands for; a code stands for itself."""
    wanted = normal(said.replace("_", " "))
    for known, word in VOCABULARIES[vocabulary].items():
        if wanted in (normal(known.replace("_", " ")), *map(normal, word.values())):
            return known
    return None
