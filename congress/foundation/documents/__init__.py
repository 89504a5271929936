"""The one place that lays out PDFs and spreadsheets: fonts, fitted text, pages, pictures, seals.

Promises: text taken out is the text put in, beyond the BMP too; a character that no bundled font has is
refused at input by name, never printed as a box; user text never becomes markup. Open `text.py` first.
"""
