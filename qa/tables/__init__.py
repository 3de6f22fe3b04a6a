"""Tables of any layout: the sheets of a file as they stand, and where their headings are. Pure."""
