"""Amazon Connect's evaluation forms: the JSON of CreateEvaluationForm and of
DescribeEvaluationForm.

Source: the public service model of the API (botocore 1.44.5, `connect/2017-08-08`), its API
reference for the lengths, and the administrator guide on scoring and weights for the arithmetic.
What the two systems share and where they part:

- *Weights by question* (QUESTION_ONLY). A question's weight is a share of the whole form; one
  answered not applicable leaves the calculation and the other weights of the form are taken to 100
  in proportion (the guide's example: 40, 20, 20, 20 with the last not applicable are worth 50, 25,
  25). That is `whole_form`, with a section as heavy as its questions.
- *Weights by section* (SECTION_ONLY). Only sections have weights, and the questions of one share
  its weight evenly; so a question that leaves the calculation leaves its share to the others of its
  section: `within_section`.
- *Points* (POINTS_BASED). Earned over the most that could be earned by the questions that apply:
  points, `whole_form`.
- An answer's score of 0 to 10 is 0 to 1 here, whatever the best answer's score is.
- An automatic fail sets the form to 0, or the one section it names: scope `evaluation` or
  `section`, `sets` 0.
- Sections may be two deep. Each part becomes a section of its own, see `layout`.

Taken on trust, since the guide's example is of weights by question only: what is not applicable
under the other two modes; that the scores of several chosen answers add up; and that a question not
enabled counts as one not applicable does. The first two rest on what a weight of a section and a
most of points mean; the second is reported with every such question."""

from qa.exchange.connect.reader import read_form
from qa.exchange.connect.writer import write_form

__all__ = ["read_form", "write_form"]
