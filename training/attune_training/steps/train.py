"""Step 2: trains with CTC on the features that are there. Interrupted, it goes on where it was.

    python -m attune_training.steps.train --run head --passes 14
    python -m attune_training.steps.train --run gentle --start head --passes 3 --rate 3e-4 --encoder-rate 1e-5

The second command pushes the encoder's upper blocks a little too: no dropout there, a small rate, a pull towards
OpenAI's weights. A pass is one copy of the corpus, or several at once. Checkpoints: work/runs/RUN/last.pt after every
pass (weights, their moving average, optimiser, place in the plan). Prints the phone error rate on LibriSpeech dev and
AN4 test after every pass.
"""

import argparse
import functools
import json
import math
import time

import numpy as np
import torch
from torch import Tensor

from .. import error_rates
from ..feature_copy import FeatureCopy
from ..listener import Listener, trained
from ..losses import ctc_per_phone
from ..places import ALIGNED, FEATURES, run_folder
from ..precision import fast_products
from ..run import Run

AVERAGE = 0.997
"""The decay of the moving average of the weights, per step."""
PULL = 1e-3
"""Where the encoder is trained: the weight of its squared distance to OpenAI's weights, beside the loss per phone."""


def mask_times(hidden: Tensor, lengths: Tensor, rng: np.random.Generator) -> None:
    """SpecAugment's time masks: two a clip, up to 12 frames each, never more than a sixth of the clip."""
    for clip, length in zip(hidden, lengths.tolist(), strict=True):
        for _ in range(2):
            width = int(rng.integers(0, min(12, length // 6) + 1))
            start = int(rng.integers(0, length - width + 1))
            clip[start : start + width] = 0


def scale_at(progress: float) -> float:
    """Of the learning rate: linear warm-up over the first 5 %, then half a cosine down to a hundredth."""
    if progress < 0.05:
        return progress / 0.05
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (progress - 0.05) / 0.95))


class Pull:
    """Towards the weights that the encoder's upper blocks began with."""

    def __init__(self, listener: Listener) -> None:
        self.now = list(listener.upper.parameters()) if listener.upper is not None else []
        self.original = [p.detach().clone() for p in self.now]

    def __call__(self) -> Tensor | int:
        return sum(((p - q) ** 2).sum() for p, q in zip(self.now, self.original, strict=True))


def begun(arguments: argparse.Namespace) -> tuple[Run, Pull]:
    """The run as it was left, or a new one; the pull is to where it began."""
    listener = Listener(trains_encoder=arguments.encoder_rate is not None)
    if arguments.start:
        weights = trained(arguments.start, blank_penalty=0).state_dict()
        listener.load_state_dict(weights, strict=listener.upper is None)
    groups = [{"params": list(listener.head.parameters()), "peak": arguments.rate, "weight_decay": 0.01}]
    if listener.upper is not None:
        upper = list(listener.upper.parameters())
        groups.append({"params": upper, "peak": arguments.encoder_rate, "weight_decay": 0.0})
    pull = Pull(listener)
    return Run(run_folder(arguments.run), listener, torch.optim.AdamW(groups, lr=0.0), AVERAGE), pull


def train_pass(run: Run, pull: Pull, copies: list[FeatureCopy], number: int, passes: int) -> float:
    """Pass `number` of `passes`; gives the mean loss per phone. Saves the checkpoint at its end."""
    rng = np.random.default_rng(number)
    torch.manual_seed(number)
    run.network.train()
    batches, total = [(copy, batch) for copy in copies for batch in copy.batches(rng)], 0.0
    batches = [batches[i] for i in rng.permutation(len(batches))]
    for step, (copy, batch) in enumerate(batches):
        run.rate(scale_at((number + step / len(batches)) / passes))
        hidden, lengths = copy.tensors(batch)
        mask_times(hidden, lengths, rng)
        with fast_products():
            log_probabilities = run.network(hidden, lengths)
        loss = ctc_per_phone(log_probabilities, lengths, batch)
        run.learn(loss + PULL * pull())
        total += float(loss.detach())
    run.save(done=number + 1)
    return total / len(batches)


def copies_of_pass(number: int, pattern: str, at_once: int) -> list[str]:
    """The features that are there now, in turn."""
    names = sorted((p.stem for p in FEATURES.glob(f"{pattern}.json")), key=lambda n: int(n.split("-")[-1]))
    return [names[(number * at_once + i) % len(names)] for i in range(at_once)]


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True)
    parser.add_argument("--passes", type=int, required=True)
    parser.add_argument(
        "--copies", default="copy-*", help="features to learn from, in turn; looked up before each pass"
    )
    parser.add_argument("--rate", type=float, default=2.5e-3, help="the head's highest learning rate")
    parser.add_argument(
        "--times", action="append", default=[], metavar="SOURCE=N", help="take a source's clips N times in a pass"
    )
    parser.add_argument("--start", help="begin with this run's weights; 'shipped': the committed ones")
    parser.add_argument("--encoder-rate", type=float, help="train the encoder's upper blocks too, at this rate at most")
    parser.add_argument("--at-once", type=int, default=1, help="copies in a pass, their batches shuffled together")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    arguments = parsed()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    times = {source: int(n) for source, _, n in (pair.partition("=") for pair in arguments.times)}
    aligned = json.loads(ALIGNED.read_text()) if ALIGNED.exists() else {}
    copy = functools.cache(lambda name: FeatureCopy(name, aligned, times))
    run, pull = begun(arguments)
    for number in range(run.done, arguments.passes):
        names, began = copies_of_pass(number, arguments.copies, arguments.at_once), time.time()
        loss = train_pass(run, pull, [copy(name) for name in names], number, arguments.passes)
        averaged = run.averaged()
        dev, an4 = (error_rates.of_features(averaged, name) for name in error_rates.HELD_OUT)
        run.log(
            f"pass {number + 1}/{arguments.passes} {' '.join(names)}: loss {loss:.3f}, {time.time() - began:.0f} s;"
            f" PER dev {dev[0]:.2f} (any form {dev[1]:.2f}), AN4 {an4[0]:.2f} ({an4[1]:.2f})"
        )


if __name__ == "__main__":
    main()
