"""Step 0: synthetic speech. Several engines, many voices; held for training only, never reported as a result.

    python -m attune_training.steps.synthesise --engine espeak --count 2500
    python -m attune_training.steps.synthesise --engine flite --count 1200
    python -m attune_training.steps.synthesise --engine festival --count 900
    python -m attune_training.steps.synthesise --engine kokoro --count 600

Writes work/synthetic/ENGINE/*.flac (16 kHz) and a manifest beside them. A clip that is already there is kept.
"""

import argparse
import collections
import json
import random
import re
import tempfile
from pathlib import Path

import numpy as np
import soundfile as sf

from .. import corpus
from ..places import SYNTHETIC
from ..sentences import sentences
from ..synthesisers import SYNTHESISERS, Synthesiser
from ..whisper import SAMPLE_RATE


def common_words() -> list[str]:
    """The words of the transcribed training speech, frequent ones first; they feed the free phrases."""
    counts: collections.Counter[str] = collections.Counter()
    for row in corpus.rows():
        if row["split"] == "train" and row["text"] and row["source"].startswith(("LibriSpeech", "Common")):
            counts.update(re.findall(r"[a-z']+", row["text"].lower()))
    return [word for word, _ in counts.most_common(4000)]


def make(clip: Path, text: str, engine: Synthesiser, rng: random.Random) -> None:
    """A clip of 16 kHz."""
    with tempfile.TemporaryDirectory() as temporary:
        spoken = Path(temporary) / "spoken.wav"
        engine(text, rng, spoken)
        sf.write(clip, np.clip(corpus.read(spoken), -1, 1), SAMPLE_RATE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=list(SYNTHESISERS), required=True)
    parser.add_argument("--count", type=int, required=True)
    arguments = parser.parse_args()
    engine, seed = SYNTHESISERS[arguments.engine](), sum(map(ord, arguments.engine))
    folder = SYNTHETIC / arguments.engine
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "manifest.jsonl").open("w") as manifest:
        for number, text in enumerate(sentences(arguments.count, common_words(), seed)):
            clip = folder / f"{number:05}.flac"
            if not clip.exists():
                make(clip, text, engine, random.Random(seed * 100_003 + number))
            row = {"path": str(clip), "text": text, "source": f"synthetic {arguments.engine}", "split": "train"}
            manifest.write(json.dumps(row) + "\n")
            manifest.flush()


if __name__ == "__main__":
    main()
