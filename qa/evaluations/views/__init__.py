"""Pages of evaluations.

| module | pages |
| --- | --- |
| `scoring`, `evidence` | make an evaluation |
| `reading` | list and show evaluations |
| `changing` | correct them and add to them |
| `releases` | let agents see them |
| `dispute_list`, `disputes`, `rules` | disputes and their rules |
| `panels` | what evaluations add to the page of an interaction |
"""

from qa.evaluations.views import (
    changing,
    dispute_list,
    disputes,
    evidence,
    panels,
    reading,
    releases,
    rules,
    scoring,
)
from qa.evaluations.views.blueprint import bp

__all__ = [
    "bp",
    "changing",
    "dispute_list",
    "disputes",
    "evidence",
    "panels",
    "reading",
    "releases",
    "rules",
    "scoring",
]
