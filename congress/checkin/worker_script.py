"""The service worker's text: what it keeps, each with its hash, and then the script itself."""

import hashlib
from pathlib import Path

from flask import Flask

from congress.foundation.answers import encode

KEPT = ("checkin/*.js", "vendor/idb.js", "vendor/ed25519.js", "vendor/zxing-reader.*", "css/**/*.css", "img/*")
SCRIPT = "checkin/worker.js"


def worker_script(app: Flask) -> str:
    """Another text whenever a file that it keeps is another one: then browsers fetch all of them anew."""
    folder = Path(app.static_folder or "")
    names = sorted(
        path.relative_to(folder).as_posix() for pattern in KEPT for path in folder.glob(pattern) if path.is_file()
    )
    asset = app.jinja_env.globals["asset"]
    addresses = [asset(name) for name in names if name != SCRIPT]  # type: ignore[operator]  # a function of ours
    source = (folder / SCRIPT).read_text(encoding="utf-8")
    version = hashlib.sha256((source + "\n".join(addresses)).encode()).hexdigest()[:12]
    told = encode({"version": version, "kept": addresses}).decode()
    return f"self.GATE = {told};\n{source}"
