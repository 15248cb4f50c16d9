"""Chooses how sound, fused sound and text decide together, on speech-to-intent dev.

    swift build -c release --product attune
    python -m attune_training.steps.transcripts                        # see there for all the transcripts
    python -m attune_training.steps.decisions --way attention [--way late …] [--every 2]

`attune score --features` lists what sound and text proposed for each clip, with all its scores, so one run tells what
every choice of weights would decide. Prints, for each choice, how many clips are understood in each cell, and what it
gains on the better single modality, at worst and on average. The choices that are made stand in `LateFusion` and
`NeuralFusion`; the table itself is printed by `attune fusion`.
"""

import argparse
import itertools
import math
from dataclasses import dataclass

import numpy as np

from ..benchmark import is_right, labels
from ..binary import score
from ..places import TRANSCRIPTS, coffee, kitchen, speech_to_intent

RATIOS = (6, 0)
MARGINS = (3.0, 6.0)


@dataclass(frozen=True)
class Clip:
    """What was proposed for one clip, by candidate: its scores, and whether it is right."""

    sound: np.ndarray
    fused: np.ndarray
    text: np.ndarray
    right: np.ndarray
    unrelated: float

    def decide(self, sound: float, fused: float, text: float, margin: float, trusting: bool) -> bool:
        """Whether the winner is right; see `FusionDecision`."""
        related, chance = self.text + math.log1p(-math.exp(-margin)), self.unrelated - margin
        guarded = np.logaddexp(related, chance)
        if math.isinf(text):
            return bool(self.right[np.lexsort((self.sound, guarded))[-1]])
        trust = 1 / (1 + math.exp(min(50.0, chance - related.max()))) if trusting else 1.0
        heard = (1 - trust) * self.sound + trust * (sound * self.sound + fused * self.fused)
        return bool(self.right[np.argmax(heard + text * guarded)])


def clips(way: str, snr: float, transcripts: str, every: int) -> list[Clip]:
    """Runs Attune on one cell of the table."""
    folder = TRANSCRIPTS / transcripts
    own = folder / f"{snr:g}dB"
    names = [path.stem for path in sorted((TRANSCRIPTS / "true").glob("*.json"))][::every]
    files = [speech_to_intent() / "dev" / f"{name}.flac" for name in names]
    fixed = ["--threshold", "0", "--no-second-opinion", "--features", "--fusion", way, "--commands", coffee()]
    fixed += ["--transcripts", own if own.exists() else folder, "--noise", kitchen(), "--snr", str(snr)]
    truth = labels()
    return [clip(record, truth) for record in score(*fixed, *files)]


def clip(record: dict, truth: dict) -> Clip:
    fusion, chosen = record["fusion"], bool(record["intent"]) and is_right(record, truth)
    if fusion is None:
        # The transcript says nothing: the sound alone has decided.
        return Clip(np.zeros(1), np.zeros(1), np.zeros(1), np.array([chosen]), 0.0)
    candidates = fusion["candidates"]
    return Clip(
        np.array([c["audio"] for c in candidates]),
        np.array([c["audio"] if c["fused"] is None else c["fused"] for c in candidates]),
        np.array([-np.inf if c["text"] is None else c["text"] for c in candidates]),
        np.array([is_right({**c, "file": record["file"]}, truth) for c in candidates]),
        fusion["unrelated"],
    )


Cells = dict[tuple[float, str], list[Clip]]
"""Clips by ratio of speech to noise and by kind of transcript."""


def best_single(way: str, cells: Cells) -> list[int]:
    """How many clips the better one of sound and text understands by itself, by cell."""
    found = []
    for (snr, name), own in cells.items():
        sound = sum(c.decide(1, 0, 0, 3, False) for c in own)
        text = sum(c.decide(0, 0, math.inf, 3, False) for c in own)
        among = sum(bool(c.right.any()) for c in own)
        print(
            f"{way}, {snr} dB, {name}: sound {sound}, text {text}, among the candidates {among} of {len(own)}",
            flush=True,
        )
        found.append(max(sound, text))
    return found


def choices(way: str) -> list[tuple]:
    """Weights of sound, fused sound and text, a margin, and whether the fused sound is trusted by how related it is."""
    shares, texts = (0, 0.3, 0.5, 0.7, 1), (0, 0.3, 0.5, 0.75, 1, 1.5)
    every = itertools.product(shares, (0,) if way == "late" else shares, texts, MARGINS, (False, True))
    return [(s, f, text, m, trusting) for s, f, text, m, trusting in every if s + f > 0 and not (trusting and f == 0)]


def compare(way: str, cells: Cells, best: int) -> None:
    """Prints what the choices gain."""
    single, rows = best_single(way, cells), []
    for choice in choices(way):
        numbers = [sum(c.decide(*choice) for c in found) for found in cells.values()]
        gains = [n - s for n, s in zip(numbers, single, strict=True)]
        rows.append((sum(gains), min(gains), choice, numbers))
    for kind, chosen in [("all", rows), ("fused sound only", [r for r in rows if r[2][0] == 0 and r[2][2] == 0])]:
        print(f"    {kind}: sound, fused, text, margin, trusting; gain in sum, at worst; cells")
        for total, worst, choice, numbers in sorted(chosen, reverse=True)[:best]:
            print(f"    {choice}: {total:+d}, {worst:+d}; {numbers}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--way", action="append", required=True)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument(
        "--transcripts", action="append", default=[], help="which; errors40, unrelated and whisper by default"
    )
    parser.add_argument("--best", type=int, default=12, help="how many choices to print")
    arguments = parser.parse_args()
    names = arguments.transcripts or ["errors40", "unrelated", "whisper"]
    for way in arguments.way:
        cells = {(snr, name): clips(way, snr, name, arguments.every) for snr in RATIOS for name in names}
        compare(way, cells, arguments.best)


if __name__ == "__main__":
    main()
