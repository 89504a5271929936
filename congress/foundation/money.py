"""Money as integer fen and its readings."""

from decimal import Decimal

from babel.numbers import list_currencies

YI = 10_000_000_000  # fen in one 亿元
WAN = 1_000_000  # fen in one 万元
BILLION = 100_000_000_000  # fen
MILLION_YUAN = 100_000_000  # fen
FEN = 100  # in one yuan


def is_currency(code: str) -> bool:
    """Whether ISO 4217 knows this code."""
    return code in list_currencies()


def in_wan(fen: int) -> Decimal:
    """The amount in 万元, exactly, as a form shows it."""
    return (Decimal(fen) / WAN).normalize() if fen % WAN else Decimal(fen // WAN)


def exact_yuan(fen: int) -> str:
    """`1234567` → `12,345.67`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def readable_yuan(fen: int) -> tuple[str, str]:
    """The figure as Chinese readers say it, and its unit: `("2.35", "yi")`, `("800", "wan")`, `("12.50", "yuan")`."""
    size = abs(fen)
    if size >= YI:
        return _short(fen, YI), "yi"
    if size >= WAN:
        return _short(fen, WAN), "wan"
    return exact_yuan(fen), "yuan"


def readable_in_english(fen: int) -> tuple[str, str]:
    """The figure as English readers say it: `("1.34", "billion")`, `("8", "million")`, `("12.50", "yuan")`."""
    size = abs(fen)
    if size >= BILLION:
        return _short(fen, BILLION), "billion"
    if size >= MILLION_YUAN:
        return _short(fen, MILLION_YUAN), "million"
    return exact_yuan(fen), "yuan"


def _short(fen: int, unit: int) -> str:
    """Two decimals at most, rounded half up, without trailing zeros; integer arithmetic throughout."""
    hundredths = (abs(fen) * 100 + unit // 2) // unit
    whole, rest = divmod(hundredths, 100)
    text = f"{whole:,}.{rest:02d}".rstrip("0").rstrip(".")
    return f"-{text}" if fen < 0 else text
