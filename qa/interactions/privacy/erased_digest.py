"""The digest by which an erased interaction is known again."""

from __future__ import annotations

import hashlib


def digest(source: str, external_id: str) -> str:
    """SHA-256 of a source and an id in it, in hex: enough to keep it out, too little to tell whose
    it was."""
    return hashlib.sha256(f"{source}\x00{external_id}".encode()).hexdigest()
