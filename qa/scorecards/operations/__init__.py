"""What is done to scorecards: to their versions, and to the drafts of the next ones."""

from qa.scorecards.operations.draft_states import WHATS, content_of, redo, undo
from qa.scorecards.operations.drafts import (
    create,
    discard,
    keep_import,
    notes_of,
    publish_draft,
    start,
)
from qa.scorecards.operations.edits import Conflict, act, change, published_ids, rename
from qa.scorecards.operations.versions import (
    delete,
    publish,
    publish_shipped,
    reinstate,
    retire,
    use_of,
)

__all__ = [
    "WHATS",
    "Conflict",
    "act",
    "change",
    "content_of",
    "create",
    "delete",
    "discard",
    "keep_import",
    "notes_of",
    "publish",
    "publish_draft",
    "publish_shipped",
    "published_ids",
    "redo",
    "reinstate",
    "rename",
    "retire",
    "start",
    "undo",
    "use_of",
]
