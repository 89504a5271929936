"""Other people's programs that read what we wrote."""

import subprocess
from pathlib import Path

import pikepdf


def run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


class Pdf:
    """A PDF file as poppler, qpdf and zbar see it."""

    def __init__(self, path: Path, content: bytes | None = None) -> None:
        self.path = path
        if content is not None:
            path.write_bytes(content)

    def check(self, *, title: str, language: str) -> None:
        """Whole, tagged, titled, in a language, with every font embedded and reduced to what is used."""
        assert "No syntax or stream encoding errors" in run("qpdf", "--check", self.path)
        facts = self.facts()
        assert facts["Tagged"] == "yes"
        assert facts["Title"] == title
        with pikepdf.open(self.path) as pdf:
            assert str(pdf.Root.Lang) == language
        rows = run("pdffonts", self.path).splitlines()[2:]
        assert rows
        for row in rows:
            # name, type (one word here), encoding, embedded, subset, unicode, object
            assert row.split()[3:6] == ["yes", "yes", "yes"], row

    def facts(self) -> dict[str, str]:
        lines = run("pdfinfo", self.path).splitlines()
        return {name.strip(): value.strip() for name, value in (line.split(":", 1) for line in lines if ":" in line)}

    @property
    def pages(self) -> int:
        return int(self.facts()["Pages"])

    def text(self) -> str:
        return run("pdftotext", self.path, "-")

    def squeezed(self) -> str:
        """The text without blanks and line ends, which a layout is free to put anywhere."""
        return "".join(self.text().split())

    def codes(self, dpi: int = 150) -> list[str]:
        """What zbar reads from the rasterised pages."""
        stem = self.path.with_suffix("")
        run("pdftoppm", "-r", dpi, "-png", self.path, stem)
        pictures = sorted(stem.parent.glob(f"{stem.name}-*.png"))
        return run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", *pictures).split()
