"""Step 4: the figures of a trained head, on real voices that it never saw.

    python -m attune_training.steps.evaluate --run head
    python -m attune_training.steps.evaluate --streaming ahead    # the streaming network, whole and in chunks

Phone error rate: the greedy path against the dictionary. "First forms" counts every other listed pronunciation as an
error; "any form" takes the nearest listed one. Command acceptance: speech-to-intent dev (tuned on, never trained on),
exact decoding, no rejection. The streaming network hears the sound itself: its features are not Whisper's.
"""

import argparse
from collections.abc import Callable

import numpy as np
import torch

from .. import error_rates
from ..benchmark import CONDITIONS, acceptance, hearing, sounds, summary
from ..listener import BLANK_PENALTY, trained
from ..streaming.chunking import LEFT, Chunking
from ..streaming.log_mel import streaming_log_mel
from ..streaming.masked import StreamingNetwork, load

MEASURED = {"dev-librispeech": "LibriSpeech dev, 3 unseen speakers", "test-an4": "AN4 test, 10 unseen speakers"}
SHORT = {"dev-librispeech": "LibriSpeech dev", "test-an4": "AN4 test"}


def in_mode(network: StreamingNetwork, chunking: Chunking | None) -> Callable[[np.ndarray], np.ndarray]:
    """Samples -> log-probabilities [T, 40]."""

    def hear(samples: np.ndarray) -> np.ndarray:
        mel = streaming_log_mel(torch.from_numpy(samples))
        with torch.inference_mode():
            return network(mel[None], torch.tensor([len(mel)]), chunking).log_probabilities[0].numpy()

    return hear


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
        for name, (split, source) in error_rates.HELD_OUT.items():
            rate = error_rates.of_sounds(hear, split, source, every, arguments.joined)
            print(f"{mode}: PER {SHORT[name]} {rate:.2f} % (any form)", flush=True)
        for condition in conditions:
            results = acceptance(lambda c, name: hear(heard[c][name]), condition, every)
            print(f"{mode}: {summary(condition, results)}", flush=True)


def whole_figures(run: str) -> None:
    """Prints them for a run of `train`."""
    for kind, penalty in [("as trained", 0.0), ("as exported, the blank less likely", BLANK_PENALTY)]:
        listener = trained(run, penalty)
        for name, speech in MEASURED.items():
            first, any_form = error_rates.of_features(listener, name)
            print(f"PER {speech}, {kind}: {any_form:.2f} % (any form), {first:.2f} % (first forms)", flush=True)
    hear = hearing(run, list(CONDITIONS))
    for condition in CONDITIONS:
        print(summary(condition, acceptance(hear, condition)), flush=True)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--run")
    chosen.add_argument("--streaming", metavar="RUN", help="a run of train_streaming; 'shipped': the committed weights")
    parser.add_argument("--chunk", type=int, action="append", help="frames of 20 ms, 0 for whole; with --streaming")
    parser.add_argument("--left", type=int, default=LEFT, help="frames of left context; with --streaming")
    parser.add_argument("--every", type=int, default=1, help="every n-th clip only; with --streaming")
    parser.add_argument("--condition", action="append", choices=list(CONDITIONS), help="with --streaming")
    parser.add_argument("--blank-penalty", type=float, default=0.0, help="nats taken from the blank; with --streaming")
    parser.add_argument(
        "--joined", type=int, default=1, help="clips of speech in one sound, and no commands; with --streaming"
    )
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    arguments = parsed()
    torch.set_num_threads(arguments.threads)
    if arguments.streaming:
        streaming_figures(load(arguments.streaming, arguments.blank_penalty), arguments)
    else:
        whole_figures(arguments.run)


if __name__ == "__main__":
    main()
