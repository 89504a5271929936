"""政策兑现: what places promised the investor of an intention, until it is kept or refused.

A promise has an owner (a prefecture or a county), a date, a legal basis with the number of its 公平竞争审查, perhaps
an amount. Its state moves with a word that is kept; overdue ones stand first, and their owner is reminded weekly.

Promises: a date that is moved leaves the first one to be read; what was said at a step is never changed; nothing of
it is printed in the agreement. Open `actions.py`.
"""
