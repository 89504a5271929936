"""People across the years: who they are, where they learned, what they agreed to.

A person has no or one user account. Education is claimed by the person and may be confirmed by the school.
Consent is a record for each purpose, with the version of the text that was agreed to.

Promises: no purpose without a consent of its own; sameness is by document or by name with unit, never by a
phone or an address alone, since a secretary's phone serves ten leaders. Open `models.py`, then `actions.py`.
"""
