"""What a microphone that is always open takes for a command in hours of speech that is none.

    swift build -c release --product attune
    python -m attune_training.steps.overheard [--encoder whole] [--options --overheard]

Joins speech that nothing was trained on, and noise, into one long sound, has it heard as live sound is, and prints for
each file of config/ how much of it is taken for a command, in an hour, with exact Poisson 95 % intervals.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import soundfile as sf

from ..binary import score
from ..corpus import place_of, read, rows
from ..measure import hourly
from ..places import CONFIG, TRIALS
from ..whisper import SAMPLE_RATE

SETS = {
    "dialogue of a game": ("negatives/", "measure"),
    "reading": ("librispeech/", "dev"),
    "reading, Mandarin speakers": ("speechocean/", "dev"),
    "numbers, names and addresses": ("letters-and-digits/", "dev"),
    "spelling": ("an4/test", "test"),
    "kitchen sounds": ("kitchen-noise/", "measure"),
    "music": ("music/", "measure"),
}
PAUSE = 1.0
"""Seconds of faint noise between two clips."""
THRESHOLDS = (0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99)


def joined() -> tuple[Path, list[tuple[str, float, float]]]:
    """The long sound, and where each set begins and ends in it, in seconds."""
    TRIALS.mkdir(parents=True, exist_ok=True)
    path, places = TRIALS / "overheard.flac", TRIALS / "overheard.json"
    if path.exists() and places.exists():
        return path, [tuple(place) for place in json.loads(places.read_text())]
    random = np.random.default_rng(0)
    found, count = [], 0
    with sf.SoundFile(path, "w", SAMPLE_RATE, 1, "PCM_16") as file:
        for name, (folder, split) in SETS.items():
            begin = count
            for row in rows():
                if row["path"].startswith(folder) and row["split"] == split:
                    pause = random.normal(0, 1e-4, int(PAUSE * SAMPLE_RATE)).astype(np.float32)
                    samples = np.concatenate([read(place_of(row)), pause])
                    file.write(samples)
                    count += len(samples)
            found.append((name, begin / SAMPLE_RATE, count / SAMPLE_RATE))
    places.write_text(json.dumps(found))
    return path, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", choices=("whole", "streaming"), default="streaming", help="as `attune score` has it")
    parser.add_argument("--commands", nargs="*", type=Path, default=sorted(CONFIG.glob("[clt]*.yaml")))
    parser.add_argument("--options", nargs=argparse.REMAINDER, default=[], help="for `attune score`")
    chosen = parser.parse_args()
    path, places = joined()
    hours = sum(end - begin for _, begin, end in places) / 3600
    print(f"{hours:.2f} hours, one {chosen.encoder} encoder; false accepts an hour")
    print("| | " + " | ".join(f"{threshold}" for threshold in THRESHOLDS) + " |")
    print("|---|" + "---|" * len(THRESHOLDS))
    for commands in chosen.commands:
        records = score(
            "--encoder", chosen.encoder, "--threshold", "0.02", "--commands", commands, *chosen.options, path, check=False
        )
        taken = [r for r in records if r["intent"] is not None]
        for name, begin, end in [("all", 0, places[-1][2]), *places]:
            here = [r["confidence"] for r in taken if begin <= r["start"] < end]
            rates = [hourly(sum(c >= t for c in here), (end - begin) / 3600) for t in THRESHOLDS]
            print(f"| {commands.stem}, {name} | " + " | ".join(rates) + " |", flush=True)
        for record in sorted(taken, key=lambda r: -r["confidence"])[:8]:
            print(f"    {record['confidence']:.3f} at {record['start']:.1f} s: {record['words']}")


if __name__ == "__main__":
    main()
