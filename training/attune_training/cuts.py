"""Recordings as other devices would have made them: cut tight, and narrow as a telephone."""

from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import resample_poly

from .places import TRIALS


def loud_span(samples: np.ndarray, rate: int) -> tuple[float, float]:
    """From the first to the last 10 ms that are within 30 dB of the loudest, in seconds; all of what is silent."""
    step = rate // 100
    power = (samples[: len(samples) // step * step].reshape(-1, step) ** 2).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 1e-3) if len(power) and power.max() > 0 else [0, len(power) - 1]
    return round(float(loud[0]) / 100, 3), round(float(loud[-1] + 1) / 100, 3)


def tight(path: Path) -> tuple[float, float]:
    """Where a recording is loud."""
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return loud_span(sound[:, 0], rate)


def narrow(path: Path) -> Path:
    """A copy of a recording as a telephone has it: 8 kHz, from its first to its last loud moment."""
    copy = TRIALS / "narrow" / f"{path.stem}.wav"
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
        begin, end = tight(path)
        sound = resample_poly(sound[int(begin * rate) : int(end * rate), 0], 8000, rate)
        soundfile.write(copy, np.clip(sound, -1, 1), 8000, subtype="PCM_16")
    return copy
