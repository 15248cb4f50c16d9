"""What the judge is measured on: the kinds of `strangers` with flat grammars, and what is no command."""

from collections.abc import Iterable

import numpy as np

from ..corpus import place_of, read
from ..kinds import KINDS, manifest
from ..trials import Clip, Kind, Trial, command_file
from ..whisper import SAMPLE_RATE

FLAT = ("single words, 5", "single words, cut", "single words, 8", "names", "sentences", "telephone")
SHORT = {
    "overheard-words": ["down", "eight", "five", "go", "left", "one", "right", "up", "zero"],
    "overheard-telephone": ["wildfire", "operator", "voyager", "on word", "think engine"],
    "overheard-phrases": ["hadouken", "trick or treat", "joke", "fenrir", "goodnight", "how are you"],
}
"""Grammars that what is overheard is held against."""
PAUSE, SHORTEST, LONGEST = 0.35, 0.3, 8.0
"""Seconds: a quiet time that ends a stretch of speech, and how long a stretch may be."""


def stretches(samples: np.ndarray) -> list[tuple[float, float]]:
    """The spans between pauses, in seconds; what is within 35 dB of the loudest is no pause."""
    step = SAMPLE_RATE // 100
    power = (samples[: len(samples) // step * step].reshape(-1, step) ** 2).mean(1)
    found: list[list[int]] = []
    for frame in np.flatnonzero(power > power.max() * 10**-3.5):
        if found and frame - found[-1][1] <= PAUSE * 100 and frame - found[-1][0] < LONGEST * 100:
            found[-1][1] = int(frame)
        else:
            found.append([int(frame), int(frame)])
    room = 10
    spans = [(max(0, a - room) / 100, (b + room) / 100) for a, b in found]
    return [(a, b) for a, b in spans if b - a >= SHORTEST]


def dialogue() -> Iterable[Trial]:
    """Every fourth stretch of the game's dialogue, with short commands."""
    clips = []
    for row in manifest("negatives", "measure"):
        spans = stretches(read(place_of(row)))
        clips += [Clip(place_of(row), None, span=(round(a, 3), round(b, 3))) for a, b in spans[::4]]
    for name, phrases in SHORT.items():
        yield Trial(command_file(name, phrases), clips)


def noise_and_music() -> Iterable[Trial]:
    rows = manifest("kitchen-noise", "measure") + manifest("music", "measure")
    for name, phrases in SHORT.items():
        yield Trial(command_file(name, phrases), [Clip(place_of(r), None) for r in rows])


JUDGED_KINDS = [kind for kind in KINDS if kind.name.startswith(FLAT)] + [
    Kind("dialogue of a game, short commands", dialogue),
    Kind("kitchen and music, short commands", noise_and_music),
]
