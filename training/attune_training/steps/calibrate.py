"""Fits the weights of Swift's `Confidence` on development data, and tells how well it is calibrated.

    swift build -c release --product attune
    python -m attune_training.steps.calibrate --encoder whole
    python -m attune_training.steps.calibrate --encoder streaming

Fitted on the kinds of `strangers` that are marked for it, by sound alone; each kind weighs the same, however many clips
it has, but for noise. A short command is judged by other weights than a long one: they go from those of one phone to
those of `MOST_PHONES` with the logarithm of the number of phones. No evidence for a command may count against it.

Prints the weights for Confidence+Logistic.swift, and from five-fold cross-validation by file what becomes of each kind
at the threshold 0.5, and the expected calibration error (ten bins).
"""

import argparse
import json
import zlib
from pathlib import Path

import numpy as np

from ..kinds import KINDS
from ..logistic import fit, predict
from ..places import calibration
from ..trials import heard

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


def gather(encoder: str) -> dict[str, list[dict]]:
    """What Attune heard with nothing rejected, by kind. Kept until it is deleted."""
    saved = calibration(encoder)
    if not saved.exists():
        alone = "--threshold", "0", "--no-second-opinion"
        found = {
            kind.name: [r for trial in kind.trials() for r in heard(trial, encoder, *alone)]
            for kind in KINDS
            if kind.fitted
        }
        saved.parent.mkdir(parents=True, exist_ok=True)
        saved.write_text(json.dumps(found))
    return json.loads(saved.read_text())


def cross_validated(x: np.ndarray, y: np.ndarray, weights: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """The confidence in each record, by weights that were fitted on the other folds."""
    p = np.zeros(len(y))
    for fold in range(FOLDS):
        seen = folds != fold
        p[~seen] = predict(fit(x[seen], y[seen], weights[seen]), x[~seen])
    return p


def tell_calibration(p: np.ndarray, y: np.ndarray, weights: np.ndarray) -> None:
    bins, error = np.minimum((10 * p).astype(int), 9), 0.0
    for number in range(10):
        inside = bins == number
        if not inside.any():
            continue
        confidence = np.average(p[inside], weights=weights[inside])
        accuracy = np.average(y[inside], weights=weights[inside])
        error += weights[inside].sum() / weights.sum() * abs(confidence - accuracy)
        print(
            f"    confidence {number / 10:.1f}-{number / 10 + 0.1:.1f}: {int(inside.sum()):5} tries,"
            f" {confidence:.2f} expected, {accuracy:.2f} right"
        )
    print(f"    expected calibration error {100 * error:.1f} %")


def tell_kind(kind: str, records: list[dict], own: list[tuple[float, dict]]) -> None:
    """`own`: the records in which something was heard at all, each with the confidence in it."""
    commands, rest = sum(r["command"] for r in records), sum(not r["command"] for r in records)
    right, possible = sum(v >= 0.5 and r["right"] for v, r in own), sum(r["right"] for _, r in own)
    wrong = sum(v >= 0.5 and r["command"] and not r["right"] for v, r in own)
    taken = sum(v >= 0.5 and not r["command"] for v, r in own)
    print(
        f"    {kind}: {right} of {commands} commands right ({possible} with nothing rejected), {wrong} taken for"
        f" another; {taken} of {rest} others taken for a command"
    )


def calibrate(found: dict[str, list[dict]]) -> None:
    heard_at_all = [(kind, r) for kind, records in found.items() for r in records if r["features"]]
    kinds, records = [kind for kind, _ in heard_at_all], [r for _, r in heard_at_all]
    x, y = design(records), np.array([float(r["right"]) for r in records])
    shares = {kind: (NOISE if kind.startswith("noise") else 1) / kinds.count(kind) for kind in found}
    weights = np.array([len(records) / len(found) * shares[kind] for kind in kinds])
    folds = np.array([zlib.crc32(Path(r["file"]).name.encode()) % FOLDS for r in records])
    for name, part in zip(("short", "long"), np.split(fit(x, y, weights), 2), strict=True):
        print(f"    {name}: " + ", ".join(f"{n} {v:.3f}" for n, v in zip(["bias", *EVIDENCE], part, strict=True)))
    p = cross_validated(x, y, weights, folds)
    tell_calibration(p, y, weights)
    for kind, all_records in found.items():
        own = [(value, r) for value, k, r in zip(p, kinds, records, strict=True) if k == kind]
        tell_kind(kind, all_records, own)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", choices=("whole", "streaming"), required=True, help="as `attune score` has it")
    calibrate(gather(parser.parse_args().encoder))


if __name__ == "__main__":
    main()
