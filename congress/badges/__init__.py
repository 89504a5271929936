"""Badges: signed QR tokens, printed codes, layouts and PDF sheets. Draws what it is given, knows no registration.

A token is Ed25519-signed, uppercase alphanumeric, and names the congress, the badge's number and serial and
the category, nothing personal; a device that holds only the public key can check it. A short printed code
with a check character serves when nothing scans.

Promises: no other text than the one that was issued verifies; what may be entered is never in the token.
Open `tokens.py` first.
"""
