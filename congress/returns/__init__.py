"""月报: what each school, place and department reports of a month, or that there is nothing 零报告.

A month is opened with its lines (a template, as data), its units and a due date in working days. A return is filed
with the name of its 分管负责人, then accepted, or sent back with questions and a new date.

Promises: figures are proposed from the ledger and never written into it; who files never accepts; a sheet is taken
whole or not at all; totals are by kind of unit, for a county's figures stand in its prefecture's too.
Open `actions.py`.
"""
