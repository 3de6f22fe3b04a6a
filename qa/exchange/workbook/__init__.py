"""Our own workbook: a scorecard as sheets of questions, options, sections and settings, out and in
without loss.

Headings and words to choose from are written in one language and understood in both."""

from qa.exchange.workbook.reader import read_workbook
from qa.exchange.workbook.writer import template, write_workbook

__all__ = ["read_workbook", "template", "write_workbook"]
