"""Clips that are heard with a command file, and what becomes of them."""

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .binary import score
from .places import TRIALS

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


def intent(phrase: str) -> str:
    return re.sub(r"\W+", "_", phrase)


def command_file(name: str, phrases: Iterable[str]) -> Path:
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
    TRIALS.mkdir(parents=True, exist_ok=True)
    path = TRIALS / f"{name}.yaml"
    path.write_text("\n".join(lines) + "\n")
    return path


def heard(trial: Trial, encoder: str, *options: str) -> list[dict]:
    """A record of `attune score` for each clip, with `right`: what it says is what was meant."""
    TRIALS.mkdir(parents=True, exist_ok=True)
    rows = TRIALS / "manifest.csv"
    with rows.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["path", "start", "end"])
        table.writerows([clip.path, *(clip.span or ("", ""))] for clip in trial.clips)
    fixed = ["--encoder", encoder, "--features", "--commands", trial.commands, "--manifest", rows]
    records = score(*fixed, *trial.options, *options, check=False)
    assert len(records) == len(trial.clips), f"{len(records)} records of {len(trial.clips)} clips"
    for record, clip in zip(records, trial.clips, strict=True):
        record["command"] = clip.intent is not None
        slots = record.get("slots") or {}
        record["right"] = (
            record["command"]
            and record["intent"] == clip.intent
            and all(slots.get(name) == value for name, value in clip.slots.items())
        )
    return records
