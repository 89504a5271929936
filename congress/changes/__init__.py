"""One change, one slip 变动单: what a change of somebody touches, and what must be printed again.

A slip 变动单 is written when somebody's name, title, organisation, category, forums or seat changes, when they withdraw
or send a deputy; its tasks are the papers 纸面 that exist and are touched, each ticked off by its owner.

Promises: nobody writes a slip by hand, and no change that reaches paper goes without one, since it is written in the
transaction of the change; what no paper shows makes no slip; who ticked what, and when, is kept.
Open `rules.py`, then `reactions.py`.
"""
