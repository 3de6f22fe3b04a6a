"""Tables of interactions.

`contacts` the interactions and their turns · `bringing` imports · `measured` surveys, complaints,
length bands · `recordings` · `words` lists of words and where they were met · `privacy` choices,
openings, erasures."""

from __future__ import annotations

from qa.interactions.models.contacts import (
    CHANNEL_ICONS,
    CHANNELS,
    ROLES,
    SEARCH,
    Interaction,
    Turn,
    draw_key,
    when_of,
)
from qa.interactions.models.imports import (
    ENDED,
    IMPORT_STATES,
    Import,
    ImportAddition,
    ImportConfirmation,
    SavedMapping,
    SpeakerRole,
)
from qa.interactions.models.keywords import KINDS, PARTS, SPEAKERS, WordHit, WordList, WordTick
from qa.interactions.models.measured import Complaint, LengthBand, RootCause, SurveyAnswer
from qa.interactions.models.privacy import ErasedKey, Erasure, Opening, PrivacyChoice
from qa.interactions.models.recordings import Recording

__all__ = [
    "CHANNELS",
    "CHANNEL_ICONS",
    "ENDED",
    "IMPORT_STATES",
    "KINDS",
    "PARTS",
    "ROLES",
    "SEARCH",
    "SPEAKERS",
    "Complaint",
    "ErasedKey",
    "Erasure",
    "Import",
    "ImportAddition",
    "ImportConfirmation",
    "Interaction",
    "LengthBand",
    "Opening",
    "PrivacyChoice",
    "Recording",
    "RootCause",
    "SavedMapping",
    "SpeakerRole",
    "SurveyAnswer",
    "Turn",
    "WordHit",
    "WordList",
    "WordTick",
    "draw_key",
    "when_of",
]
