"""The web server's entrance: `gunicorn wsgi:app`."""

from qa.app import create_app

app = create_app()
