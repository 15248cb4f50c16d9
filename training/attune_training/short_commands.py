"""What an open microphone hears while nobody commands: noise, music and other people's speech, with short commands.

A command of two or three phones is easily heard in anything.
"""

import zlib
from collections.abc import Iterable

import numpy as np
import soundfile

from .corpus import manifest, place_of, read
from .trials import Clip, Trial, command_file
from .whisper import SAMPLE_RATE

TRIED = {
    "short-words": ["down", "eight", "five", "go", "left", "one", "right", "up", "zero"],
    "short-telephone": ["wildfire", "operator", "voyager", "on word", "think engine"],
    "short-phrases": ["hadouken", "trick or treat", "joke", "fenrir", "goodnight", "how are you"],
}
EVERYDAY = {
    "short-answers": ["yes", "no", "stop", "on", "off"],
    "short-player": ["play", "pause", "next", "back", "louder", "mute"],
    "short-numbers": ["two", "three", "four", "six", "seven", "nine", "ten"],
    "short-house": ["open", "close", "light", "lamp off", "turn it on", "help"],
    "short-names": ["computer", "marvin", "hey sheila", "wake up", "good morning", "echo"],
}
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
    for name, phrases in TRIED.items():
        yield Trial(command_file(name, phrases), clips)


def noise_and_music() -> Iterable[Trial]:
    """Kitchen sounds and music, whole."""
    rows = manifest("kitchen-noise", "measure") + manifest("music", "measure")
    for name, phrases in TRIED.items():
        yield Trial(command_file(name, phrases), [Clip(place_of(r), None) for r in rows])


def everyday_noise() -> Iterable[Trial]:
    """Animals, weather, engines: up to ten seconds of each, and a shorter stretch."""
    clips = []
    for row in manifest("noise/", "noise"):
        seconds, rng = soundfile.info(place_of(row)).duration, np.random.default_rng(zlib.crc32(row["path"].encode()))
        clips.append(Clip(place_of(row), None, span=(0.0, round(min(seconds, 10.0), 3))))
        length = min(float(rng.uniform(0.4, 3.0)), seconds)
        begin = rng.uniform(0, seconds - length)
        clips.append(Clip(place_of(row), None, span=(round(begin, 3), round(begin + length, 3))))
    for name, phrases in EVERYDAY.items():
        yield Trial(command_file(name, phrases), clips)


def unrelated_speech(folders: dict[str, tuple[str, int]]) -> Iterable[Trial]:
    """Speech that has no word of the commands, with short ones."""
    rows = [r for folder, (split, every) in folders.items() for r in manifest(folder, split)[::every]]
    for name, phrases in EVERYDAY.items():
        words = {word for phrase in phrases for word in phrase.split()}
        clips = [Clip(place_of(r), None) for r in rows if not words & set((r["text"] or "").lower().split())]
        yield Trial(command_file(name, phrases), clips)
