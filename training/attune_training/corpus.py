"""The utterances that the network learns from and is measured on."""

import json
from dataclasses import dataclass
from math import gcd
from pathlib import Path

import numpy as np
import soundfile as sf
from scipy.signal import resample_poly

from .phones import words_of
from .places import CUT_WORDS, LABELS, SYNTHETIC, real_voices
from .whisper import SAMPLE_RATE

LONGEST = 24.0
"""Seconds; longer utterances are left out of training."""


@dataclass(frozen=True)
class Utterance:
    path: Path
    words: tuple[str, ...]
    source: str
    span: tuple[float, float] | None = None
    """In seconds, where it is a part of the recording."""
    phones: tuple[int, ...] = ()
    """How it was said, where that is known of the part."""

    @property
    def seconds(self) -> float:
        return self.span[1] - self.span[0] if self.span else sf.info(self.path).duration

    @property
    def single(self) -> bool:
        """A clip of one short phrase out of a handful: many of them say the same."""
        return self.source.casefold().startswith(("speech commands", "picovoice"))

    def samples(self) -> np.ndarray:
        """Mono float32 at 16 kHz."""
        whole = read(self.path)
        return whole[int(self.span[0] * SAMPLE_RATE) : int(self.span[1] * SAMPLE_RATE)] if self.span else whole

    @property
    def synthetic(self) -> bool:
        return self.source.startswith("synthetic")


def read(path: Path) -> np.ndarray:
    """A sound file as mono float32 at 16 kHz."""
    samples, rate = sf.read(path, dtype="float32", always_2d=True)
    samples = samples.mean(1)
    if rate != SAMPLE_RATE:
        common = gcd(rate, SAMPLE_RATE)
        samples = resample_poly(samples, SAMPLE_RATE // common, rate // common)
    return samples.astype(np.float32)


def rows() -> list[dict]:
    """The manifest of the real voices, a dictionary a clip."""
    return [json.loads(line) for line in (real_voices() / "manifest.jsonl").open()]


def manifest(folder: str, split: str) -> list[dict]:
    """The clips of a folder."""
    return [row for row in rows() if row["path"].startswith(folder) and row["split"] == split]


def place_of(row: dict) -> Path:
    """Where a clip of the manifest lies."""
    return real_voices() / row["path"]


def training(synthetic: bool = True) -> list[Utterance]:
    """Everything marked for training: transcribed, labelled by Whisper (where that has been done), synthetic."""
    labels = json.loads(LABELS.read_text()) if LABELS.exists() else {}
    found = []
    for row in rows():
        text = row["text"] or labels.get(row["path"])
        if row["split"] != "train" or not text or row["seconds"] > LONGEST:
            continue
        if words := words_of(text):
            found.append(Utterance(place_of(row), tuple(words), row["source"]))
    if synthetic:
        for manifest in sorted(SYNTHETIC.glob("*/manifest.jsonl")):
            for row in map(json.loads, manifest.open()):
                found.append(Utterance(Path(row["path"]), tuple(row["text"].split()), row["source"]))
    return found


def cut_words() -> list[Utterance]:
    """Words of the sentences that are for training, each cut out; none before `choose_forms` has found them."""
    found = json.loads(CUT_WORDS.read_text()) if CUT_WORDS.exists() else []
    return [
        Utterance(Path(c["path"]), (c["word"],), f"cut {c['source']}", tuple(c["span"]), tuple(c["phones"]))
        for c in found
    ]


def held_out(split: str, source: str) -> list[Utterance]:
    """The transcribed clips of one split and source, for measuring."""
    return [
        Utterance(place_of(row), tuple(words), row["source"])
        for row in rows()
        if row["split"] == split and row["source"].startswith(source) and (words := words_of(row["text"]))
    ]


def noises() -> list[Path]:
    return [place_of(row) for row in rows() if row["split"] == "noise"]


def impulse_responses() -> list[Path]:
    return sorted((real_voices() / "rir").glob("*.wav"))
