"""From conversations to tables: what `qa.formats` has read and prepared is kept.

`store` puts conversations into tables in batches; `rows` writes and removes rows by the database's
own quickest way."""
