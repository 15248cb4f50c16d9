"""Trains the judge on the episodes of `judge_episodes`.

    python -m attune_training.steps.train_judge --run posteriors --arm posteriors --passes 2
    python -m attune_training.steps.train_judge --run evidence --arm evidence --passes 2

A run's name begins with its arm's.

The loss is the cross-entropy of the candidates and "none of them", and beside it that of each phone's match. The
episodes of words that are held out tell how far it is. Started again, it goes on where it was.
"""

import argparse
import math
import pickle
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from ..judging.batches import of_episodes
from ..judging.episodes import SIZE, Episode
from ..judging.heard import Heard, load
from ..judging.judge import ARMS, Judge
from ..places import JUDGING, run_folder
from ..precision import fast_products
from ..run import Run

BATCH = 24
PHONES = 1.0
"""What the match of a phone weighs in the loss."""
WARM = 100


def clips_by_name() -> dict[tuple[str, str], Heard]:
    files = [f for f in JUDGING.glob("*-*.json") if not f.name.startswith("measure-")]
    return {(clip.source, clip.name): clip for file in files for clip in load(file)}


class Part:
    """A file of episodes."""

    def __init__(self, place: Path, clips: dict[tuple[str, str], Heard]) -> None:
        self.episodes, names = pickle.loads(place.read_bytes())
        self.clips = {e.clip: clips[tuple(name)] for e, name in zip(self.episodes, names, strict=True)}

    def batches(self, rng: np.random.Generator | None) -> list[list[Episode]]:
        """Episodes of like length together; in random order, or in their own without a generator."""
        found = [self.episodes[k : k + BATCH] for k in range(0, len(self.episodes), BATCH)]
        return found if rng is None else [found[k] for k in rng.permutation(len(found))]


def losses(judge: Judge, part: Part, episodes: list[Episode]) -> tuple[Tensor, Tensor, Tensor]:
    """Of candidates, of phones, and how many times the highest logit is right."""
    batch, right, matches = of_episodes(part.clips, episodes)
    with fast_products():
        logits, match = judge(batch)
    logits, match = logits.float(), match.float()
    known = (matches >= 0) & (batch.lengths[..., None] > 0)
    phones = F.binary_cross_entropy_with_logits(match[known], matches[known])
    return F.cross_entropy(logits, right), phones, (logits.argmax(-1) == right).float().mean()


@torch.inference_mode()
def tell(judge: Judge, part: Part, name: str) -> str:
    judge.eval()
    found = np.mean([[float(x) for x in losses(judge, part, b)] for b in part.batches(None)[::2]], axis=0)
    return f"{name}: candidates {found[0]:.4f}, phones {found[1]:.4f}, right {found[2]:.4f}"


def train(run: Run, places: list[Path], passes: int, clips: dict[tuple[str, str], Heard]) -> None:
    held_out = Part(JUDGING / "episodes-held-out.pkl", clips)
    if run.steps == 0:
        run.log(tell(run.network, held_out, "at first"))
    steps = passes * len(places) * -(-SIZE // BATCH)
    for done in range(run.done, passes * len(places)):
        part, rng, start, told = Part(places[done % len(places)], clips), np.random.default_rng(done), time.time(), []
        run.network.train()
        for episodes in part.batches(rng):
            left = max(0.0, 1 - run.steps / steps)
            run.rate(min(1.0, run.steps / WARM) * (0.02 + 0.98 * 0.5 * (1 - math.cos(math.pi * left))))
            candidates, phones, right = losses(run.network, part, episodes)
            run.learn(candidates + PHONES * phones)
            told.append([candidates.item(), phones.item(), right.item()])
        line = " ".join(f"{v:.4f}" for v in np.mean(told, axis=0))
        run.log(f"{done + 1}: {line}, {time.time() - start:.0f} s; {tell(run.averaged(), held_out, 'held out')}")
        run.save(done + 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True)
    parser.add_argument("--arm", choices=ARMS, default=ARMS[0])
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--parts", type=int, default=None, help="so many files of episodes, all of them by default")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    places = sorted(JUDGING.glob("episodes-[0-9]*.pkl"), key=lambda f: int(f.stem.split("-")[1]))[: chosen.parts]
    judge = Judge(chosen.arm)
    optimiser = torch.optim.AdamW([{"params": judge.parameters(), "peak": chosen.rate}], chosen.rate, weight_decay=0.05)
    run = Run(run_folder(chosen.run), judge, optimiser, decay=0.995)
    train(run, places, chosen.passes, clips_by_name())


if __name__ == "__main__":
    main()
