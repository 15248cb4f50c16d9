"""Chooses how sound, fused sound and text decide together, on speech-to-intent dev.

    swift build -c release --product attune
    python -m attune_training.transcripts                        # see there for all the transcripts
    python -m attune_training.fusion --way attention [--way late …] [--every 2]

`attune score --features` lists what sound and text proposed for each clip, with all its scores, so one run tells what
every choice of weights would decide. Prints, for each choice, how many clips are understood in each cell, and what it
gains on the better single modality, at worst and on average. The choices that are made stand in `LateFusion` and
`NeuralFusion`; the table itself is printed by `attune fusion`.
"""

import argparse
import itertools
import json
import math
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .calibrate import BINARY, COFFEE, is_right
from .commands import labels
from .places import SPEECH_TO_INTENT
from .transcripts import KITCHEN, TRANSCRIPTS

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
    files = [SPEECH_TO_INTENT / "dev" / f"{name}.flac" for name in names]
    fixed = ["--threshold", "0", "--features", "--fusion", way, "--commands", COFFEE]
    fixed += ["--transcripts", own if own.exists() else folder, "--noise", KITCHEN, "--snr", str(snr)]
    lines = subprocess.run([BINARY, "score", *fixed, *files], check=True, capture_output=True, text=True).stdout
    truth = labels()
    return [clip(json.loads(line), truth) for line in lines.splitlines()]


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--way", action="append", required=True)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--transcripts", action="append", default=[], help="which; errors40, unrelated and whisper by default")
    parser.add_argument("--best", type=int, default=12, help="how many choices to print")
    arguments = parser.parse_args()
    for way in arguments.way:
        names = arguments.transcripts or ["errors40", "unrelated", "whisper"]
        cells = {(snr, name): clips(way, snr, name, arguments.every) for snr in RATIOS for name in names}
        count = len(next(iter(cells.values())))
        single = {}
        for cell, found in cells.items():
            sound = sum(c.decide(1, 0, 0, 3, False) for c in found)
            text = sum(c.decide(0, 0, math.inf, 3, False) for c in found)
            among = sum(bool(c.right.any()) for c in found)
            single[cell] = max(sound, text)
            print(f"{way}, {cell[0]} dB, {cell[1]}: sound {sound}, text {text}, among the candidates {among} of {count}", flush=True)
        rows = []
        for sound, fused, text, margin, trusting in itertools.product(
            (0, 0.3, 0.5, 0.7, 1), (0,) if way == "late" else (0, 0.3, 0.5, 0.7, 1), (0, 0.3, 0.5, 0.75, 1, 1.5), MARGINS, (False, True)
        ):
            if sound + fused == 0 or (trusting and fused == 0):
                continue
            numbers = [sum(c.decide(sound, fused, text, margin, trusting) for c in found) for found in cells.values()]
            gains = [n - s for n, s in zip(numbers, single.values(), strict=True)]
            rows.append((sum(gains), min(gains), (sound, fused, text, margin, trusting), numbers))
        for kind, chosen in [("all", rows), ("fused sound only", [r for r in rows if r[2][0] == 0 and r[2][2] == 0])]:
            print(f"    {kind}: sound, fused, text, margin, trusting; gain in sum, at worst; cells")
            for total, worst, choice, numbers in sorted(chosen, reverse=True)[: arguments.best]:
                print(f"    {choice}: {total:+d}, {worst:+d}; {numbers}", flush=True)


if __name__ == "__main__":
    main()
