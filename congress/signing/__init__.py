"""What parties mean to do together: intentions, signatures, agreements.

An intention 签约意向 has parties, alumni, schools with shares, a place, an industry, an amount. An agreement is
its PDF. Parties sign on paper (the scan attached and hashed), on a pad, in person, or by link; each signature
keeps who, when, how, and the hash of the text they saw.

Promises: shares sum to exactly one million within each kind of school; nothing material changes once a
party has signed; it is signed when every party but witnesses has. Open `actions.py`, then `rules.py`.
"""
