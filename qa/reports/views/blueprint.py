"""Where the pages of reports hang."""

from flask import Blueprint

bp = Blueprint("reports", __name__)
