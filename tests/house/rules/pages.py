"""What the content security policy would refuse, and what must not get into a page."""

from __future__ import annotations

import re

from tests.house.rules import Sources, Violation, rule

NOT_ALLOWED = {
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>": "an inline script",
    r"<style\b|\sstyle\s*=": "a style in the page",
    r"\son[a-z]+\s*=\s*[\"']": "an inline handler",
    r"(src|href)=\"(https?:)?//": "something from another machine",
    r"javascript:": "an address that is a script",
    r"\|\s*safe\b": "unescaped text",
}


@rule
def against_the_policy(sources: Sources) -> list[Violation]:
    """No inline script or style, nothing from elsewhere, and a token in every form that posts."""
    found = [
        Violation(path, what)
        for path, text in sources.items()
        for pattern, what in NOT_ALLOWED.items()
        if re.search(pattern, text)
    ]
    return found + [
        Violation(path, "a form without its token")
        for path, text in sources.items()
        if len(re.findall(r"csrf", text)) < len(re.findall(r"<form[^>]*method=\"post\"", text))
    ]
