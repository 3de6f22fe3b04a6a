"""Tables that are read: `stream` gives one with a heading row by row, `grid` the sheets of a file
of any layout as they stand, and where their headings are. Pure."""
