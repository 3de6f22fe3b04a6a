"""Genesys Cloud's evaluation forms: the API's JSON, also as its Python SDK and its Terraform
provider spell it.

Source: the public models of the API (purecloudplatformclientv2 269.0.0) and the vendor's help on
evaluation scores. What the two systems share and where they part:

- A form's score is the sum of each group's points times its weight, over the same of the points
  that could be had; what is not applicable is in neither. That is points mode with `whole_form`, a
  section's weight being its multiplier.
- A question on which nothing can be earned takes no part in that, as an excluded one takes none
  here.
- A kill question sets the whole to 0. The help says when it is answered wrong; taken as: with an
  answer worth least.
- Critical questions make a second score beside the first, which they do not change. Here they
  belong to one of three families, which the source does not have: they become `customer`, and every
  one is reported to be looked at.
- Conditions name answers by where they stand, counted from 0. They are turned into ids, and back.
- A text that only stands in the form goes into the help of the question after it; after the last
  question it is left out.
- The range question is one of multiple choice there, and stays one."""

from qa.exchange.genesys.reader import read_form
from qa.exchange.genesys.writer import write_form

__all__ = ["read_form", "write_form"]
