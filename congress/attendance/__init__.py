"""What is left after the day: who was where, certificates of attendance, statistics.

Words: an entry is the first moment at which somebody was let into the congress or a forum; a certificate says that
a person was there, and its code lets anybody who holds it see whether we said so.

Promises: only who was let in is said to have come; a certificate can be had after the last day alone, and what it
says is read anew from the admissions whenever it is shown. Open `register.py` first.
"""
