"""`/api/v1`: collects the slices' JSON calls and describes them in an OpenAPI 3.1 document made from the code.

The calls themselves live in each slice's `endpoints.py`. Open `openapi.py` for the document.
"""
