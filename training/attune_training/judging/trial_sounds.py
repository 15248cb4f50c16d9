"""The trials of `strangers` that have flat grammars, as the judge meets them: candidates and their evidence."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from ..corpus import read
from ..phones import INDEX
from ..places import JUDGING
from ..trials import Clip, Kind, Trial
from ..whisper import SAMPLE_RATE
from .candidates import Candidate, best
from .candidate_evidence import Evidence, evidence
from .heard import Ear, Heard, load, save
from .phrases import Phrase, phrase
from .viterbi import Sounds

FORMS = 12
AT_ONCE = 16
LONGEST = 28.0
"""Seconds of a clip; what is longer is cut there."""


def flat_grammar(commands: Path) -> tuple[list[str], list[Phrase]] | None:
    """The intents of a command file and the sentence of each; None where they are more than one sentence each."""
    content = yaml.safe_load(commands.read_text())
    if "intents" not in content:
        return None
    own = {
        word: [tuple(INDEX[p] for p in form.split()) for form in forms]
        for word, forms in content.get("pronunciations", {}).items()
    }
    intents, phrases = [], []
    for intent, body in content["intents"].items():
        sentences = [s for data in body["data"] for s in data["sentences"]]
        found = phrase(sentences[0], own) if len(sentences) == 1 and sentences[0].replace(" ", "").isalpha() else None
        if found is None and len(sentences) > 1:
            return None
        if found is not None:
            intents.append(intent)
            phrases.append(found)
    return intents, phrases


def clip_name(clip: Clip) -> str:
    return f"{clip.path.parent.name}/{clip.path.name}" + (f"@{clip.span[0]}-{clip.span[1]}" if clip.span else "")


def hear_kind(kind: Kind, ear: Ear) -> dict[str, Heard]:
    """Every clip of a kind's trials by its name; heard once."""
    place = JUDGING / f"measure-{zlib.crc32(kind.name.encode()):08x}"
    if not place.with_suffix(".json").exists():
        clips = {clip_name(c): c for trial in kind.trials() for c in trial.clips}
        save((heard_clip(name, clip, ear) for name, clip in sorted(clips.items())), place)
    return {heard.name: heard for heard in load(place)}


def heard_clip(name: str, clip: Clip, ear: Ear) -> Heard:
    samples = read(clip.path)
    if clip.span:
        samples = samples[int(clip.span[0] * SAMPLE_RATE) : int(clip.span[1] * SAMPLE_RATE)]
    return Heard(*ear(samples[: int(LONGEST * SAMPLE_RATE)]), name)


@dataclass(frozen=True)
class Judged:
    """Some clips of a trial: what was heard, the candidates and their evidence, and which is right (-1: none)."""

    heard: list[Heard]
    candidates: list[list[Candidate]]
    evidence: Evidence
    right: list[int]
    commands: list[bool]


def judged(trial: Trial, sounds: dict[str, Heard]) -> Iterator[Judged]:
    """The clips of a trial, those of like length together."""
    grammar = flat_grammar(trial.commands)
    assert grammar is not None, trial.commands
    intents, phrases = grammar
    clips = sorted(trial.clips, key=lambda c: len(sounds[clip_name(c)].memories))
    for begin in range(0, len(clips), AT_ONCE):
        part = [c for c in clips[begin : begin + AT_ONCE] if len(sounds[clip_name(c)].memories) > 0]
        heard = [sounds[clip_name(c)] for c in part]
        side = Sounds([h.log_probabilities.astype(np.float32) for h in heard])
        candidates = best(side, [phrases] * len(part), FORMS)
        right = [
            next((k for k, c in enumerate(found) if intents[c.phrase] == clip.intent), -1)
            for clip, found in zip(part, candidates)
        ]
        found = evidence(side, candidates, [len(phrases)] * len(part))
        yield Judged(heard, candidates, found, right, [c.intent is not None for c in part])
