"""What guards every page: headers, the content security policy, tokens of forms."""

from __future__ import annotations

import secrets

from flask import Flask, Response, abort, g, request
from flask_wtf import CSRFProtect

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def style_nonce() -> str:
    """What lets a vendored script of this very page bring its own style sheet."""
    if "style_nonce" not in g:
        g.style_nonce = secrets.token_urlsafe(16)
    return str(g.style_nonce)


def init_app(app: Flask) -> None:
    """Give every response its headers and every form its token; refuse what no keyboard makes."""
    settings = app.config["SETTINGS"]
    CSRFProtect().init_app(app)
    app.jinja_env.globals.update(style_nonce=style_nonce)

    @app.before_request
    def _readable() -> None:
        # No database keeps it in a text, and no keyboard makes it.
        if any(
            "\x00" in value
            for part in (request.args, request.form)
            for values in part.listvalues()
            for value in values
        ):
            abort(400)

    @app.after_request
    def _headers(response: Response) -> Response:
        head = response.headers
        nonce = g.get("style_nonce")
        own = (
            POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")
            if nonce
            else POLICY
        )
        head.setdefault("Content-Security-Policy", own)
        head.setdefault("X-Content-Type-Options", "nosniff")
        head.setdefault("Referrer-Policy", "same-origin")
        head.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        head.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if settings.https:
            head.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static":
            head.setdefault("Cache-Control", "no-store")
        return response
