"""A scorecard while it is being written: the file's keys and values, sound or not yet, and what can
be done to them.

Pure: nothing here knows a database or a request. `tree` moves parts about, `fields` turns parts
into form fields and back and brings two people's changes together, `findings` says what is wrong
beside which field, and makes the best card there is for the preview.

Words: the *content* is what the file will hold, as dictionaries and lists. A *part* is the card
itself ("card"), a section ("section:<id>") or a question ("question:<id>").

Always true of a content: every section, question, option and reason has an id, sound and its own.
The operations keep it so, and `tree.skeleton` makes it so of what comes in.
"""
