"""Schools with their former names, divisions (prefectures, counties, 湘江新区), industries of the province.

A school is named by its ten-digit ministry code, or by a house code `HN-…` where it has none; a former name
or an alias resolves to it. Lists go by the official order of the lists they came from.

Promises: a code never changes its meaning; an import is all or nothing and names row and column. Open
`models.py`, then `actions.py` for the imports.
"""
