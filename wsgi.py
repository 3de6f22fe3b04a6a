"""The web server's entrance: `gunicorn wsgi:app`."""

import gc

from qa.app import create_app

app = create_app()
# What is loaded now stays as long as the process does; collecting garbage need not look through it
# again and again, which would hold up a request in every few for a tenth of a second.
gc.collect()
gc.freeze()
