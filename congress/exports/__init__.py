"""Lists as files: what a screen shows, as xlsx or csv, for whoever may see it there.

A list is declared by the slice whose it is, in its `listed.py`; an export is one file of one list, asked for once,
written at once while it is short and by a worker when it is long, and there for a few days for the one who asked.

Promises: nobody gets rows or columns that the screen would not show them, also when their rights ended while a worker
wrote; columns about persons go out with a reason alone; who took out what, with which filter, how many rows and why
is in the audit trail. Open `foundation/lists.py`, then `actions.py`.
"""
