"""The person's rights 个人信息权利: to see, correct, take along, withdraw, erase; and how long anything is kept.

Each slice says in its `personal.py` what it holds about persons, for what, and what an erasure does to it; this one
walks over all of them. A request 权利请求 comes from the page or by letter and has fifteen working days. Retention
保存期限 is a date for each kind of data of a congress. The ID number 证件号码 is off until a congress needs it.

Promises: what stays and why is said before anybody confirms; an erasure needs a one-time code; counts stay right and
name nobody; an ID number is sealed, masked everywhere, and each full view has a reason in the audit trail.
Open `foundation/personal.py`, then `erasing.py`.
"""
