"""Step S2: distils the streaming network from what the shipped one heard. Interrupted, it goes on where it was.

    python -m attune_training.train_streaming --run gentle --steps 850 --cool 150

Each batch is heard in one mode, drawn anew: whole, or in chunks of 640, 320 or 160 ms with limited left context. The loss
of a frame is the divergence of the student's phones from the teacher's; the squared distance of the three blocks that the
head hears, each normalised as the head normalises it; and its share of the CTC loss of the phones that the teacher heard.
The divergence alone teaches a student that is not sure in which frame the teacher says a phone to say it in none; CTC lets
it choose the frame. Where training begins the student is the teacher.

The learning rate warms up, stays, and falls to nothing from `--cool` on; a run that stopped before that can be given more
steps. Checkpoints every few minutes and when told to stop (SIGTERM): work/streaming/runs/RUN/last.pt (weights, their
moving average, optimiser, step).
"""

import argparse
import collections
import signal
import time

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .lessons import LESSONS
from .phones import BLANK
from .streaming import Chunking, StreamingNetwork, load, normalised, run_file
from .whisper import POSITIONS

MODES: list[tuple[int | None, float]] = [(None, 0.2), (32, 0.1), (16, 0.55), (8, 0.15)]
"""Frames of a chunk (None: whole) and how often a batch is heard so."""
LEFTS = [(128, 1.0)]
"""Frames of left context and how often."""
STATES, PHONES = 0.5, 2.0
"""The weights of the blocks' mean squared distance, and of the CTC loss, beside the divergence of a frame's phones."""
AVERAGE = 0.995
WARM_UP = 50
SAVE_SECONDS = 180


def draw(rng: np.random.Generator, choices: list[tuple]) -> object:
    return choices[rng.choice(len(choices), p=[p for _, p in choices])][0]


class Lessons:
    """Batches for ever: file after file, and those that have come meanwhile; a file's batches shuffled."""

    def __init__(self, seed: int) -> None:
        self.rng, self.taken = np.random.default_rng(seed), collections.Counter()

    def __iter__(self):
        while True:
            files = sorted(LESSONS.glob("*.pt"))
            fewest = min(self.taken[f] for f in files)
            path = files[self.rng.choice([i for i, f in enumerate(files) if self.taken[f] == fewest])]
            self.taken[path] += 1
            batches = torch.load(path, weights_only=True)
            yield from (batches[i] for i in self.rng.permutation(len(batches)))


def sequences(log_probabilities: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
    """The phones of the most probable path of each clip, one clip's after another's, and how many each has."""
    best = log_probabilities.argmax(-1)
    begins = torch.ones_like(best, dtype=torch.bool)
    begins[:, 1:] = best[:, 1:] != best[:, :-1]
    begins &= (best != BLANK) & (torch.arange(best.shape[1])[None] < lengths[:, None])
    return best[begins], begins.sum(1)


def distances(
    student: StreamingNetwork, lesson: dict[str, Tensor], chunking: Chunking | None, first: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Of a frame, in the mean: the divergence of its phones in nats, the squared distance of the normalised blocks, and
    its share of the CTC loss in nats."""
    lengths = lesson["lengths"]
    with torch.autocast("cpu", torch.bfloat16):
        heard = student(lesson["mel"].float(), lengths, chunking, first)
    frames = (lengths + 1) // 2
    inside = torch.arange(lesson["hidden"].shape[1])[None] < frames[:, None]
    hidden = normalised(torch.cat([block.float() for block in heard.blocks[-3:]], dim=-1)[inside])
    taught = lesson["log_probabilities"][inside].float()
    divergence = F.kl_div(heard.log_probabilities[inside], taught, log_target=True, reduction="sum") / len(taught)
    phones, counts = sequences(lesson["log_probabilities"], frames)
    said = heard.log_probabilities.transpose(0, 1).float()
    ctc = F.ctc_loss(said, phones, frames, counts, blank=BLANK, reduction="sum", zero_infinity=True) / len(taught)
    return divergence, F.mse_loss(hidden, lesson["hidden"][inside].float()), ctc


class Run:
    """The student, the moving average of its weights, the optimiser, and the steps done."""

    def __init__(self, name: str, rates: tuple[float, float], start: str | None) -> None:
        self.file = run_file(name)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.student = load(start or "shipped")
        self.student.encoder.ln_post.requires_grad_(False)
        # Nothing is dropped: the student is to become the teacher, whose answers are exact.
        self.student.eval()
        encoder = [p for p in self.student.encoder.parameters() if p.requires_grad]
        self.groups = [{"params": encoder, "peak": rates[0]}, {"params": list(self.student.head.parameters()), "peak": rates[1]}]
        self.optimiser = torch.optim.AdamW(self.groups, lr=0.0, betas=(0.9, 0.98), weight_decay=0.0)
        self.average = {k: v.clone() for k, v in self.student.state_dict().items()}
        self.done = 0
        if self.file.exists():
            state = torch.load(self.file, weights_only=True)
            self.student.load_state_dict(state["student"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.average, self.done = state["average"], state["step"]
            print(f"going on after step {self.done}", flush=True)
        for group, rate in zip(self.optimiser.param_groups, rates, strict=True):
            group["peak"] = rate

    def step(self, lesson: dict[str, Tensor], chunking: Chunking | None, first: int, scale: float) -> list[float]:
        """One step with the learning rates scaled; gives the distances."""
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * scale
        divergence, states, phones = distances(self.student, lesson, chunking, first)
        self.optimiser.zero_grad()
        (divergence + STATES * states + PHONES * phones).backward()
        torch.nn.utils.clip_grad_norm_([p for g in self.optimiser.param_groups for p in g["params"]], 1.0)
        self.optimiser.step()
        self.done += 1
        keep = min(AVERAGE, (1 + self.done) / (10 + self.done))
        for name, value in self.student.state_dict().items():
            self.average[name].lerp_(value, 1 - keep)
        return [float(d.detach()) for d in (divergence, states, phones)]

    def save(self) -> None:
        state = {"student": self.student.state_dict(), "average": self.average}
        state |= {"optimiser": self.optimiser.state_dict(), "step": self.done}
        torch.save(state, self.file.with_suffix(".new"))
        self.file.with_suffix(".new").rename(self.file)


def scale_at(step: int, cool: int, steps: int) -> float:
    """Of the learning rate: up in `WARM_UP` steps, down from `cool` to nothing at the end."""
    return min((step + 1) / WARM_UP, 1.0, max(0.0, (steps - step) / max(1, steps - cool)))


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
    run = Run(arguments.run, (arguments.encoder_rate, arguments.head_rate), arguments.start)
    rng = np.random.default_rng([arguments.seed, run.done])
    cool = arguments.steps * 4 // 5 if arguments.cool is None else arguments.cool
    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    sums, began, saved = collections.defaultdict(list), time.time(), time.time()
    for lesson in Lessons(arguments.seed + run.done):
        if run.done >= arguments.steps or stopped:
            break
        frames = draw(rng, MODES)
        chunking = None if frames is None else Chunking(frames, draw(rng, LEFTS))
        first = int(rng.integers(POSITIONS)) if chunking and rng.random() < 0.5 else 0
        sums[frames or 0].append(run.step(lesson, chunking, first, scale_at(run.done, cool, arguments.steps)))
        if run.done % 50 == 0:
            means = ", ".join(f"{k or 'whole'} {np.mean(v, 0).round(3).tolist()}" for k, v in sorted(sums.items()))
            print(f"step {run.done}: {means}; {(time.time() - began) / 50:.2f} s a step", flush=True)
            sums.clear()
            began = time.time()
        if time.time() - saved > SAVE_SECONDS:
            run.save()
            saved = time.time()
    run.save()


if __name__ == "__main__":
    main()
