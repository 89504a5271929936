"""备案 before the deal: who said first that a project is coming, and whether its investor agreed.

A school or a place files an expected project: investor, industry, place, amount. The investor confirms by a link
and its code; from then on the filing is protected 保护期, once longer where a follow-up 跟进 has evidence. When the
intention is recorded, the first confirmed filing of each kind of filer is linked to it.

Promises: what was filed is never changed, each filing carries the hash of the one before; a filer hears of an earlier
filing only that there is one; without confirmation or follow-up a filing lapses, so nobody squats. Open `actions.py`.
"""
