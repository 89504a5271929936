"""By when a project was to be registered, begun, paid and in production, and what happens when the day has passed.

A planned date 计划节点 belongs to one kind of milestone of an intention; of money it may say how much has to be there
in total. It is overdue 逾期 from the day after until a verifier has accepted the fact. Its owners (schools, place) are
told first; after set days the prefecture, then the province is.

Promises: a date that is moved needs a reason and leaves the first one to be read; each level is told of one day once,
which a unique key decides; what waits for a verifier is nobody's delay. Open `actions.py`.
"""
