"""Where a program is missing, a test says so in one line; in CI it fails."""

import pytest

from tests.tools import need


def test_a_missing_program_skips_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-reader is not installed"):
        need("no-such-reader")


def test_a_missing_program_fails_the_test_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr("tests.tools.SEARCH", "")
    with pytest.raises(pytest.fail.Exception, match="apt-get install zbar-tools"):
        need("zbarimg")


def test_a_program_that_is_there_is_named_by_its_path() -> None:
    assert need("sh").endswith("/sh")
