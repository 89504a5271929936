"""The commands that load files, and how every command speaks.

With `--json` standard output is one JSON document and all else goes to standard error; an import reports what it
created, changed and left, and its problems by row and column. `congress/cli.py` puts all commands together.
"""
