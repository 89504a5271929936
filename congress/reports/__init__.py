"""Rates 履约率, 开工率, 资金到位率, 投产率 and the funnel of a unit: what became of what was signed.

Every figure is worked out from the intentions that the reader may see and their accepted milestones, never stored;
it says what it divides by and leads to the projects behind it.

Promises: what was once signed stays in the whole, also when it ended since, framework agreements and second records
of one project never; money is in yuan, of contracts by their recorded rate. Open `rules.py`.
"""
