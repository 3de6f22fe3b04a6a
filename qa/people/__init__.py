"""People: users and what they may do, teams, agents, who belongs where and since when, and login.

Words: a *user* logs in and has one or more *roles*; an *agent* is scored and may be a user as well;
a *membership* puts an agent in a team for a span of days; a *leadership* makes a user lead of a
team for a span of days.

Always true:
- An agent is in one team at most on any day; past memberships stay.
- A password or role change ends every session of that user at once.
- Only this package knows how login is done; others ask `current()`.
- An account is closed by a date and a name, never deleted: what the person did stays readable.
"""
