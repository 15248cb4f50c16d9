"""Asks the built `attune` (swift build -c release --product attune)."""

import json
import subprocess
from pathlib import Path

from .places import BINARY


def score(*arguments: str | Path, check: bool = True) -> list[dict]:
    """The records of `attune score`. Without `check` its exit status may say that some files could not be read."""
    done = subprocess.run([BINARY, "score", *arguments], stdout=subprocess.PIPE, check=check)
    return [json.loads(line) for line in done.stdout.splitlines()]
