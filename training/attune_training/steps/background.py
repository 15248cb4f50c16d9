"""The speech on which `attune check` tries commands: people who read, speak and spell, and noise.

    swift build -c release --product attune
    python -m attune_training.steps.background

Writes Sources/Recognition/Resources/background.bin. None of it is among what commands are measured on.
"""

import random
import subprocess

from ..corpus import place_of, rows
from ..places import BACKGROUND, BINARY, CONFIG

PARTS = {"librispeech-unlabelled/": 3, "commonvoice/": 2, "speechocean/": 9, "noise/": 6}
"""Every so many clips of a folder."""
CLIPS = 431
"""As many of them as make a file of 1.49 MB."""


def main() -> None:
    clips = []
    for folder, every in PARTS.items():
        found = [r for r in rows() if r["path"].startswith(folder) and r["split"] in ("train", "noise")]
        clips += [place_of(r) for r in found[::every]]
    # Of a large grammar only the beginning is heard.
    random.Random(0).shuffle(clips)
    del clips[CLIPS:]
    commands = CONFIG / "lights.yaml"
    subprocess.run([BINARY, "background", "--commands", commands, "--output", BACKGROUND, *clips], check=True)
    print(f"{BACKGROUND}: {BACKGROUND.stat().st_size} bytes of {len(clips)} clips")


if __name__ == "__main__":
    main()
