"""Pages as tests read them."""

import re

BLOCKS = (
    "aside|br|button|caption|dd|details|div|dl|dt|fieldset|form|h1|h2|h3|hr|legend|li|main|nav|ol|"
    "option|p|section|select|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)


def flat(page: str) -> str:
    """The page without the lines and the indentation of its templates.

    As in a browser: what is between words or attributes becomes a space, at the edges of a block
    nothing stays.
    """
    page = re.sub(r"\s+", " ", page)
    page = re.sub(r"(<[a-z][^<>]*?) >", r"\1>", page)
    return re.sub(rf" ?(</?(?:{BLOCKS})\b[^>]*>) ?", r"\1", page)
