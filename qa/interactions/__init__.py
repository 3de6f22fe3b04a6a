"""Interactions: one customer contact each (a call, chat, e-mail, social or marketplace thread, or
back-office case), brought in from files, listed, searched and read.

Words: an *interaction* has *turns* (who said what, and when); all its turns are the *transcript*.
An *import* brings interactions from one file by a *mapping* (which column is what), which can be
kept by name. *Facts* are figures counted from the turns: first reply, average reply, length.

Always true:
- (source, external id) is unique: the same import twice changes nothing.
- An import that fails or is cancelled leaves nothing behind; a conversation with an unreadable row
  is refused whole.
- Personal data that can be checked (cards, identity numbers, IBANs, phones, e-mail addresses) is
  masked before it is kept.
- Transcripts never enter logs or the change log.
- An interaction remembers the team its agent was in on that day.
"""
