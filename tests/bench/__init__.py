"""How quick it is, beside a floor measured in the same run. `python -m tests.bench --help`.

A *floor* is the least code that does the same work with the same parts: csv, json and the
database's own driver for an import; the same SELECTs and json.dumps for a page; openpyxl without
styles for a workbook. A *bar* is a figure that must be met; the run ends with status 1 when one is
missed. pytest does not collect this package.
"""
