"""What happens to evaluations, told to the floors above inside the transaction in which it
happens."""

from blinker import Signal

# Receivers get (evaluation, sheet=Sheet). One that supersedes another is told too; `supersedes_id`
# says so.
submitted = Signal("evaluation submitted")
# Receivers get (evaluation, by=Evaluation): it stops counting; the one it is superseded by is told
# as submitted right after.
superseded = Signal("evaluation superseded")
# Receivers get (evaluation): from now on its agent sees it. Told once.
released = Signal("evaluation released")
# Receivers get (dispute).
dispute_opened = Signal("dispute opened")
dispute_decided = Signal("dispute decided")
# Receivers get (dispute, before=User | None, actor=User, now): it has another decider; `before` is
# who could have decided until now.
dispute_reassigned = Signal("dispute reassigned")
