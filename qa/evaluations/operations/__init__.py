"""What is done to evaluations: one function per verb. None commits."""

from qa.evaluations.answer_sheet import sheet_of
from qa.evaluations.operations.answers import (
    Changed,
    add_evidence,
    add_moment,
    answer,
    note_activity,
    remove_evidence,
)
from qa.evaluations.operations.drafts import (
    begin_adhoc,
    begin_assigned,
    begin_calibration,
    begin_check,
    begin_correction,
    begin_picked,
    begin_self,
    copy_of,
    discard,
)
from qa.evaluations.operations.submission import acknowledge, put_in_place, submit

__all__ = [
    "Changed",
    "acknowledge",
    "add_evidence",
    "add_moment",
    "answer",
    "begin_adhoc",
    "begin_assigned",
    "begin_calibration",
    "begin_check",
    "begin_correction",
    "begin_picked",
    "begin_self",
    "copy_of",
    "discard",
    "note_activity",
    "put_in_place",
    "remove_evidence",
    "sheet_of",
    "submit",
]
