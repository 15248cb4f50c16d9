"""Fits the weights of Swift's `Confidence` on development data, and tells how well it is calibrated.

    swift build -c release --product attune
    python -m attune_training.calibrate --encoder whole
    python -m attune_training.calibrate --encoder streaming

Commands: speech-to-intent dev, clean and in the kitchen at 12, 6 and 0 dB, what was understood rightly and what was not.
No commands: LibriSpeech and AN4 training clips, wake words and Common Voice, and noise, for the coffee, lights and timers
files; speech and noise each weigh half as much as the commands. With transcripts (attention fusion): the commands at 6 and 0 dB with 20 and
40 % of the words wrong and with unrelated sentences; no commands with what was said there.

Prints the weights for Confidence+Logistic.swift, for sound alone and with a transcript, and of each, from five-fold
cross-validation by file: the expected calibration error (ten bins), and the errors by threshold.
"""

import argparse
import json
import subprocess
import zlib
from pathlib import Path

import numpy as np

from .commands import labels
from .places import REPOSITORY, SHARED, SPEECH_TO_INTENT, WORK

BINARY = REPOSITORY / ".build" / "release" / "attune"
COFFEE = SPEECH_TO_INTENT / "coffee_maker.yaml"
FILES = [COFFEE, *(REPOSITORY / "config" / f"{name}.yaml" for name in ("lights", "timers"))]
OTHERS = {"an4/train": 20, "librispeech/": 20, "commonvoice": 3, "wake-words": 20}
"""Folders of speech that is no command, and every how many clips are taken."""
NOISE = {"noise/": 1}
LOWEST = -12.0
MOST_PHONES = 15
HELD = {2: 1.488, 3: 0.463}
"""For chunks by sound alone, the weights of the certainty and of the number of phones, as they are for whole segments. These
recordings have hardly a command of few phones, but much other speech that is taken for one: freely fitted in chunks, no
command of four phones, as "stop", would ever be believed."""
FOLDS = 5


def score(encoder: str, commands: Path, paths: list[Path], *options: str | Path) -> list[dict]:
    """`attune score` with everything accepted."""
    fixed = ["--encoder", encoder, "--threshold", "0", "--features", "--commands", commands]
    done = subprocess.run([BINARY, "score", *fixed, *options, *paths], check=True, capture_output=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def is_right(record: dict, truth: dict) -> bool:
    label = truth[Path(record["file"]).name]
    slots = {slot: value.strip() for slot, value in label["slots"].items()}
    return record["intent"] == label["intent"] and all(record["slots"].get(k) == v for k, v in slots.items())


def table(records: list[dict], text: bool) -> np.ndarray:
    """[records, features], in the order of the weights that are printed.

    What else was tried and did not help: the weakest word's likelihood ratio, the share of the heard phones that the
    command explains, and with a transcript the number of phones.
    """
    rows = []
    for features in (r["features"] for r in records):
        row = [max(features["path"], LOWEST), features["margin"], max(features["certainty"], LOWEST)]
        last = max(-1.0, min(features["text"], 4.0)) if text else min(features["phones"], MOST_PHONES)
        rows.append([*row, last])
    return np.array(rows)


def fit(x: np.ndarray, y: np.ndarray, weights: np.ndarray, held: dict[int, float]) -> np.ndarray:
    """Logistic regression; the bias comes first. The features that are held have these weights. Every feature speaks for a
    command: one that would count against it is left out, with the weight 0."""
    given = sum((weight * x[:, feature] for feature, weight in held.items()), np.zeros(len(x)))
    kept = [feature for feature in range(x.shape[1]) if feature not in held]
    while True:
        w = newton(x[:, kept], y, weights, given)
        if (w[1:] >= 0).all():
            whole = np.zeros(x.shape[1] + 1)
            whole[[0, *(k + 1 for k in kept)]] = w
            whole[[feature + 1 for feature in held]] = list(held.values())
            return whole
        del kept[int(w[1:].argmin())]


def newton(x: np.ndarray, y: np.ndarray, weights: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Logistic regression beside evidence that is given, by Newton's method with a slight ridge; the bias comes first."""
    design, w = np.c_[np.ones(len(x)), x], np.zeros(x.shape[1] + 1)
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(design @ w + given, -30, 30)))
        gradient = design.T @ (weights * (y - p)) - 1e-2 * w
        hessian = (design * (weights * p * (1 - p))[:, None]).T @ design + 1e-2 * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w += step * min(1.0, 2.0 / np.abs(step).max())
    return w


def predict(w: np.ndarray, x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(np.c_[np.ones(len(x)), x] @ w, -30, 30)))


def no_commands(folders: dict[str, int]) -> list[dict]:
    rows = [json.loads(line) for line in (SHARED / "manifest.jsonl").open()]
    return [
        row
        for folder, every in folders.items()
        for row in [r for r in rows if r["path"].startswith(folder) and r["split"] in ("train", "noise")][::every]
    ]


def understood(records: list[dict]) -> list[dict]:
    return [r for r in records if r["intent"] and r["features"]]


def gather(encoder: str) -> dict[str, list[dict]]:
    """What Attune heard: `commands` and `others`, by sound alone and with a transcript. Kept until it is deleted."""
    saved = WORK / f"calibration-{encoder}.json"
    if saved.exists():
        return json.loads(saved.read_text())
    from .transcripts import KITCHEN, TRANSCRIPTS

    truth, dev = labels(), SPEECH_TO_INTENT / "dev"

    def told(records: list[dict]) -> list[dict]:
        return [{**r, "right": is_right(r, truth), "fusion": None} for r in understood(records)]

    found: dict[str, list[dict]] = {"commands": [], "others": [], "noise": [], "commands with text": [], "others with text": []}
    for snr in (None, 12, 6, 0):
        noise = [] if snr is None else ["--noise", KITCHEN, "--snr", str(snr)]
        found["commands"] += told(score(encoder, COFFEE, [dev], *noise))
    for snr in (6, 0):
        for name in ("errors20", "errors40", "unrelated"):
            options = ["--noise", KITCHEN, "--snr", str(snr), "--transcripts", TRANSCRIPTS / name, "--fusion", "attention"]
            found["commands with text"] += [r for r in told(score(encoder, COFFEE, [dev], *options)) if r["features"]["text"] is not None]
    rows = no_commands(OTHERS)
    said = TRANSCRIPTS / "others"
    said.mkdir(parents=True, exist_ok=True)
    for row in rows:
        (said / (Path(row["path"]).stem + ".txt")).write_text(row["text"] or "")
    paths = [SHARED / row["path"] for row in rows]
    noise = [SHARED / row["path"] for row in no_commands(NOISE)]
    for commands in FILES:
        found["noise"] += [{**r, "right": False} for r in understood(score(encoder, commands, noise))]
        found["others"] += [{**r, "right": False} for r in understood(score(encoder, commands, paths))]
        both = understood(score(encoder, commands, paths, "--transcripts", said, "--fusion", "attention"))
        found["others with text"] += [{**r, "right": False, "fusion": None} for r in both if r["features"]["text"] is not None]
    saved.write_text(json.dumps(found))
    return found


def calibrate(name: str, commands: list[dict], others: list[dict], noise: list[dict], text: bool, held: dict[int, float]) -> None:
    records = commands + others + noise
    x, y = table(records, text), np.array([float(r["right"]) for r in records])
    parts = [part for part in (others, noise) if part]
    weights = np.r_[
        np.ones(len(commands)), *(np.full(len(part), len(commands) / len(part) / len(parts)) for part in parts)
    ]
    folds = np.array([zlib.crc32(Path(r["file"]).name.encode()) % FOLDS for r in records])
    p = np.zeros(len(records))
    for fold in range(FOLDS):
        seen = folds != fold
        p[~seen] = predict(fit(x[seen], y[seen], weights[seen], held), x[~seen])
    w = fit(x, y, weights, held)
    names = ["bias", "path", "margin", "certainty", "text" if text else "phones"]
    print(f"\n{name}: {int(y.sum())} right, {len(commands) - int(y.sum())} wrong, {len(others)} other speech, {len(noise)} noise")
    print("    " + ", ".join(f"{n} {value:.3f}" for n, value in zip(names, w, strict=True)))
    bins = np.minimum((10 * p).astype(int), 9)
    error = 0.0
    for number in range(10):
        inside = bins == number
        if inside.any():
            mass = weights[inside].sum() / weights.sum()
            confidence, accuracy = np.average(p[inside], weights=weights[inside]), np.average(y[inside], weights=weights[inside])
            error += mass * abs(confidence - accuracy)
            print(f"    confidence {number / 10:.1f}-{number / 10 + 0.1:.1f}: {int(inside.sum()):5} tries, {confidence:.2f} expected, {accuracy:.2f} right")
    print(f"    expected calibration error {100 * error:.1f} %")
    kind = np.r_[np.zeros(len(commands)), np.ones(len(others)), np.full(len(noise), 2)]
    print("    threshold: right rejected, wrong accepted, other speech accepted, noise accepted")
    for threshold in (0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        groups = [(kind == 0) & (y == 1), (kind == 0) & (y == 0), kind == 1, kind == 2]
        rejected = np.mean(p[groups[0]] < threshold)
        rest = ", ".join(f"{int((p[g] >= threshold).sum())} of {int(g.sum())}" for g in groups[1:])
        print(f"    {threshold:.2f}: {100 * rejected:.2f} %, {rest}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", choices=("whole", "streaming"), required=True, help="as `attune score` has it")
    encoder = parser.parse_args().encoder
    found = gather(encoder)
    held = HELD if encoder == "streaming" else {}
    calibrate("sound alone", found["commands"], found["others"], found["noise"], text=False, held=held)
    calibrate("with a transcript", found["commands with text"], found["others with text"], [], text=True, held={})


if __name__ == "__main__":
    main()
