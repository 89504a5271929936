"""Delegations: a school, a prefecture or a company names its own people, within the places it was given.

Words: a delegation belongs to one unit and has a contact, a deadline and quotas, places by category; a nominee is
one of its people, whose registration stands as soon as the contact names them and is completed by themselves,
by a link of their own, or by the contact where no address is known.

Promises: a quota is taken by one statement that cannot overshoot, and given back when the registration is
cancelled, whoever cancels it; a list is stored whole or not at all, and the same list twice changes nothing; only
digests of links are kept. Open `actions.py`, then `lists.py`.
"""
