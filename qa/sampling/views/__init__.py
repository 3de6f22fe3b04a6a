"""Pages of sampling.

| module | pages |
| --- | --- |
| `plans`, `draws`, `assignments` | for the quality manager |
| `evaluators` | what evaluators can take on |
| `queue` | for the evaluator |
| `interaction_panel` | what sampling adds to the page of an interaction |
"""

from qa.sampling.views import assignments, draws, evaluators, interaction_panel, plans, queue
from qa.sampling.views.blueprint import bp

__all__ = ["assignments", "bp", "draws", "evaluators", "interaction_panel", "plans", "queue"]
