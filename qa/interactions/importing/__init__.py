"""From a file to interactions, in three steps that know nothing of each other's insides:

`mapping` (which column is what) -> `read` (`tables` or `lines` to `conversations`, or problems with row and column) -> `store`
(conversations to tables, in batches). `problems` puts what is wrong in words. Reading is pure: no database, no request.
"""
