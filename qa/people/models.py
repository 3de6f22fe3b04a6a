"""Tables of people."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from qa.db import Base, intpk, moment, str40, str200


class User(Base):
    """Somebody who logs in. `stamp` is part of every session: a new stamp ends them all."""

    __tablename__ = "users"

    id: orm.Mapped[intpk]
    email: orm.Mapped[str] = orm.mapped_column(sa.String(254), unique=True)  # folded
    name: orm.Mapped[str200]
    password_hash: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    stamp: orm.Mapped[str40]
    language: orm.Mapped[str | None] = orm.mapped_column(sa.String(2))
    created_at: orm.Mapped[moment]
    closed_at: orm.Mapped[moment | None]
    closed_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    grants: orm.Mapped[list[RoleGrant]] = orm.relationship(
        back_populates="user",
        lazy="selectin",
        cascade="all, delete-orphan",
        foreign_keys="RoleGrant.user_id",
    )

    @property
    def roles(self) -> set[str]:
        """The roles held now."""
        return {grant.role for grant in self.grants}

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.closed_at is None

    def get_id(self) -> str:
        return f"{self.id}.{self.stamp}"

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, User) and self.id == other.id

    def __hash__(self) -> int:
        return hash(("user", self.id))


class RoleGrant(Base):
    """A role somebody holds, who gave it and when."""

    __tablename__ = "role_grants"

    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"), primary_key=True)
    role: orm.Mapped[str] = orm.mapped_column(sa.String(40), primary_key=True)
    granted_at: orm.Mapped[moment]
    granted_by_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"))

    user: orm.Mapped[User] = orm.relationship(back_populates="grants", foreign_keys=user_id)


class Team(Base):
    """A team of agents."""

    __tablename__ = "teams"

    id: orm.Mapped[intpk]
    code: orm.Mapped[str] = orm.mapped_column(sa.String(40), unique=True)
    name: orm.Mapped[str200]


class Agent(Base):
    """Somebody who is scored. `code` is what other systems call them."""

    __tablename__ = "agents"

    id: orm.Mapped[intpk]
    code: orm.Mapped[str] = orm.mapped_column(sa.String(200), unique=True)
    name: orm.Mapped[str200]
    user_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("users.id"), unique=True)

    user: orm.Mapped[User | None] = orm.relationship()
    memberships: orm.Mapped[list[Membership]] = orm.relationship(
        back_populates="agent", order_by="Membership.starts_on"
    )


class Membership(Base):
    """An agent in a team from one day to another (`ends_on` is the last day; empty: still
    there)."""

    __tablename__ = "memberships"
    __table_args__ = (
        sa.UniqueConstraint("agent_id", "starts_on"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="span"),
        sa.Index("ix_memberships_team_id", "team_id"),
    )

    id: orm.Mapped[intpk]
    agent_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("agents.id"))
    team_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("teams.id"))
    starts_on: orm.Mapped[date]
    ends_on: orm.Mapped[date | None]

    agent: orm.Mapped[Agent] = orm.relationship(back_populates="memberships")
    team: orm.Mapped[Team] = orm.relationship(lazy="joined")


class Leadership(Base):
    """A user who leads a team from one day to another."""

    __tablename__ = "leaderships"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "team_id", "starts_on"),
        sa.Index("ix_leaderships_team_id", "team_id"),
    )

    id: orm.Mapped[intpk]
    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("users.id"))
    team_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("teams.id"))
    starts_on: orm.Mapped[date]
    ends_on: orm.Mapped[date | None]

    team: orm.Mapped[Team] = orm.relationship(lazy="joined")


class SetupCode(Base):
    """The one-time code with which the first administrator is made. Only its hash is kept."""

    __tablename__ = "setup_codes"

    id: orm.Mapped[intpk]
    code_hash: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    made_at: orm.Mapped[moment]
