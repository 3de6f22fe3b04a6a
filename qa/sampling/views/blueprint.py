"""Where the pages of sampling hang."""

from flask import Blueprint

bp = Blueprint("sampling", __name__)
