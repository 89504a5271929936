"""What every slice stands on; no business word in here.

`db` has the tables' Base and the one `unit_of_work()`; `access` the guards that every route declares;
`endpoint` the registry of JSON calls from which the OpenAPI document is made; `errors` the refusals and
their one handler; `jobs` Celery; `events` the talk upward; `i18n`, `forms` and `pages` what people read and
type; `audit`, `ids`, `crypto`, `uploads`, `idempotency`, `documents` what their names say.

Promises: only `unit_of_work()` commits; a job is sent after the commit or not at all; a time is UTC and
aware; what a user typed never becomes markup. Open `db.py` first, then `access.py`.
"""
