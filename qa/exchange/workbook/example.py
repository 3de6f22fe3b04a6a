"""The example card that the empty workbook comes with: small, of every usual kind of question, to
be written over."""

from __future__ import annotations

from typing import Any

_MET = {"id": "met", "label": {"tr": "Karşılandı", "en": "Met"}, "score": 1}
_PARTLY = {"id": "partly", "label": {"tr": "Kısmen", "en": "Partly"}, "score": 0.5}
_MISSED = {"id": "missed", "label": {"tr": "Karşılanmadı", "en": "Missed"}, "score": 0}

EXAMPLE: dict[str, Any] = {
    "scorecard": 1,
    "id": "example",
    "version": 1,
    "title": {"tr": "Örnek değerlendirme formu", "en": "Example scorecard"},
    "channels": ["call", "chat"],
    "scoring": {
        "mode": "weights",
        "not_applicable": "within_section",
        "pass_mark": 80,
        "round_to": 0.1,
        "cap": 100,
    },
    "bands": [
        {"min": 90, "label": {"tr": "Çok iyi", "en": "Very good"}},
        {"min": 80, "label": {"tr": "İyi", "en": "Good"}},
        {"min": 0, "label": {"tr": "Gelişmeli", "en": "To improve"}},
    ],
    "sections": [
        {
            "id": "contact",
            "title": {"tr": "İletişim", "en": "Contact"},
            "weight": 40,
            "questions": [
                {
                    "id": "greeting",
                    "text": {
                        "tr": "Müşteriyi doğru karşıladı mı?",
                        "en": "Was the customer greeted properly?",
                    },
                    "help": {
                        "tr": "Firma adı, kendi adı ve yardım teklifi duyulmalı.",
                        "en": "Company name, own name and an offer to help are heard.",
                    },
                    "type": "choice",
                    "dimension": "tone",
                    "weight": 1,
                    "comment": "on_fail",
                    "options": [_MET, _PARTLY, _MISSED],
                },
                {
                    "id": "listening",
                    "text": {
                        "tr": "Müşteriyi ne kadar iyi dinledi?",
                        "en": "How well did they listen?",
                    },
                    "type": "scale",
                    "dimension": "tone",
                    "weight": 2,
                    "min": 1,
                    "max": 5,
                    "anchors": {
                        1: {"tr": "Sözünü kesti", "en": "Cut in"},
                        5: {"tr": "Sonuna dek dinledi", "en": "Heard them out"},
                    },
                },
                {
                    "id": "first-reply",
                    "text": {
                        "tr": "İlk yanıt kaç saniyede geldi?",
                        "en": "How many seconds to the first reply?",
                    },
                    "type": "number",
                    "dimension": "time",
                    "weight": 1,
                    "na": True,
                    "from": "first_response_seconds",
                    "bands": [{"up_to": 30, "score": 1}, {"up_to": 60, "score": 0.5}, {"score": 0}],
                },
            ],
        },
        {
            "id": "solution",
            "title": {"tr": "Çözüm", "en": "Solution"},
            "weight": 60,
            "questions": [
                {
                    "id": "identity",
                    "text": {
                        "tr": "Kişisel bilgi vermeden önce kimliği doğruladı mı?",
                        "en": "Was identity verified before personal data was given?",
                    },
                    "help": {
                        "tr": "Kişisel bilgi istenmediyse kapsam dışını seçin.",
                        "en": "Choose N/A if no personal data came up.",
                    },
                    "type": "choice",
                    "dimension": "process",
                    "weight": 1,
                    "na": True,
                    "critical": "compliance",
                    "fail": {"when": ["missed"], "scope": "evaluation", "sets": 0},
                    "comment": "on_fail",
                    "options": [_MET, _MISSED],
                },
                {
                    "id": "solved",
                    "text": {"tr": "Talep çözüldü mü?", "en": "Was the request solved?"},
                    "type": "choice",
                    "dimension": "resolution",
                    "weight": 3,
                    "critical": "customer",
                    "comment": "on_fail",
                    "reasons": [
                        {
                            "id": "knowledge",
                            "label": {"tr": "Bilgi eksikliği", "en": "Did not know"},
                        },
                        {
                            "id": "not-followed",
                            "label": {"tr": "Takip etmedi", "en": "Did not follow up"},
                        },
                    ],
                    "options": [_MET, _PARTLY, _MISSED],
                },
                {
                    "id": "follow-up",
                    "text": {
                        "tr": "Çözülmeyen talep için hangi adımları attı?",
                        "en": "Which steps were taken for what was not solved?",
                    },
                    "type": "multi",
                    "dimension": "resolution",
                    "weight": 1,
                    "show_if": {"question": "solved", "is": ["partly", "missed"]},
                    "options": [
                        {
                            "id": "recorded",
                            "label": {"tr": "Kayıt açtı", "en": "Opened a case"},
                            "score": 0.5,
                        },
                        {
                            "id": "dated",
                            "label": {"tr": "Dönüş günü verdi", "en": "Named a day to call back"},
                            "score": 0.5,
                        },
                    ],
                },
                {
                    "id": "note",
                    "text": {"tr": "Koçluk notu", "en": "Coaching note"},
                    "type": "text",
                    "comment": "never",
                },
            ],
        },
    ],
}
