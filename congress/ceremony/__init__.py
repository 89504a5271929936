"""The signing ceremony 签约仪式: groups on a stage, who signs, who is here, and what comes next.

A ceremony belongs to one congress. It has batches 组 in an order, each with agreements in an order. Whoever signs
for a party is its signatory; a substitution 替签 puts somebody else in their place and says why. A cue moves the
stage on: next 候场, on stage 台上, done 已签.

Promises: everything printed and shown follows a change at once; two people who press at the same time move the stage
once; a name or an amount is public only where its parties consented, and totals in money only after release.
Open `rules.py`, then `actions.py`.
"""
