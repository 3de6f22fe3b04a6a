"""Pages of interactions.

| module | pages |
| --- | --- |
| `reading` | list and show interactions |
| `listening` | play recordings |
| `importing` | bring files in |
| `words` | lists of words |
| `complaints` | complaints and their root causes |
| `privacy` | what is kept of customers, and how long |
"""

from qa.interactions.views import complaints, importing, listening, privacy, reading, words
from qa.interactions.views.blueprint import bp

__all__ = ["bp", "complaints", "importing", "listening", "privacy", "reading", "words"]
