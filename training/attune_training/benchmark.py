"""The speech-to-intent benchmark: its dev clips, clean and in kitchen noise, and command acceptance.

A command is right when its intent and every labelled slot match; strictly right when no slot is added either.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .corpus import read
from .decoder import Decoder
from .grammar import automaton, compile_graph, meaning
from .listener import trained
from .measure import wilson
from .noise import mix
from .places import FEATURES, coffee, kitchen, speech_to_intent

CONDITIONS: dict[str, float | None] = {"clean": None, "18 dB": 18, "12 dB": 12, "6 dB": 6}


def labels() -> dict[str, dict]:
    """By file name the `intent` and the `slots` of each clip."""
    return json.loads((speech_to_intent() / "labels.json").read_text())


def is_right(record: dict, truth: dict[str, dict]) -> bool:
    """Whether a record of `attune score` says what the clip means."""
    label = truth[Path(record["file"]).name]
    slots = {slot: value.strip() for slot, value in label["slots"].items()}
    return record["intent"] == label["intent"] and all(record["slots"].get(k) == v for k, v in slots.items())


def in_kitchen(speech: np.ndarray, noise: np.ndarray, snr: float, rng: np.random.Generator) -> np.ndarray:
    """Mixed as published, at a random place of the kitchen."""
    start = rng.integers(0, len(noise) - len(speech) + 1)
    sound = mix(speech, noise[start : start + len(speech)], snr, peak=True)
    return sound * np.float32(0.5 / np.abs(sound).max())


def sounds(condition: str) -> list[tuple[str, np.ndarray]]:
    """The dev clips in one condition, by file name; the same stretch of kitchen for a clip at every ratio."""
    noise, snr = read(kitchen()), CONDITIONS[condition]
    found = []
    for number, name in enumerate(sorted(labels())):
        speech = read(speech_to_intent() / "dev" / name)
        if snr is not None:
            speech = in_kitchen(speech, noise, snr, np.random.default_rng(number))
        found.append((name, speech))
    return found


def features_of(condition: str) -> Path:
    return FEATURES / f"commands-{condition.replace(' ', '')}.npz"


@dataclass(frozen=True)
class Result:
    """How one clip was understood."""

    name: str
    right: bool
    strictly: bool
    wanted: dict[str, str]
    words: list[str]


def hearing(run: str, conditions: list[str]) -> Callable[[str, str], np.ndarray]:
    """(condition, file) -> log-probabilities [T, 40], from the features that `steps.commands --features` made."""
    listener = trained(run)
    hidden = {c: np.load(features_of(c)) for c in conditions}

    def hear(condition: str, name: str) -> np.ndarray:
        x = torch.from_numpy(hidden[condition][name].astype(np.float32))[None]
        with torch.inference_mode():
            return listener(x, torch.tensor([x.shape[1]]))[0].numpy()

    return hear


def acceptance(
    hear: Callable[[str, str], np.ndarray], condition: str, every: int = 1, reduced: bool = True
) -> list[Result]:
    """Decodes every n-th clip of one condition; no rejection. `reduced`: see `compile_graph`."""
    graph = compile_graph(automaton(coffee()), reduced)
    decoder, truth, results = Decoder(graph), labels(), []
    for name in sorted(truth)[::every]:
        found = decoder(hear(condition, name))
        outputs = []
        if found is not None:
            outputs = [output for arc, _, _ in found[1][:-1] if (output := int(decoder.output[arc])) >= 0]
            outputs.append(graph.finals[found[1][-1][1]][1])
        intent, slots, words = meaning(graph, outputs)
        wanted = {slot: value.strip() for slot, value in truth[name]["slots"].items()}
        right = intent == truth[name]["intent"] and all(slots.get(slot) == value for slot, value in wanted.items())
        results.append(Result(name, right, right and slots.keys() == wanted.keys(), wanted, words))
    return results


def summary(condition: str, results: list[Result]) -> str:
    right, strict, count = sum(r.right for r in results), sum(r.strictly for r in results), len(results)
    low, high = wilson(right, count)
    return (
        f"commands {condition:>6}: {100 * right / count:5.1f} % ({right}/{count}, 95 % interval"
        f" {100 * low:.1f}-{100 * high:.1f}), strictly {100 * strict / count:.1f} %"
    )
