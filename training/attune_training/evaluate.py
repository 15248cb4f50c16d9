"""Step 4: the figures of a trained head, on real voices that it never saw.

    python -m attune_training.evaluate --run head
    python -m attune_training.evaluate --streaming ahead    # the streaming network, whole and in chunks

Phone error rate: the greedy path against the dictionary. "First forms" counts every other listed pronunciation as an
error; "any form" takes the nearest listed one. Command acceptance: speech-to-intent dev (tuned on, never trained on),
exact decoding, no rejection. The streaming network hears the sound itself: its features are not Whisper's.
"""

import argparse

from collections.abc import Callable

import numpy as np
import torch

from . import corpus
from .commands import CONDITIONS, acceptance, hearing, sounds, summary
from .measure import errors, greedy
from .network import BLANK_PENALTY, trained
from .streaming import LEFT, Chunking, StreamingNetwork, load, streaming_log_mel
from .train import phone_error_rates

MEASURED = {"LibriSpeech dev, 3 unseen speakers": "dev-librispeech", "AN4 test, 10 unseen speakers": "test-an4"}


SPEECH = {"LibriSpeech dev": ("dev", "LibriSpeech"), "AN4 test": ("test", "AN4")}


def in_mode(network: StreamingNetwork, chunking: Chunking | None) -> Callable[[np.ndarray], np.ndarray]:
    """Samples -> log-probabilities [T, 40]."""

    def hear(samples: np.ndarray) -> np.ndarray:
        mel = streaming_log_mel(torch.from_numpy(samples))
        with torch.inference_mode():
            return network(mel[None], torch.tensor([len(mel)]), chunking).log_probabilities[0].numpy()

    return hear


def phone_error_rate(hear: Callable[[np.ndarray], np.ndarray], split: str, source: str, every: int, joined: int = 1) -> float:
    """Percent, against the nearest of the dictionary's forms; `joined`: so many clips make one long sound."""
    wrong = total = 0
    utterances = corpus.held_out(split, source)[::every]
    for start in range(0, len(utterances), joined):
        together = utterances[start : start + joined]
        samples = np.concatenate([corpus.read(u.path) for u in together])
        edits, phones = errors([w for u in together for w in u.words], greedy(hear(samples)), all_forms=True)
        wrong, total = wrong + edits, total + phones
    return 100 * wrong / total


def streaming_figures(network: StreamingNetwork, arguments: argparse.Namespace) -> None:
    """Prints them for the network heard whole and in chunks of each size."""
    conditions = list(CONDITIONS) if arguments.condition is None else arguments.condition
    if arguments.joined > 1:
        conditions = []
    every = arguments.every
    heard = {condition: dict(sounds(condition)) for condition in conditions}
    for chunk in arguments.chunk or [0, 32, 16, 8]:
        mode = f"{20 * chunk} ms" if chunk else "whole"
        hear = in_mode(network, Chunking(chunk, arguments.left) if chunk else None)
        for name, (split, source) in SPEECH.items():
            rate = phone_error_rate(hear, split, source, every, arguments.joined)
            print(f"{mode}: PER {name} {rate:.2f} % (any form)", flush=True)
        for condition in conditions:
            results = acceptance(lambda c, name: hear(heard[c][name]), condition, every)
            print(f"{mode}: {summary(condition, results)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--run")
    chosen.add_argument("--streaming", metavar="RUN", help="a run of train_streaming; 'shipped': the committed weights")
    parser.add_argument("--chunk", type=int, action="append", help="frames of 20 ms, 0 for whole; with --streaming")
    parser.add_argument("--left", type=int, default=LEFT, help="frames of left context; with --streaming")
    parser.add_argument("--every", type=int, default=1, help="every n-th clip only; with --streaming")
    parser.add_argument("--condition", action="append", choices=list(CONDITIONS), help="with --streaming")
    parser.add_argument("--blank-penalty", type=float, default=0.0, help="nats taken from the blank; with --streaming")
    parser.add_argument("--joined", type=int, default=1, help="clips of speech in one sound, and no commands; with --streaming")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    if arguments.streaming:
        return streaming_figures(load(arguments.streaming, arguments.blank_penalty), arguments)
    for kind in [("as trained", 0.0), ("as exported, the blank less likely", BLANK_PENALTY)]:
        listener = trained(arguments.run, penalty)
        for name, features in MEASURED.items():
            first, any_form = phone_error_rates(listener, features)
            print(f"PER {name}, {kind}: {any_form:.2f} % (any form), {first:.2f} % (first forms)", flush=True)
    hear = hearing(arguments.run, list(CONDITIONS))
    for condition in CONDITIONS:
        print(summary(condition, acceptance(hear, condition)), flush=True)


if __name__ == "__main__":
    main()
