"""Commands of people and grammars that nothing was trained on: what is understood, rejected, and taken for what it is not.

    swift build -c release --product attune
    python -m attune_training.strangers [--encoder streaming] [--only telephone ...]

Prints a table with a row for each kind, which `Kind` describes: commands that are understood at the default threshold
and with nothing rejected, commands taken for another one, and other speech taken for a command, with 95 % intervals. Some
kinds are what `calibrate` fits the confidence on, and are marked; of these the figures flatter.
"""

import argparse
import csv
import json
import re
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .measure import wilson
from .places import REPOSITORY, SHARED, SPEECH_TO_INTENT, WORK

BINARY = REPOSITORY / ".build" / "release" / "attune"
COFFEE = SPEECH_TO_INTENT / "coffee_maker.yaml"
FILES = [COFFEE, *(REPOSITORY / "config" / f"{name}.yaml" for name in ("coffee", "lights", "timers"))]
PLACE = WORK / "strangers"

PRONUNCIATIONS = {
    "hadouken": "HH AA D UW K EH N|HH AH D UW K AH N|HH AH D OW K AH N",
    "dracarys": "D R AH K AA R IH S|D R AE K AA R IH S|D R AH K EH R IY S",
    "fenrir": "F EH N R IH R|F EH N R ER",
    "archie": "AA R CH IY",
}
"""Names that no dictionary has, in forms that people say."""


@dataclass(frozen=True)
class Clip:
    """A recording, or a span of one in seconds, and what it means; no meaning is other speech, or noise."""

    path: Path
    intent: str | None
    slots: dict[str, str] = field(default_factory=dict)
    span: tuple[float, float] | None = None


@dataclass(frozen=True)
class Trial:
    """Clips that are heard with one command file."""

    commands: Path
    clips: list[Clip]
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    name: str
    trials: Callable[[], Iterable[Trial]]
    fitted: bool = False
    """Whether the confidence is fitted on it."""


def manifest(folder: str, split: str) -> list[dict]:
    rows = (json.loads(line) for line in (SHARED / "manifest.jsonl").open())
    return [row for row in rows if row["path"].startswith(folder) and row["split"] == split]


def intent(phrase: str) -> str:
    return re.sub(r"\W+", "_", phrase)


def grammar(name: str, phrases: Iterable[str]) -> Path:
    """A command file in which every phrase is an intent."""
    phrases = sorted(set(phrases))
    lines = ["language: en", "intents:"]
    for phrase in phrases:
        lines += [f"  {intent(phrase)}:", "    data:", f'      - sentences: ["{phrase}"]']
    words = {word for phrase in phrases for word in phrase.split()}
    if known := sorted(words & PRONUNCIATIONS.keys()):
        lines.append("pronunciations:")
        for word in known:
            lines += [f"  {word}:", *(f"    - {form}" for form in PRONUNCIATIONS[word].split("|"))]
    PLACE.mkdir(parents=True, exist_ok=True)
    path = PLACE / f"{name}.yaml"
    path.write_text("\n".join(lines) + "\n")
    return path


def phrases_of(rows: list[dict], known: Iterable[str], name: str, **spans: dict[str, tuple[float, float]]) -> Trial:
    """The rows with a grammar of some of their texts: the others are other speech."""
    known = set(known)
    clips = [
        Clip(SHARED / r["path"], intent(r["text"]) if r["text"] in known else None, span=spans.get("spans", {}).get(r["path"]))
        for r in rows
    ]
    return Trial(grammar(name, known), clips)


def words(split: str = "dev", every: int = 1) -> list[dict]:
    return manifest("speech-commands-9", split)[::every]


def rotations(texts: list[str], size: int, step: int) -> list[list[str]]:
    return [[texts[(first + k) % len(texts)] for k in range(size)] for first in range(0, len(texts), step)]


def tight(path: Path) -> tuple[float, float]:
    """From the first to the last 10 ms that are within 30 dB of the loudest."""
    import soundfile

    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    step = rate // 100
    frames = sound[: len(sound) // step * step, 0].reshape(-1, step)
    power = (frames**2).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 1e-3)
    return round(float(loud[0]) / 100, 3), round(float(loud[-1] + 1) / 100, 3)


def nine_words(split: str = "dev", every: int = 1, cut: bool = False) -> Iterable[Trial]:
    """Single words, five against four others."""
    rows = words(split, every)
    spans = {r["path"]: tight(SHARED / r["path"]) for r in rows} if cut else {}
    texts = sorted({r["text"] for r in rows})
    for number, known in enumerate(rotations(texts, 5, 3)):
        yield phrases_of(rows, known, f"words-{number}", spans=spans)


def narrow(path: Path) -> Path:
    """A copy of a recording as a telephone has it: 8 kHz, from its first to its last loud moment."""
    import soundfile
    from scipy.signal import resample_poly

    copy = PLACE / "narrow" / f"{path.stem}.wav"
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
        begin, end = tight(path)
        sound = resample_poly(sound[int(begin * rate) : int(end * rate), 0], 8000, rate)
        soundfile.write(copy, np.clip(sound, -1, 1), 8000, subtype="PCM_16")
    return copy


def telephone_words() -> Iterable[Trial]:
    """The nine words at 8 kHz, cut tight, all known."""
    rows = words()
    texts = sorted({r["text"] for r in rows})
    clips = [Clip(narrow(SHARED / r["path"]), intent(r["text"])) for r in rows]
    yield Trial(grammar("words-all", texts), clips)


def names_and_phrases() -> Iterable[Trial]:
    """Names and phrases, four against six."""
    rows = manifest("phrases", "dev")
    for number, known in enumerate(
        [
            ["hadouken", "trick or treat", "joke", "fenrir"],
            ["dracarys", "how are you", "goodnight", "archie"],
            ["hadouken", "dracarys", "goodnight", "hey fenrir"],
        ]
    ):
        # "Hey archie" holds "archie": neither right nor wrong.
        inside = [r for r in rows if r["text"] in known or not any(k in r["text"] or r["text"] in k for k in known)]
        yield phrases_of(inside, known, f"phrases-{number}")


def sentences() -> Iterable[Trial]:
    """Read sentences and digit strings of Mandarin speakers, each a command; about 190 of them against all others."""
    rows = manifest("speechocean", "dev")
    texts = sorted({r["text"] for r in rows})
    for number in range(2):
        known = texts[number::4]
        rest = [r for r in rows if r["text"] in known or texts.index(r["text"]) % 4 >= 2]
        yield phrases_of(rest, known, f"sentences-{number}")


def coffee(*snrs: str) -> Iterable[Trial]:
    truth = json.loads((SPEECH_TO_INTENT / "labels.json").read_text())
    clips = [
        Clip(SPEECH_TO_INTENT / "dev" / name, label["intent"], {s: v.strip() for s, v in label["slots"].items()})
        for name, label in sorted(truth.items())
    ]
    kitchen = str(SPEECH_TO_INTENT / "kitchen.flac")
    for snr in snrs:
        yield Trial(COFFEE, clips, () if snr == "clean" else ("--noise", kitchen, "--snr", snr))


def others(folders: dict[str, tuple[str, int]]) -> Iterable[Trial]:
    """Speech and noise that is no command of the files that are shipped; "goodnight" is one."""
    rows = [r for folder, (split, every) in folders.items() for r in manifest(folder, split)[::every]]
    clips = [Clip(SHARED / r["path"], None) for r in rows if r["text"] != "goodnight"]
    for commands in FILES:
        yield Trial(commands, clips)


def telephone() -> Iterable[Trial]:
    """Five words over telephones, against names and sentences."""
    place = SHARED / "telephone"
    rows = json.loads((place / "labels.json").read_text())
    forms = {"onword": "on word", "thinkengine": "think engine"}
    clips = [Clip(place / r["path"], r["word"] and intent(forms.get(r["word"], r["word"]))) for r in rows]
    yield Trial(grammar("telephone", ["wildfire", "operator", "voyager", "on word", "think engine"]), clips)


OTHER_SPEECH = {
    "an4/train": ("train", 20),
    "librispeech/": ("train", 20),
    "librispeech/dev": ("dev", 2),
    "commonvoice": ("train", 2),
    "speechocean": ("train", 10),
    "phrases": ("dev", 4),
    "speech-commands-9": ("train", 20),
}

KINDS = [
    Kind("single words, 5 against 4", nine_words, fitted=True),
    Kind("single words, cut tight", lambda: nine_words(every=2, cut=True), fitted=True),
    Kind("single words, 8 kHz, cut tight", telephone_words, fitted=True),
    Kind("names and phrases, 4 against 6", names_and_phrases, fitted=True),
    Kind("sentences, 186 against 372", sentences, fitted=True),
    Kind("coffee orders, clean", lambda: coffee("clean"), fitted=True),
    Kind("coffee orders, 12, 6 and 0 dB", lambda: coffee("12", "6", "0"), fitted=True),
    Kind("other speech, files of config/", lambda: others(OTHER_SPEECH), fitted=True),
    Kind("noise, files of config/", lambda: others({"noise/": ("noise", 1)}), fitted=True),
    Kind("telephone, 5 words", telephone),
    Kind("single words, training speakers", lambda: nine_words("train", every=4)),
    Kind("dialogue of a game, files of config/", lambda: others({"negatives": ("measure", 1)})),
    Kind("kitchen and music, files of config/", lambda: others({"kitchen-noise": ("measure", 1), "music": ("measure", 1)})),
]


def heard(trial: Trial, encoder: str, *options: str) -> list[dict]:
    """A record of `attune score` for each clip, with `right`: what it says is what was meant."""
    PLACE.mkdir(parents=True, exist_ok=True)
    rows = PLACE / "manifest.csv"
    with rows.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["path", "start", "end"])
        table.writerows([clip.path, *(clip.span or ("", ""))] for clip in trial.clips)
    command = [BINARY, "score", "--encoder", encoder, "--features", "--commands", trial.commands, "--manifest", rows]
    done = subprocess.run([*command, *trial.options, *options], stdout=subprocess.PIPE, check=False)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(records) == len(trial.clips), f"{len(records)} records of {len(trial.clips)} clips"
    for record, clip in zip(records, trial.clips, strict=True):
        record["command"] = clip.intent is not None
        slots = record.get("slots") or {}
        record["right"] = record["command"] and record["intent"] == clip.intent and all(
            slots.get(name) == value for name, value in clip.slots.items()
        )
    return records


@dataclass
class Tally:
    right: int = 0
    wrong: int = 0
    commands: int = 0
    taken: int = 0
    others: int = 0

    @classmethod
    def of(cls, records: list[dict]) -> "Tally":
        return cls(
            right=sum(r["right"] for r in records),
            wrong=sum(r["command"] and r["intent"] is not None and not r["right"] for r in records),
            commands=sum(r["command"] for r in records),
            taken=sum(not r["command"] and r["intent"] is not None for r in records),
            others=sum(not r["command"] for r in records),
        )


def share(count: int, total: int) -> str:
    if total == 0:
        return "-"
    low, high = wilson(count, total)
    return f"{100 * count / total:.1f} ({100 * low:.1f}-{100 * high:.1f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", choices=("whole", "streaming"), default="whole", help="as `attune score` has it")
    parser.add_argument("--only", nargs="*", default=[""], help="kinds whose name has this in it")
    chosen = parser.parse_args()
    print("| | commands | right, % | right, nothing rejected, % | taken for another, % | others | taken for a command, % |")
    print("|---|---|---|---|---|---|---|")
    for kind in KINDS:
        if not any(part in kind.name for part in chosen.only):
            continue
        believed, all_of_it = [], []
        for trial in kind.trials():
            believed += heard(trial, chosen.encoder)
            all_of_it += heard(trial, chosen.encoder, "--threshold", "0")
        tally, possible = Tally.of(believed), Tally.of(all_of_it)
        print(
            f"| {kind.name}{' *' if kind.fitted else ''} | {tally.commands} | {share(tally.right, tally.commands)} "
            f"| {share(possible.right, tally.commands)} | {share(tally.wrong, tally.commands)} "
            f"| {tally.others} | {share(tally.taken, tally.others)} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
