"""Notices: what somebody should know has happened, in the application and by e-mail.

Words: a *notice* is one thing told to one person; a *mail* carries one notice, or the *digest* of a
day's; a *choice* is how a person wants one kind of notices mailed: at once, in the digest, or not
at all. The *outbox* is the mails that have not left yet.

Always true:
- A notice is written in the transaction of what it tells of, and so is its mail in the outbox: what
  is rolled back is told nobody.
- Mail leaves only after the commit, by the worker, at least once and with the same Message-ID if a
  second time (`mailing`).
- No notice and no mail holds a score, an answer, a transcript, a customer, or who made a second
  opinion; it leads to the page, which shows what the reader may see.
- Nobody is told of what they did themselves; a closed account is told nothing."""
