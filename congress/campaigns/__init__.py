"""群发 campaigns: one letter to everybody whom a filter of the registrations finds, each in their own language.

A campaign is a draft, is released by a second person, and is then sent in batches by a job that can be paused and
goes on where it stopped. Whoever changes it puts it back to a draft. Reminders 会前提醒 and thanks 致谢 go out by
a schedule that follows the programme, off until a second person switches them on.

Promises: nobody gets the same campaign, or is told of one event, twice; nobody gets a campaign or thanks without a
standing consent to its purpose, after taking themselves off the list, or at an address whose letters come back;
taking oneself off needs no login and no more than one click (RFC 8058). Open `states.py`, then `actions.py`.
"""
