"""Our own workbook: a scorecard as sheets of questions, options, sections and settings, out and in
without loss.

Headings and words to choose from are written in one language and understood in both."""

from qa.exchange.workbook.reader import read
from qa.exchange.workbook.writer import template, write

__all__ = ["read", "template", "write"]
