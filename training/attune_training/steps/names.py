"""Names that wake: how often they are missed where they seldom wake by themselves.

    swift build -c release --product attune
    python -m attune_training.steps.names

The recordings of a name are heard as an open microphone hears them (`attune wake`), clean and in noise at 10 dB, and so are
hours of speech, kitchen sounds and music without the name. For 0.1 and 0.5 false accepts an hour the lowest threshold is taken
that gives no more of them. Misses in percent with 95 % intervals. The network was trained on the recordings of some names,
which are marked; of these the figures flatter.
"""

import argparse
import json
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import numpy as np
import soundfile as sf

from ..corpus import manifest, place_of, read
from ..measure import hourly, share
from ..noise import in_noise
from ..places import BINARY, TRIALS, kitchen
from ..trials import command_file
from ..whisper import SAMPLE_RATE

NAMES = {"phrases": "dev", "wake-words": "train"}
"""By folder the split. What is for training the network has learned."""
OTHERS = {
    "negatives": "measure", "librispeech/": "dev", "speechocean": "dev", "letters-and-digits": "dev", "an4/test": "test",
    "telephone": "measure", "speech-commands-9": "dev", "kitchen-noise": "measure", "music": "measure",
}  # fmt: skip
"""Sound in which nobody says a name, by folder: its split."""
LIMITS = (0.1, 0.5)
SNR = 10
TALKERS = 6
"""So many people talk at once in babble."""
PAUSE = 2.0
"""Seconds of faint noise around a recording."""


def noises() -> dict[str, np.ndarray]:
    """Kitchen, babble and music, some minutes of each."""
    voices = [read(place_of(row)) for row in manifest("librispeech/", "dev")]
    tracks = [np.concatenate(voices[first::TALKERS]) for first in range(TALKERS)]
    length = min(map(len, tracks))
    return {
        "kitchen": read(kitchen()),
        "babble": np.sum([track[:length] / track.std() for track in tracks], axis=0).astype(np.float32),
        "music": np.concatenate([read(place_of(row)) for row in manifest("music", "measure")]),
    }


def in_room(samples: np.ndarray, name: str, noise: np.ndarray | None) -> np.ndarray:
    """The recording with time around it, in noise that goes on before and after it, or in faint noise."""
    padding = np.zeros(int(PAUSE * SAMPLE_RATE), np.float32)
    speech = np.concatenate([padding, samples, padding])
    if noise is None:
        return speech + np.random.default_rng(len(name)).normal(0, 1e-4, len(speech)).astype(np.float32)
    return in_noise(speech, name, np.resize(noise, max(len(noise), len(speech) + 1)), SNR)


def recordings(every: int) -> dict[tuple[str, bool], list[Path]]:
    """By name, and whether the network has learned it."""
    found = defaultdict(list)
    for folder, split in NAMES.items():
        for row in manifest(folder, split):
            found[row["text"], split == "train"].append(place_of(row))
    return {name: paths[::every] for name, paths in sorted(found.items())}


def rendered(name: str, condition: str, paths: list[Path], noise: np.ndarray | None) -> Path:
    """A folder with the recordings in one condition."""
    folder = TRIALS / "names" / condition / name.replace(" ", "-")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in paths:
        sf.write(folder / f"{path.stem}.flac", in_room(read(path), path.name, noise), SAMPLE_RATE, "PCM_16")
    return folder


def other_sound(every: int) -> list[Path]:
    """A folder for each set."""
    found = []
    for folder, split in OTHERS.items():
        place = TRIALS / "names" / "others" / folder.strip("/").replace("/", "-")
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        for number, row in enumerate(manifest(folder, split)[::every]):
            (place / f"{number:04}{place_of(row).suffix}").symlink_to(place_of(row))
        found.append(place)
    return found


def measured(names: list[str], commands: Path, *options: str | Path) -> list[dict]:
    """What `attune wake` measures of each name."""
    done = subprocess.run(
        [BINARY, "wake", "--json", "--commands", commands, *options, *names], stdout=subprocess.PIPE, check=False
    )
    return [json.loads(line)["measured"] for line in done.stdout.splitlines()]


def bound(curve: dict, limit: float) -> float:
    """What a confidence has to be above so that no more are let through: the confidence of the surest that must not be."""
    above = 0.0
    for point in curve["points"]:
        if point["falseAcceptsPerHour"] <= limit:
            return above
        above = point["threshold"]
    return above


def missed(curve: dict, above: float) -> str:
    """The recordings whose confidence is not above it."""
    count = next((point["rejected"] for point in curve["points"] if point["threshold"] > above), curve["commands"])
    return share(count, curve["commands"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="every n-th recording of a name only")
    parser.add_argument("--others-every", type=int, default=1, help="every n-th recording without the names only")
    parser.add_argument("--limits", type=float, nargs="*", default=LIMITS, help="false accepts an hour")
    chosen = parser.parse_args()
    spoken = recordings(chosen.every)
    names = [name for name, _ in spoken]
    commands = command_file("names", names)
    others = [part for folder in other_sound(chosen.others_every) for part in ("--others", folder)]
    elsewhere = measured(names, commands, *others)
    print(f"{elsewhere[0]['hours']:.2f} h without the names")
    conditions = {"clean": None, **noises()}
    columns = [f"{condition}, {limit} an hour" for condition in conditions for limit in chosen.limits]
    print("| name | recordings | at 0.4 | " + " | ".join(columns) + " |")
    print("|---|---|---|" + "---|" * len(columns))
    for (name, is_learned), other in zip(spoken, elsewhere, strict=True):
        paths, cells = spoken[name, is_learned], []
        for condition, noise in conditions.items():
            folder = rendered(name, condition, paths, noise)
            (curve,) = measured([name], commands, "--spoken", folder)
            cells += [missed(curve, bound(other, limit)) for limit in chosen.limits]
        taken = sum(accept["confidence"] >= 0.4 for accept in other["falseAccepts"])
        row = [name + " *" * is_learned, str(len(paths)), hourly(taken, other["hours"]), *cells]
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
