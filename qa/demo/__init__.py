"""The demonstration: one invented company, its people, and a quarter of its conversations.

Somebody who installs Vaybe should meet it full, not empty: teams with names, agents who differ,
evaluators who differ, and transcripts that read like work. This package makes that content from a
seed. It is values only; writing them to the database is somebody else's business, and the benchmark
uses the same stream.

Words: a *story* is what a customer contacts the company about, told in phrases with many variants;
*facts* are the order, parcel, product and people of one conversation; a *script* is the
conversation as it is written down, line by line; a *trait* is one thing an agent does or leaves out
("greeting", "next_step").

What is always true:
- The same arguments give the same conversations, on every machine and Python.
- Traits are decided first and the transcript is written to fit them: a missed greeting is not in
  the text.
- Nobody and nothing in it is real: company, couriers, banks, people, numbers, addresses.
- Nothing here reads the clock, a file, the database or the network.
"""
