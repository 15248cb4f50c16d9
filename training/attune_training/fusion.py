"""What a transcript adds to the sound: the table of late fusion on speech-to-intent dev.

    swift build -c release --product attune
    python -m attune_training.transcripts                        # see there for all the transcripts
    python -m attune_training.transcripts --whisper [--snr 6]
    python -m attune_training.fusion [--tune]

For the clips whose words are known (see `transcripts`), in every condition and with every transcript: how many are
understood by sound alone (weight 0), by text alone (weight infinity) and by both, and the p-value of both against the
better single one (McNemar's exact test, two-sided). Nothing is rejected. `--tune` prints the numbers for other weights and
margins instead, which is how the defaults of `LateFusion` were chosen.

`attune score --features` lists what sound and text proposed for each clip, with both scores, so one run tells what every
weight would decide; what Attune itself decided has to agree.
"""

import argparse
import json
import math
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .calibrate import BINARY, COFFEE, is_right
from .commands import labels
from .places import SPEECH_TO_INTENT, WORK
from .transcripts import KITCHEN, TRANSCRIPTS

CONDITIONS: dict[str, float | None] = {"clean": None, "6 dB": 6, "0 dB": 0}
SIMULATED = ["true", "errors20", "errors40", "unrelated"]
HEARD = {"clean": "whisper", "6 dB": "whisper6", "0 dB": "whisper0"}
"""What a recogniser makes of each condition; conditions without it are left out."""
WEIGHT, MARGIN = 1.0, 3.0
"""The defaults of `LateFusion`, with which Attune decides."""


@dataclass(frozen=True)
class Clip:
    """What was proposed for one clip, by candidate, and whether what Attune chose is right."""

    audio: np.ndarray
    text: np.ndarray
    right: np.ndarray
    unrelated: float
    chosen: bool

    def decide(self, weight: float, margin: float) -> bool:
        """Whether the winner is right."""
        text = np.logaddexp(self.text + math.log1p(-math.exp(-margin)), self.unrelated - margin)
        order = np.lexsort((self.audio, text)) if math.isinf(weight) else np.argsort(self.audio + weight * text)
        return bool(self.right[order[-1]])


def clips(condition: str, transcripts: str) -> list[Clip]:
    """Runs Attune on one cell of the table."""
    snr = CONDITIONS[condition]
    noise = [] if snr is None else ["--noise", str(KITCHEN), "--snr", str(snr)]
    names = [path.stem for path in sorted((TRANSCRIPTS / "true").glob("*.json"))]
    files = [SPEECH_TO_INTENT / "dev" / f"{name}.flac" for name in names]
    fixed = ["--threshold", "0", "--features", "--commands", COFFEE, "--transcripts", TRANSCRIPTS / transcripts]
    lines = subprocess.run([BINARY, "score", *fixed, *noise, *files], check=True, capture_output=True, text=True).stdout
    truth = labels()
    return [clip(json.loads(line), truth) for line in lines.splitlines()]


def clip(record: dict, truth: dict) -> Clip:
    fusion, chosen = record["fusion"], bool(record["intent"]) and is_right(record, truth)
    if fusion is None:
        # The transcript says nothing: the sound alone has decided.
        return Clip(np.zeros(1), np.zeros(1), np.array([chosen]), 0.0, chosen)
    candidates = fusion["candidates"]
    return Clip(
        np.array([c["audio"] for c in candidates]),
        np.array([-np.inf if c["text"] is None else c["text"] for c in candidates]),
        np.array([is_right({**c, "file": record["file"]}, truth) for c in candidates]),
        fusion["unrelated"],
        chosen,
    )


def mcnemar(a: list[bool], b: list[bool]) -> float:
    """Exact and two-sided: the chance of so uneven a split of the clips that only one of two ways gets right."""
    wins, losses = sum(x and not y for x, y in zip(a, b, strict=True)), sum(y and not x for x, y in zip(a, b, strict=True))
    tail = sum(math.comb(wins + losses, k) for k in range(min(wins, losses) + 1)) / 2 ** (wins + losses)
    return min(1.0, 2 * tail)


def cells(conditions: list[str]) -> Iterator[tuple[str, str, list[Clip]]]:
    for condition in conditions:
        for transcripts in [*SIMULATED, HEARD[condition]]:
            if (TRANSCRIPTS / transcripts).exists():
                yield condition, transcripts, clips(condition, transcripts)


def row(condition: str, transcripts: str, cell: list[Clip]) -> str:
    ways = [[c.decide(weight, MARGIN) for c in cell] for weight in (0, math.inf, WEIGHT)]
    sound, text, both = ways
    # The scores that are written have three decimal places, so a near tie may look otherwise.
    if sum(mine != c.chosen for mine, c in zip(both, cell, strict=True)) > len(cell) / 100:
        raise SystemExit(f"{condition}, {transcripts}: Attune decides otherwise; are WEIGHT and MARGIN its defaults?")
    better = max(sound, text, key=sum)
    counts = " | ".join(f"{100 * sum(way) / len(cell):.1f} ({sum(way)})" for way in ways)
    gain = 100 * (sum(both) - sum(better)) / len(cell)
    return f"| {condition} | {transcripts} | {counts} | {gain:+.1f} | {mcnemar(both, better):.2g} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tune", action="store_true", help="the numbers for other weights and margins")
    parser.add_argument("--condition", action="append", choices=list(CONDITIONS), help="these rows only")
    arguments = parser.parse_args()
    conditions = arguments.condition or list(CONDITIONS)
    if arguments.tune:
        for condition, transcripts, cell in cells(conditions):
            print(f"{condition}, {transcripts}: of {len(cell)}, the best candidate is among them {sum(c.right.any() for c in cell)} times")
            for weight in (0, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, math.inf):
                numbers = [sum(c.decide(weight, margin) for c in cell) for margin in (3, 6, 10, 20)]
                print(f"    weight {weight:4}: " + ", ".join(f"{n}" for n in numbers) + " for margins 3, 6, 10, 20", flush=True)
        return
    print(f"| {len(list((TRANSCRIPTS / 'true').glob('*.json')))} clips | transcript | sound | text | both | gain | p |")
    print("|---|---|---|---|---|---|---|")
    for condition, transcripts, cell in cells(conditions):
        print(row(condition, transcripts, cell), flush=True)


if __name__ == "__main__":
    main()
