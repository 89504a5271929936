"""One person, one record: likely doubles 疑似重复, looked at side by side, made one 合并 or told apart.

Words: a double is two records that may be one person; the kept one stays, the other goes.

Promises: everything that points to the record that goes points to the kept one afterwards, by what each slice
declared in its `personal.py`; two places at one congress become one, with one badge and one holding of each forum;
no entry of a ledger changes; nobody is merged while a request to erase them is open; that two are not the same
is remembered with its reason. Open `actions.py`, then `places.py`.
"""
