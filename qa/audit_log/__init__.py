"""The change log, to be read: every change as who, when, what, before, after.

Words: a *line* is one change (`audit`); its *thing* is what was changed, by kind and id; its
*values* are what the thing was before and after.

Always true:
- Nothing here changes a line; whether the chain is whole is asked with `qa check`.
- Values are shown only of kinds that are open to every reader of the change log, and of things
  the reader may see; the feature a thing belongs to says so. Of a kind nobody has thought of, they
  are not shown.
- Nothing filters by values."""
