"""How the demonstration's evaluators answer: from what a conversation shows, bent by strictness and
by chance."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from qa.demo.conversations import Conversation
from qa.evaluations import operations
from qa.evaluations.models import Evaluation
from qa.scorecards.models import ScorecardVersion
from qa.scorecards.queries import card_of
from qa.scoring import Question

# What a question of the shipped scorecards looks at. The worst of several traits decides.
LOOKS_AT: dict[str, tuple[str, ...]] = {
    "greeting": ("greeting",),
    "listening": ("listening",),
    "right-questions": ("asked",),
    "understood": ("understood",),
    "courtesy": ("courtesy",),
    "empathy": ("empathy",),
    "patience": ("patience", "no_argument"),
    "own-words": ("not_scripted",),
    "clear-writing": ("not_scripted",),
    "correct-info": ("correct_info",),
    "complete-info": ("complete_info",),
    "kept-promises": ("kept_promise",),
    "owned-mistake": ("owned_mistake",),
    "solved": ("solved",),
    "first-contact": ("solved",),
    "follow-up": ("next_step",),
    "no-repeat": ("no_repeat",),
    "no-needless-transfer": ("no_transfer",),
    "identity-check": ("verified",),
    "record": ("recorded",),
    "closing": ("closing",),
    "need-found": ("need_found",),
    "fitting-offer": ("fit_offer",),
    "benefit": ("complete_info",),
    "objection": ("listening",),
    "no-pressure": ("no_pressure",),
    "total-price": ("complete_info",),
    "policy-knowledge": ("correct_info",),
    "no-fraud": ("honest_sale",),
    "prior-notice": ("honest_sale",),
    "order-confirmed": ("closing",),
    "evidence-checked": ("asked",),
    "done-right": ("correct_info",),
    "done-complete": ("complete_info",),
    "right-amount": ("correct_info",),
    "customer-informed": ("next_step",),
    "fair-remedy": ("solved",),
    "root-cause-right": ("root_cause",),
    "handover": ("no_transfer",),
}
# Asked on every card, and nearly always in order: few agents break them.
USUALLY_MET = frozenset({"card-data", "privacy", "authority"})
LEVELS = {"met": 1.0, "partly": 0.5, "missed": 0.0}
CAUSES = {
    "late_parcel": "late-delivery",
    "lost_parcel": "lost-parcel",
    "damaged_item": "damaged",
    "wrong_item": "wrong-item",
    "refund": "refund-delay",
    "cancelled_order": "cancelled-order",
    "coupon": "coupon",
    "invoice": "invoice",
}
COMMENTS = {
    "tr": {
        "partly": (
            "Kısmen yapıldı, eksik kaldı.",
            "Başladı ama tamamlamadı.",
            "Biraz daha açık olabilirdi.",
        ),
        "missed": (
            "Görüşmede bu adım yok.",
            "Beklenen yapılmadı, örneğe bakınız.",
            "Müşterinin sorusu yanıtsız kaldı.",
            "Kanıtta görüldüğü gibi karşılanmadı.",
        ),
        "note": (
            "Genel olarak iyi bir görüşme.",
            "Kapanışta sonraki adımı söylemeyi unutmayalım.",
            "Müşteriyi sözünü kesmeden dinlemiş.",
            "Bilgi doğru, anlatım daha sıcak olabilir.",
        ),
        "coaching": (
            "Çözümü anlatmadan önce müşterinin derdini kendi cümlenizle özetleyin.",
            "Bir sonraki adımı ve süresini mutlaka söyleyin.",
            "Empati cümlesini hazır kalıptan çıkarın.",
        ),
        "reply": (
            "Teşekkürler, dikkat edeceğim.",
            "Geri bildirim için teşekkürler.",
            "Okudum, katılıyorum.",
            "",
        ),
    },
    "en": {
        "partly": ("Done in part only.", "Begun, not finished.", "Could have been clearer."),
        "missed": (
            "This step is missing.",
            "Not done; see the evidence.",
            "The customer's question stayed open.",
        ),
        "note": (
            "A good contact overall.",
            "Say the next step before closing.",
            "Listened without interrupting.",
        ),
        "coaching": (
            "Sum up the problem in your own words before you solve it.",
            "Always give the next step and its date.",
        ),
        "reply": ("Thank you, noted.", ""),
    },
}


def _option(question: Question, level: float) -> str:
    """The option worth nearest to `level`."""
    return min(
        question.options, key=lambda o: abs(float(o.score if o.score is not None else 0) - level)
    ).id


def _state(question: Question, talk: Conversation) -> str:
    states = [talk.traits.get(trait, "na") for trait in LOOKS_AT.get(question.id, ())]
    known = [state for state in states if state != "na"]
    return min(known, key=LEVELS.__getitem__) if known else "na"


def _answer(
    question: Question, talk: Conversation, *, severity: float, noise: float, rng: Random | None
) -> Any:
    """What an evaluator of this severity would answer; with no `rng`, what is true."""
    if question.id == "root-cause":
        return CAUSES.get(talk.topic, "other")
    state = _state(question, talk)
    if question.id in USUALLY_MET:
        state = "missed" if rng and rng.random() < 0.015 else "met"
    if state == "na":
        if question.na:
            return "na"
        state = "met"
    level = LEVELS[state]
    if rng is not None:
        felt = level + rng.gauss(0, noise) - severity
        # Whether somebody was identified is a fact; strictness moves matters of degree.
        hard = question.critical is not None or len(question.options) == 2
        level = (
            level
            if hard and rng.random() > 0.04
            else 1.0
            if felt > 0.68
            else 0.5
            if felt > 0.2
            else 0.0
        )
    return _option(question, level)


def true_answers(interaction: Any, version: ScorecardVersion, talk: Conversation) -> dict[str, Any]:
    """The answers that a group that has read closely agrees on."""
    answers: dict[str, Any] = {}
    for question in card_of(version).questions:
        fact = interaction.fact(question.from_fact) if question.from_fact else None
        if not question.scored:
            continue
        if question.type == "number":
            answers[question.id] = fact if fact is not None else "na"
        else:
            answers[question.id] = _answer(question, talk, severity=0, noise=0, rng=None)
    return answers


def mark(
    evaluation: Evaluation,
    talk: Conversation,
    *,
    severity: float,
    noise: float,
    rng: Random,
    now: datetime,
) -> None:
    """Answer a whole sheet, with comments and evidence where marks were lost."""
    words = COMMENTS[talk.language]
    for question in card_of(evaluation.version).questions:
        if question.id == "overall-note":
            operations.answer(evaluation, question.id, raw=[rng.choice(words["note"])], now=now)
        elif question.id == "coaching-note" and rng.random() < 0.5:
            operations.answer(evaluation, question.id, raw=[rng.choice(words["coaching"])], now=now)
        elif question.scored and not any(
            a.question_id == question.id and a.answer is not None for a in evaluation.answers
        ):
            given = (
                "na"
                if question.type == "number"
                else _answer(question, talk, severity=severity, noise=noise, rng=rng)
            )
            operations.answer(evaluation, question.id, raw=[str(given)], now=now)
            _explain(evaluation, question, talk, given, words, rng, now)
    sheet = operations.sheet_of(evaluation)
    for question in sheet.card.questions:
        if sheet.fell_short(question):
            comment = next(
                (a.comment for a in evaluation.answers if a.question_id == question.id), ""
            )
            reasons = [rng.choice(question.reasons).id] if question.reasons else None
            operations.answer(
                evaluation,
                question.id,
                comment=comment or rng.choice(words["missed"]),
                reasons=reasons,
                now=now,
            )


def _explain(
    evaluation: Evaluation,
    question: Question,
    talk: Conversation,
    given: Any,
    words: dict[str, Any],
    rng: Random,
    now: datetime,
) -> None:
    if given in ("partly", "missed"):
        operations.answer(evaluation, question.id, comment=rng.choice(words[given]), now=now)
    at = next((talk.evidence[t] for t in LOOKS_AT.get(question.id, ()) if t in talk.evidence), None)
    if at is None or not (given in ("partly", "missed") or (given == "met" and rng.random() < 0.2)):
        return
    text = evaluation.interaction.turns[at].text
    quote = (
        text if len(text) < 90 else text[: text.find(" ", 70)] if " " in text[70:] else text[:90]
    )
    operations.add_evidence(evaluation, question.id, turn_n=at + 1, start=0, quote=quote, now=now)


def note(rng: Random, evaluation: Evaluation) -> str:
    """What an agent writes under an evaluation, often nothing."""
    return rng.choice(COMMENTS["tr"]["reply"]) if evaluation.raw_score is not None else ""
