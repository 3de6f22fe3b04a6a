"""From a file to interactions, in steps that know nothing of each other's insides:

`read` opens a file by what it holds (`archives` one after the other) -> a reader of
`qa.interactions.formats`, or `tables` and `lines` by a `mapping` (which column is what) ->
`prepare` (who the speakers are, what is too long, what is masked) -> `store` (conversations to
tables, in batches; `facts` measures them, `rows` puts them in and takes them back). `shape` is what
is read, `problems` puts what is wrong in words. All but `store` and `rows` is pure: no database, no
request.
"""
