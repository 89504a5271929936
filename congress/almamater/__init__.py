"""Alma mater verified: a person claims, the school compares with its roll and confirms, or refuses with a reason.

A claim is an `alumni.Education`. A roll 学籍名册 is the school's list of its own graduates; it is kept as keyed
hashes alone, matched against, and never shown to anybody.

Promises: a school sees claims to itself and nothing else of a person; a decision is about the claim that the
school saw; nobody decides on their own claim; whoever is decided on is told in the same transaction. Credit hears
of each decision by `alumni.events.AlmaMaterMoved`. Open `rules.py`, then `actions.py`.
"""
