"""Synthetic clips that golden vectors are computed of, and which are read aloud anew each time."""

import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile as sf

from .whisper import SAMPLE_RATE

CLIPS = {"lights": ("en-us+f3", "turn on the lights"), "timer": ("en-gb+m3", "ten minutes"), "yes": ("en-us+m5", "yes")}
"""A voice of espeak-ng, and what it says."""


def speak(voice: str, text: str) -> np.ndarray:
    """At most a second, at 16 kHz."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-s", "190", "-w", path, text], check=True)
        samples, rate = sf.read(path, dtype="float32")
    positions = np.arange(int(len(samples) * SAMPLE_RATE / rate)) * rate / SAMPLE_RATE
    return np.interp(positions, np.arange(len(samples)), samples).astype(np.float32)[:SAMPLE_RATE]
