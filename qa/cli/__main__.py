"""`python -m qa.cli`: the `qa` command without its script."""

from qa.cli import main

main()
