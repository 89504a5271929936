"""Check that the served API document is a valid OpenAPI 3.1 document."""

import sys
import tempfile

from openapi_spec_validator import OpenAPIV31SpecValidator

from congress.app import create_app
from congress.settings import Settings


def main() -> int:
    """1 and the faults, one a line, where there are any."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings.from_environment({"CONGRESS_INSTANCE": folder, "LOG_LEVEL": "ERROR"}))
        document = app.test_client().get("/api/v1/openapi.json").get_json()
    faults = list(OpenAPIV31SpecValidator(document).iter_errors())
    for fault in faults:
        print(f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}")
    print(f"{len(document['paths'])} paths, {len(faults)} faults")
    return 1 if faults or not document["paths"] else 0


if __name__ == "__main__":
    sys.exit(main())
