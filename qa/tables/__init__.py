"""Tables that are read: `stream` gives one with a heading row by row, `grid` the sheets of a file
of any layout as they stand; `headings` finds where their headings are, by the words of a
vocabulary. Pure."""
