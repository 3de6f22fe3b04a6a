"""Lists of words the organisation keeps, and where they were met in transcripts.

`matching` finds them (pure) · `scanning` keeps the hits of new and of all transcripts ·
`operations` changes lists and takes judgements of hits · `queries` what goes with a list ·
`starter` the lists that ship.

Always true: a hit is a whole word or a form of it, never a part of another word; a list's hits are
all of the same revision once its scan has ended; a hit is evidence, not a score."""
