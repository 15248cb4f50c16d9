"""Recordings of real people, which are no part of the repository: ATTUNE_DATA names their folder (docs/data.md)."""

import os
import pathlib

NAMED = os.environ.get("ATTUNE_DATA", "")
FOLDER = pathlib.Path(NAMED)
SPEECH_TO_INTENT = FOLDER / "speech-to-intent"
ARE_THERE = bool(NAMED) and SPEECH_TO_INTENT.is_dir()
ABSENCE = "no real voices: ATTUNE_DATA names no folder with them (docs/data.md)"
