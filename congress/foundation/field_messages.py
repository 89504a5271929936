"""What a person reads when a field of a JSON body is wrong, in their language."""

from pydantic import ValidationError

from congress.foundation.i18n import _


def field_errors(error: ValidationError) -> list[dict[str, str]]:
    """`[{field, message}]`; a nested field is written `schools.0.code`, the body as a whole `body`."""
    return [
        {
            "field": ".".join(str(part) for part in fault["loc"]) or "body",
            "message": _message(fault["type"], fault),
        }
        for fault in error.errors(include_url=False)
    ]


def _message(kind: str, fault: object) -> str:
    context = fault.get("ctx", {}) if isinstance(fault, dict) else {}
    if kind == "value_error" and isinstance(context, dict) and "error" in context:
        return str(context["error"])
    plain = {
        "missing": _("This field is needed."),
        "extra_forbidden": _("There is no such field."),
        "json_invalid": _("The body is not valid JSON."),
        "model_type": _("An object is expected."),
        "model_attributes_type": _("An object is expected."),
        "dict_type": _("An object is expected."),
        "list_type": _("A list is expected."),
        "string_type": _("Text is expected."),
        "bool_type": _("true or false is expected."),
        "bool_parsing": _("true or false is expected."),
        "int_type": _("A whole number is expected."),
        "int_parsing": _("A whole number is expected."),
        "int_from_float": _("A whole number is expected."),
        "int_parsing_size": _("The number is too large."),
        "datetime_parsing": _("A time in ISO 8601 with an offset is expected."),
        "datetime_from_date_parsing": _("A time in ISO 8601 with an offset is expected."),
        "datetime_type": _("A time in ISO 8601 with an offset is expected."),
        "timezone_aware": _("The time must name its offset from UTC."),
        "date_parsing": _("A date such as 2026-11-20 is expected."),
        "date_from_datetime_parsing": _("A date such as 2026-11-20 is expected."),
        "date_type": _("A date such as 2026-11-20 is expected."),
        "string_pattern_mismatch": _("The text has not the form that is expected here."),
    }
    if kind in plain:
        return str(plain[kind])
    limits = {
        "string_too_short": ("min_length", _("At least %s characters are needed.")),
        "string_too_long": ("max_length", _("At most %s characters are accepted.")),
        "too_short": ("min_length", _("At least %s entries are needed.")),
        "too_long": ("max_length", _("At most %s entries are accepted.")),
        "greater_than_equal": ("ge", _("The value must be at least %s.")),
        "greater_than": ("gt", _("The value must be more than %s.")),
        "less_than_equal": ("le", _("The value must be at most %s.")),
        "less_than": ("lt", _("The value must be less than %s.")),
        "enum": ("expected", _("One of these is expected: %s.")),
        "literal_error": ("expected", _("One of these is expected: %s.")),
    }
    if kind in limits and isinstance(context, dict):
        name, text = limits[kind]
        return str(text).replace("%s", str(context.get(name, "")))
    return str(_("The value cannot be accepted."))
