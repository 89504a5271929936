"""统筹日历: one calendar of the province's platforms, of schools' own events and of the congress itself.

An event 活动 has days, a place and who gives it. Two that share a day clash 撞期; in the same place the more so.

Promises: everybody sees what is public; organisers, schools, places and viewers see all of it with its clashes;
a school enters and changes its own alone. Open `rules.py`, then `queries.py`.
"""
