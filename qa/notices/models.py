"""Tables of notices."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import Base, intpk, json, moment, str40, str200
from qa.people.models import User

NOW, DIGEST, NONE = "now", "digest", "none"
NOTICE = "notice"
_WAITING = sa.text("sent_at IS NULL AND given_up_at IS NULL")
_GATHERED = sa.text("how = 'digest' AND mail_id IS NULL")


class NoticeMail(Base):
    """A mail: of one notice (`notice`), or the `digest` of a `day`. It is tried again at `next_at`
    until `sent_at` or `given_up_at`; `problem` is why the last attempt failed."""

    __tablename__ = "notice_mails"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "day"),
        sa.Index(
            "ix_notice_mails_waiting", "next_at", sqlite_where=_WAITING, postgresql_where=_WAITING
        ),
    )

    id: orm.Mapped[intpk]
    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
    what: orm.Mapped[str] = orm.mapped_column(sa.String(10))
    day: orm.Mapped[date | None]
    made_at: orm.Mapped[moment]
    attempts: orm.Mapped[int] = orm.mapped_column(default=0)
    next_at: orm.Mapped[moment]
    sent_at: orm.Mapped[moment | None]
    given_up_at: orm.Mapped[moment | None]
    problem: orm.Mapped[str200] = orm.mapped_column(default="")

    user: orm.Mapped[User] = orm.relationship(lazy="joined")
    notices: orm.Mapped[list[Notice]] = orm.relationship(
        back_populates="mail", order_by="Notice.id"
    )


class Notice(Base):
    """One thing told to one person. `values` are what its sentence says: counts, days, titles.
    `how` is how it is to be mailed."""

    __tablename__ = "notices"
    __table_args__ = (
        sa.Index("ix_notices_user_id_read_at", "user_id", "read_at"),
        sa.Index("ix_notices_subject_kind_subject_id", "subject_kind", "subject_id"),
        sa.Index("ix_notices_mail_id", "mail_id"),
        sa.Index(
            "ix_notices_gathered", "user_id", sqlite_where=_GATHERED, postgresql_where=_GATHERED
        ),
    )

    id: orm.Mapped[intpk]
    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
    kind: orm.Mapped[str] = orm.mapped_column(sa.String(20))
    subject_kind: orm.Mapped[str40]
    subject_id: orm.Mapped[int]
    values: orm.Mapped[json]
    made_at: orm.Mapped[moment]
    read_at: orm.Mapped[moment | None]
    how: orm.Mapped[str] = orm.mapped_column(sa.String(10))
    mail_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("notice_mails.id"))

    user: orm.Mapped[User] = orm.relationship()
    mail: orm.Mapped[NoticeMail | None] = orm.relationship(back_populates="notices")


class NoticeChoice(Base):
    """How somebody wants one kind of notices mailed, where it differs from what is usual."""

    __tablename__ = "notice_choices"

    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    name: orm.Mapped[str] = orm.mapped_column(sa.String(20), primary_key=True)
    how: orm.Mapped[str] = orm.mapped_column(sa.String(10))
