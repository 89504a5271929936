"""The demo congress `2026`: real schools, places and industries, invented people, firms and credit.

Everything invented looks it (示例…, 虚构), and invented credit stands under invented schools alone. The
reference lists come with their sources in `reference/SOURCES.md`.

Promises: it is loaded into an empty database only; one login for each role, shown on the login page while
the demo mode is on. Open `load.py` first.
"""
