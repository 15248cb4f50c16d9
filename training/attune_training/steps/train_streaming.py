"""Step S2: distils the streaming network from what the shipped one heard. Interrupted, it goes on where it was.

    python -m attune_training.steps.train_streaming --run gentle --steps 850 --cool 150

Each batch is heard in one mode, drawn anew: whole, or in chunks of 640, 320 or 160 ms with limited left context. The
loss of a frame is the divergence of the student's phones from the teacher's; the squared distance of the three blocks
that the head hears, each normalised as the head normalises it; and its share of the CTC loss of the phones that the
teacher heard. The divergence alone teaches a student that is not sure in which frame the teacher says a phone to say it
in none; CTC lets it choose the frame. Where training begins the student is the teacher.

The learning rate warms up, stays, and falls to nothing from `--cool` on; a run that stopped before that can be given
more steps. Checkpoints every few minutes and when told to stop (SIGTERM): work/streaming/runs/RUN/last.pt (weights,
their moving average, optimiser, step).
"""

import argparse
import collections
import signal
import time
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from ..places import LESSONS, streaming_run_folder
from ..run import Run
from ..streaming.chunking import Chunking
from ..streaming.distances import distances
from ..streaming.masked import load
from ..whisper import POSITIONS

MODES: list[tuple[int | None, float]] = [(None, 0.2), (32, 0.1), (16, 0.55), (8, 0.15)]
"""Frames of a chunk (None: whole) and how often a batch is heard so."""
LEFTS = [(128, 1.0)]
"""Frames of left context and how often."""
STATES, PHONES = 0.5, 2.0
"""The weights of the blocks' mean squared distance, and of the CTC loss, beside the divergence of a frame's phones."""
AVERAGE = 0.995
"""The decay of the moving average of the weights, per step."""
WARM_UP = 50
SAVE_SECONDS = 180


def draw(rng: np.random.Generator, choices: list[tuple]) -> object:
    return choices[rng.choice(len(choices), p=[p for _, p in choices])][0]


class Lessons:
    """Batches for ever: file after file, and those that have come meanwhile; a file's batches shuffled."""

    def __init__(self, seed: int) -> None:
        self.rng, self.taken = np.random.default_rng(seed), collections.Counter()

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        while True:
            files = sorted(LESSONS.glob("*.pt"))
            fewest = min(self.taken[f] for f in files)
            path = files[self.rng.choice([i for i, f in enumerate(files) if self.taken[f] == fewest])]
            self.taken[path] += 1
            batches = torch.load(path, weights_only=True)
            yield from (batches[i] for i in self.rng.permutation(len(batches)))


def begun(name: str, rates: tuple[float, float], start: str | None) -> Run:
    """The run as it was left, or a new one; `rates`: of the encoder and of the head."""
    student = load(start or "shipped")
    student.encoder.ln_post.requires_grad_(False)
    # Nothing is dropped: the student is to become the teacher, whose answers are exact.
    student.eval()
    encoder = [p for p in student.encoder.parameters() if p.requires_grad]
    groups = [{"params": encoder, "peak": rates[0]}, {"params": list(student.head.parameters()), "peak": rates[1]}]
    optimiser = torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98), weight_decay=0.0)
    return Run(streaming_run_folder(name), student, optimiser, AVERAGE)


def scale_at(step: int, cool: int, steps: int) -> float:
    """Of the learning rate: up in `WARM_UP` steps, down from `cool` to nothing at the end."""
    return min((step + 1) / WARM_UP, 1.0, max(0.0, (steps - step) / max(1, steps - cool)))


def mode(rng: np.random.Generator) -> tuple[Chunking | None, int]:
    """How a batch is heard, and the position of its first frame."""
    frames = draw(rng, MODES)
    chunking = None if frames is None else Chunking(frames, draw(rng, LEFTS))
    return chunking, int(rng.integers(POSITIONS)) if chunking and rng.random() < 0.5 else 0


def train(run: Run, seed: int, cool: int, steps: int) -> None:
    """Until it is done, or told to stop."""
    rng, stopped = np.random.default_rng([seed, run.done]), []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    sums, began, saved = collections.defaultdict(list), time.time(), time.time()
    for lesson in Lessons(seed + run.done):
        if run.steps >= steps or stopped:
            break
        chunking, first = mode(rng)
        run.rate(scale_at(run.steps, cool, steps))
        parts = distances(run.network, lesson, chunking, first)
        run.learn(parts[0] + STATES * parts[1] + PHONES * parts[2])
        sums[chunking.frames if chunking else 0].append([float(part.detach()) for part in parts])
        if run.steps % 50 == 0:
            means = ", ".join(f"{k or 'whole'} {np.mean(v, 0).round(3).tolist()}" for k, v in sorted(sums.items()))
            run.log(f"step {run.steps}: {means}; {(time.time() - began) / 50:.2f} s a step")
            sums.clear()
            began = time.time()
        if time.time() - saved > SAVE_SECONDS:
            run.save(done=run.steps)
            saved = time.time()
    run.save(done=run.steps)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--cool", type=int, help="from this step on the rate falls; by default the last fifth")
    parser.add_argument("--encoder-rate", type=float, default=4e-5)
    parser.add_argument("--head-rate", type=float, default=1e-4)
    parser.add_argument("--start", help="begin with the averaged weights of this run")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    run = begun(arguments.run, (arguments.encoder_rate, arguments.head_rate), arguments.start)
    cool = arguments.steps * 4 // 5 if arguments.cool is None else arguments.cool
    train(run, arguments.seed, cool, arguments.steps)


if __name__ == "__main__":
    main()
