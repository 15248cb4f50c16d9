"""Fits the weights of Swift's `Confidence` on development data, and tells how well it is calibrated.

    swift build -c release --product attune
    python -m attune_training.calibrate --encoder whole
    python -m attune_training.calibrate --encoder streaming

Fitted on the kinds of `strangers` that are marked for it, by sound alone; each kind weighs the same, however many clips it
has, but for noise. A short command is judged by other weights than a long one: they go from those of one phone to those of `MOST_PHONES`
with the logarithm of the number of phones. No evidence for a command may count against it.

Prints the weights for Confidence+Logistic.swift, and from five-fold cross-validation by file what becomes of each kind at
the threshold 0.5, and the expected calibration error (ten bins).
"""

import argparse
import json
import zlib
from pathlib import Path

import numpy as np

from . import strangers
from .places import WORK

LOWEST = -12.0
MOST_PHONES = 15
EVIDENCE = ["path", "words", "weakestWord", "margin", "certainty", "explained", "slowness", "haste"]
ORDINARY = 0.06, 0.12
"""People take so many seconds for a phone; what lies outside speaks against a command, up to `SLOWEST` more."""
SLOWEST = 0.4
NOISE = 2
"""Noise weighs as much as so many kinds: somebody whose microphone is open hears more of it than of all the rest."""
FOLDS = 5


def evidence(features: dict) -> list[float]:
    pace = features["pace"]
    outside = {"slowness": -min(max(pace - ORDINARY[1], 0.0), SLOWEST), "haste": -max(ORDINARY[0] - pace, 0.0)}
    return [max((features | outside)[name], LOWEST) for name in EVIDENCE]


def design(records: list[dict]) -> np.ndarray:
    """[records, 2 × (1 + evidence)]: the bias and the evidence of a command of one phone, then of a long one."""
    values = np.array([[1.0, *evidence(r["features"])] for r in records])
    phones = np.array([min(max(r["features"]["phones"], 1), MOST_PHONES) for r in records])
    long = (np.log(phones) / np.log(MOST_PHONES))[:, None]
    return np.hstack([values * (1 - long), values * long])


def fit(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Logistic regression. Evidence that would count against a command is left out, the worst first, with the weight 0."""
    count = x.shape[1] // 2
    biases, kept = (0, count), list(range(x.shape[1]))
    while True:
        w = np.zeros(x.shape[1])
        w[kept] = newton(x[:, kept], y, weights)
        free = [k for k in kept if k not in biases]
        if not free or min(w[free]) >= 0:
            return w
        kept.remove(free[int(w[free].argmin())])


def newton(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method with a slight ridge."""
    w = np.zeros(x.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (weights * (y - p)) - 1e-2 * w
        hessian = (x * (weights * p * (1 - p))[:, None]).T @ x + 1e-2 * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w += step * min(1.0, 2.0 / np.abs(step).max())
    return w


def predict(w: np.ndarray, x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))


def gather(encoder: str) -> dict[str, list[dict]]:
    """What Attune heard with nothing rejected, by kind. Kept until it is deleted."""
    saved = WORK / f"calibration-{encoder}.json"
    if not saved.exists():
        found = {
            kind.name: [r for trial in kind.trials() for r in strangers.heard(trial, encoder, "--threshold", "0")]
            for kind in strangers.KINDS
            if kind.fitted
        }
        saved.parent.mkdir(parents=True, exist_ok=True)
        saved.write_text(json.dumps(found))
    return json.loads(saved.read_text())


def calibrate(found: dict[str, list[dict]]) -> None:
    heard = [(kind, r) for kind, records in found.items() for r in records if r["features"]]
    kinds, records = [kind for kind, _ in heard], [r for _, r in heard]
    x, y = design(records), np.array([float(r["right"]) for r in records])
    shares = {kind: (NOISE if kind.startswith("noise") else 1) / kinds.count(kind) for kind in found}
    weights = np.array([len(records) / len(found) * shares[kind] for kind in kinds])
    folds = np.array([zlib.crc32(Path(r["file"]).name.encode()) % FOLDS for r in records])
    p = np.zeros(len(records))
    for fold in range(FOLDS):
        seen = folds != fold
        p[~seen] = predict(fit(x[seen], y[seen], weights[seen]), x[~seen])
    w = fit(x, y, weights)
    for name, part in zip(("short", "long"), np.split(w, 2), strict=True):
        print(f"    {name}: " + ", ".join(f"{n} {v:.3f}" for n, v in zip(["bias", *EVIDENCE], part, strict=True)))
    bins, error = np.minimum((10 * p).astype(int), 9), 0.0
    for number in range(10):
        inside = bins == number
        if inside.any():
            confidence, accuracy = np.average(p[inside], weights=weights[inside]), np.average(y[inside], weights=weights[inside])
            error += weights[inside].sum() / weights.sum() * abs(confidence - accuracy)
            print(f"    confidence {number / 10:.1f}-{number / 10 + 0.1:.1f}: {int(inside.sum()):5} tries, {confidence:.2f} expected, {accuracy:.2f} right")
    print(f"    expected calibration error {100 * error:.1f} %")
    for kind, all_records in found.items():
        own = [(value, r) for value, k, r in zip(p, kinds, records, strict=True) if k == kind]
        commands, rest = sum(r["command"] for r in all_records), sum(not r["command"] for r in all_records)
        right, possible = sum(v >= 0.5 and r["right"] for v, r in own), sum(r["right"] for _, r in own)
        wrong = sum(v >= 0.5 and r["command"] and not r["right"] for v, r in own)
        taken = sum(v >= 0.5 and not r["command"] for v, r in own)
        print(f"    {kind}: {right} of {commands} commands right ({possible} with nothing rejected), {wrong} taken for another; {taken} of {rest} others taken for a command")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", choices=("whole", "streaming"), required=True, help="as `attune score` has it")
    calibrate(gather(parser.parse_args().encoder))


if __name__ == "__main__":
    main()
