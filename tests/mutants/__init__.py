"""Faults planted in the arithmetic core, to see whether its own tests notice: `make mutants`.

| module | what it does |
| --- | --- |
| sites | finds the places of a source where a fault can be planted (pure) |
| packages | which files are looked at, and which tests are theirs |
| equivalents | reads equivalent.toml: faults that cannot change behaviour, each with its reason |
| trying | imports what is heavy once and forks a process for each fault |
| __main__ | chooses by a seed, prints what was found |

A *site* is one fault at one place. It is *caught* when a test fails, the module cannot be imported
or the time limit is reached, and has *survived* when all tests of the package pass. Nothing is
written into the working tree: the process of a fault imports the changed text from memory.
"""
