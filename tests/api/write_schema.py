"""Writes docs/openapi.json, the API as it is promised (`make openapi`)."""

import json
from pathlib import Path
from typing import Any

from service.app import create_app
from service.settings import Settings

FILE = Path(__file__).parents[2] / "docs" / "openapi.json"


def current() -> dict[str, Any]:
    """The schema of the code as it is."""
    return create_app(Settings()).openapi()


if __name__ == "__main__":
    FILE.write_text(json.dumps(current(), indent=1, sort_keys=True, ensure_ascii=False) + "\n")
