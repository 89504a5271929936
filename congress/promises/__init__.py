"""政策兑现: what places promised the investor of an intention, until it is kept or refused.

A promise has an owner (a prefecture or a county), a date, a legal basis with the number of its 公平竞争审查, perhaps
an amount. Its state moves with a word and files that are kept; overdue ones stand first, their owner is told weekly,
then the prefecture and the province are told. What is called kept its investor confirms or disputes by a link.

Promises: a date that is moved leaves the first one to be read; what was said at a step is never changed; nothing of
it is printed in the agreement. Open `actions.py`.
"""
