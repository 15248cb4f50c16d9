"""Recognisers that others made: sound -> words with times and probabilities."""

from collections.abc import Callable

import numpy as np
from faster_whisper import WhisperModel

from .places import whisper_weights

Recogniser = Callable[[np.ndarray], list[dict]]


def whisper_model() -> WhisperModel:
    """Whisper tiny.en, by CTranslate2, in one thread."""
    folder = str(whisper_weights())
    return WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)


def whisper(beam: int = 5) -> Recogniser:
    model = whisper_model()

    def transcribe(sound: np.ndarray) -> list[dict]:
        segments = model.transcribe(sound, language="en", beam_size=beam, word_timestamps=True)[0]
        return [
            {
                "word": w.word.strip(),
                "start": round(w.start, 3),
                "end": round(w.end, 3),
                "probability": round(w.probability, 4),
            }
            for segment in segments
            for w in segment.words
        ]

    return transcribe


def pocketsphinx() -> Recogniser:
    """Narrower beams than its own defaults: a third of the time."""
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=16000, loglevel="FATAL", maxhmmpf=3000, maxwpf=5, ds=2)

    def transcribe(sound: np.ndarray) -> list[dict]:
        decoder.start_utt()
        decoder.process_raw((np.clip(sound, -1, 1) * 32767).astype(np.int16).tobytes(), full_utt=True)
        decoder.end_utt()
        return [
            {"word": s.word.split("(")[0], "start": s.start_frame / 100, "end": (s.end_frame + 1) / 100,
             "probability": round(min(1.0, float(s.prob) if s.prob <= 1 else 1.0), 4)}
            for s in decoder.seg() or []
            if s.word[0] not in "<["
        ]  # fmt: skip

    return transcribe


RECOGNISERS = {"whisper": whisper, "pocketsphinx": pocketsphinx}
