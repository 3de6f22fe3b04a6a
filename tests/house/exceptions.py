"""What may break a house rule, by rule, and why. These tables only become shorter: what keeps its
rule again has to be taken out."""

EXCEPTIONS: dict[str, dict[str, str]] = {
    "long_files": {},
    "long_functions": {},
    "case_changed": {
        "qa/demo/pace.py": "English phrases of the demonstration",
        "qa/demo/turkish.py": "suffixes of invented names, with İ and ı dealt with first",
        "qa/exchange/card_files.py": "the ending of a file's name",
        "qa/exchange/formats.py": "the ending of a file's name",
        "qa/formats/archives.py": "the ending of a file's name",
        "qa/masking/__init__.py": "IBANs are upper case letters A to Z",
        "qa/scoring/reading.py": "true and false, as files write them",
        "qa/settings.py": "names of settings",
        "qa/text.py": "it is where folding is done",
    },
    # Jobs, which commit by steps, and what says that it commits.
    "operations_that_commit": {
        "qa/interactions/operations/expiry.py:expire": "the job imports.expire; says so",
        "qa/interactions/operations/import_job.py:check_file": "the job interactions.check",
        "qa/interactions/operations/import_job.py:_run": "a step of the job interactions.import",
        "qa/interactions/operations/import_job.py:_finish": "its last step",
        "qa/sampling/operations/plans.py:run_if_due": "a plan of the job plans.run; says so",
    },
    "columns_beside_lists": {
        "qa/exchange/workbook/writer.py": "a scorecard as a workbook that is read again",
        "qa/lists/files.py": "it is where columns become those of a spreadsheet",
    },
    "import_circles": {},
    "imports_for_effect": {},
}

# Lines of more than 100 characters that are still there, by folder.
LONG_LINES: dict[str, int] = {}
