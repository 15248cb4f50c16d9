"""The speech-to-intent benchmark: features of its dev clips, clean and in kitchen noise, and command acceptance.

    python -m attune_training.commands --features
    python -m attune_training.commands --run head

A command is right when its intent and every labelled slot match; strictly right when no slot is added either.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from . import corpus
from .decoder import Decoder
from .features import FEATURES
from .grammar import automaton, compile_graph, meaning
from .measure import wilson
from .network import trained
from .noise import mix
from .places import SPEECH_TO_INTENT
from .whisper import Encoder, log_mel

CONDITIONS: dict[str, float | None] = {"clean": None, "18 dB": 18, "12 dB": 12, "6 dB": 6}


def labels() -> dict[str, dict]:
    return json.loads((SPEECH_TO_INTENT / "labels.json").read_text())


def in_kitchen(speech: np.ndarray, kitchen: np.ndarray, snr: float, rng: np.random.Generator) -> np.ndarray:
    """Mixed as published (shared/data/README.md)."""
    start = rng.integers(0, len(kitchen) - len(speech) + 1)
    sound = mix(speech, kitchen[start : start + len(speech)], snr, peak=True)
    return sound * np.float32(0.5 / np.abs(sound).max())


def sounds(condition: str) -> list[tuple[str, np.ndarray]]:
    """The dev clips in one condition, by file name; the same stretch of kitchen for a clip at every ratio."""
    kitchen, snr = corpus.read(SPEECH_TO_INTENT / "kitchen.flac"), CONDITIONS[condition]
    found = []
    for number, name in enumerate(sorted(labels())):
        speech = corpus.read(SPEECH_TO_INTENT / "dev" / name)
        if snr is not None:
            speech = in_kitchen(speech, kitchen, snr, np.random.default_rng(number))
        found.append((name, speech))
    return found


def features_of(condition: str) -> Path:
    return FEATURES / f"commands-{condition.replace(' ', '')}.npz"


def make_features() -> None:
    encoder = Encoder.pretrained()
    for condition in CONDITIONS:
        path = features_of(condition)
        if path.exists():
            continue
        hidden = {}
        with torch.inference_mode():
            for name, samples in sounds(condition):
                blocks = encoder(log_mel(torch.from_numpy(samples))[None])
                hidden[name] = torch.cat(blocks[-3:], dim=-1)[0].half().numpy()
        np.savez(path, **hidden)
        print(f"{path.name}: {sum(map(len, hidden.values())) / 50 / 3600:.2f} h", flush=True)


@dataclass(frozen=True)
class Result:
    """How one clip was understood."""

    name: str
    right: bool
    strictly: bool
    wanted: dict[str, str]
    words: list[str]


def hearing(run: str, conditions: list[str]) -> Callable[[str, str], np.ndarray]:
    """(condition, file) -> log-probabilities [T, 40], from the features that `--features` made."""
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
    graph = compile_graph(automaton(SPEECH_TO_INTENT / "coffee_maker.yaml"), reduced)
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--features", action="store_true", help="make the features and stop")
    parser.add_argument("--run")
    parser.add_argument("--every", type=int, default=1, help="every n-th clip only")
    parser.add_argument("--condition", action="append", choices=list(CONDITIONS))
    parser.add_argument("--plain", action="store_true", help="no connected-speech forms")
    parser.add_argument("--failures", action="store_true", help="list what was misunderstood")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.features:
        return make_features()
    conditions = arguments.condition or list(CONDITIONS)
    hear = hearing(arguments.run, conditions)
    for condition in conditions:
        results = acceptance(hear, condition, arguments.every, not arguments.plain)
        print(summary(condition, results), flush=True)
        for result in results if arguments.failures else []:
            if not result.right:
                print(f"    {result.name[:8]} wanted {result.wanted}\n             heard {' '.join(result.words)}")


if __name__ == "__main__":
    main()
