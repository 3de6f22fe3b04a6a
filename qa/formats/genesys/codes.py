"""What Genesys Cloud calls things, in our words."""

from __future__ import annotations

from qa.text import gettext_noop

LABEL = gettext_noop("Genesys Cloud transcripts and messages (JSON)")

ROLES = {
    "internal": "agent",
    "agent": "agent",
    "user": "agent",
    "external": "customer",
    "customer": "customer",
    "ivr": "bot",
    "bot": "bot",
    "botflow": "bot",
    "digitalbotflow": "bot",
    "workflow": "bot",
    "acd": "system",
    "system": "system",
    "voicemail": "system",
}
CHANNELS = {
    "voice": "call",
    "call": "call",
    "callback": "call",
    "chat": "chat",
    "webchat": "chat",
    "message": "chat",
    "webmessaging": "chat",
    "email": "email",
    "social": "social",
}
