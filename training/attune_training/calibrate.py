"""Fits the weights of Swift's `Confidence` on development data, and counts what the threshold lets through.

    swift build -c release --product attune
    python -m attune_training.calibrate

Right answers: speech-to-intent dev, clean and in the kitchen at 6 dB. Wrong answers: what was misunderstood
there, and commands "heard" in speech that is none (LibriSpeech and AN4 training clips, wake words, Common Voice), for
the coffee, lights and timers files. Prints the weights for Confidence+Logistic.swift, and, with them, the errors by
threshold; false accepts are counted on LibriSpeech dev, which nothing was fitted on.
"""

import json
import subprocess
from pathlib import Path

import numpy as np

from .commands import labels
from .places import REPOSITORY, SHARED, SPEECH_TO_INTENT

BINARY = REPOSITORY / ".build" / "release" / "attune"
COFFEE = SPEECH_TO_INTENT / "coffee_maker.yaml"
OTHERS = {"an4/train": 20, "librispeech": 20, "commonvoice": 3, "wake-words": 20}
"""Folders of speech that is no command, and every how many clips are taken."""


def score(commands: Path, paths: list[Path], *options: str) -> list[dict]:
    """`attune score` with everything accepted."""
    fixed = ["--threshold", "0", "--features", "--commands", commands]
    done = subprocess.run([BINARY, "score", *fixed, *options, *paths], check=True, capture_output=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_right(record: dict, truth: dict) -> bool:
    label = truth[Path(record["file"]).name]
    slots = {slot: value.strip() for slot, value in label["slots"].items()}
    return record["intent"] == label["intent"] and all(record["slots"].get(k) == v for k, v in slots.items())


def table(records: list[dict]) -> np.ndarray:
    """[records, 2]: the log-likelihood ratio per phone of the path and of its weakest word."""
    return np.array([[r["features"]["path"], r["features"]["weakestWord"]] for r in records])


def fit(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method with a slight ridge; the bias comes first."""
    design, w = np.c_[np.ones(len(x)), x], np.zeros(x.shape[1] + 1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ w))
        gradient = design.T @ (weights * (y - p)) - 1e-3 * w
        hessian = (design * (weights * p * (1 - p))[:, None]).T @ design + 1e-3 * np.eye(len(w))
        w += np.linalg.solve(hessian, gradient)
    return w


def no_commands(folders: dict[str, int]) -> list[Path]:
    rows = [json.loads(line) for line in (SHARED / "manifest.jsonl").open()]
    return [
        SHARED / row["path"]
        for folder, every in folders.items()
        for row in [r for r in rows if r["path"].startswith(folder) and r["split"] == "train"][::every]
    ]


def main() -> None:
    truth, dev = labels(), SPEECH_TO_INTENT / "dev"
    spoken = []
    for snr in (None, 6):
        noise = [] if snr is None else ["--noise", str(SPEECH_TO_INTENT / "kitchen.flac"), "--snr", str(snr)]
        spoken += score(COFFEE, [dev], *noise)
    right = [r for r in spoken if r["intent"] and is_right(r, truth)]
    wrong = [r for r in spoken if r["intent"] and not is_right(r, truth)]
    files = [COFFEE, *(REPOSITORY / "config" / f"{name}.yaml" for name in ("lights", "timers"))]
    for commands in files:
        wrong += [r for r in score(commands, no_commands(OTHERS)) if r["intent"]]
    x = table(right + wrong)
    y = np.r_[np.ones(len(right)), np.zeros(len(wrong))]
    # Each class weighs the same: how often people say something else to the microphone is not known.
    w = fit(x, y, np.where(y == 1, 0.5 / len(right), 0.5 / len(wrong)) * len(y))
    print(f"{len(right)} right, {len(wrong)} wrong: bias {w[0]:.3f}, path {w[1]:.3f}, weakest word {w[2]:.3f}")
    p = 1 / (1 + np.exp(-np.c_[np.ones(len(x)), x] @ w))
    unseen = [r for f in files for r in score(f, [SHARED / "librispeech" / s for s in dev_speakers()]) if r["intent"]]
    q = 1 / (1 + np.exp(-np.c_[np.ones(len(unseen)), table(unseen)] @ w))
    print(f"threshold  right rejected  wrong accepted (fitted)  LibriSpeech dev accepted (of {len(unseen)} tries)")
    for threshold in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        rejected, accepted = np.mean(p[y == 1] < threshold), np.mean(p[y == 0] >= threshold)
        print(f"{threshold:9.2f} {100 * rejected:13.1f} % {100 * accepted:22.1f} % {int((q >= threshold).sum()):12}")


def dev_speakers() -> list[str]:
    rows = [json.loads(line) for line in (SHARED / "manifest.jsonl").open()]
    return sorted({Path(r["path"]).parts[1] for r in rows if r["path"].startswith("librispeech/") and r["split"] == "dev"})


if __name__ == "__main__":
    main()
