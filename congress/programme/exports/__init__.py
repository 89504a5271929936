"""The programme in the formats that other programs read: schedule XML, schedule JSON, iCalendar.

Pure: a plan goes in with the addresses of its sessions, text comes out. Open `common.py` first.
"""
