"""Login: passwords (argon2), sessions, and throttling. The only place that knows Flask-Login."""

from __future__ import annotations

from typing import Any

import flask_login
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from qa.db import db
from qa.people.models import User
from qa.text import fold

hasher = PasswordHasher()
limiter = Limiter(get_remote_address, storage_uri="memory://")
_manager = flask_login.LoginManager()
# A hash of nothing anybody knows: checked when the address is unknown, so that both answers take as
# long.
_NOBODY = hasher.hash("no account has this password")


def init_app(app: Flask) -> None:
    """Give `app` its login."""
    _manager.init_app(app)
    _manager.session_protection = (
        None  # bound to the browser's address it would end sessions on every change of network
    )
    limiter.init_app(app)


def account_key() -> str:
    """The account a login attempt is for, for throttling per account."""
    return "account:" + fold(request.form.get("email", ""))[:254]


@_manager.user_loader
def _load(session_id: str) -> User | None:
    number, _, stamp = session_id.partition(".")
    user = db.session.get(User, int(number)) if number.isdecimal() and len(number) < 10 else None
    return user if user is not None and user.is_active and user.stamp == stamp else None


def current() -> User | None:
    """Who is logged in, or None."""
    user: Any = flask_login.current_user
    return user._get_current_object() if user and user.is_authenticated else None


def me() -> User:
    """Who is logged in; for views that the access table has already let through."""
    user = current()
    if user is None:
        raise LookupError("nobody is logged in")
    return user


def check_password(user: User | None, password: str) -> bool:
    """Whether `password` is the user's. Takes as long for nobody as for somebody."""
    try:
        return (
            hasher.verify(user.password_hash if user and user.password_hash else _NOBODY, password)
            and user is not None
        )
    except (VerificationError, InvalidHashError):
        return False


def log_in(user: User) -> None:
    """Begin a session."""
    from flask import session

    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session.permanent = True
    flask_login.login_user(user)


def log_out() -> None:
    """End this session."""
    from flask import session

    flask_login.logout_user()
    session.clear()
