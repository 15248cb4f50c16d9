"""Episodes for the judge: clips of `judge_sounds`, each with random grammars and what the search finds in them.

    python -m attune_training.steps.judge_episodes --parts 20

Writes work/judging/episodes-NUMBER.pkl, `SIZE` episodes each: a clip of strangers most often, of people that the
network learned from now and then, and some noise. Files that are there already are kept.
"""

import argparse
import pickle
import time

import numpy as np
import torch

from ..judging.episodes import AT_ONCE, Episode, drawn
from ..judging.grammars import GrammarDraw
from ..judging.heard import Heard, load
from ..places import JUDGING

SIZE = 3840
SHARES = {"strangers": 0.8, "known": 0.12, "noise": 0.08}


def sets() -> dict[str, list[list[Heard]]]:
    """Of each set the files that are there."""
    found = {}
    for name in SHARES:
        files = sorted(JUDGING.glob(f"{name}-*.json"), key=lambda f: int(f.stem.split("-")[1]))
        found[name] = [load(f) for f in files]
    return found


def all_clips() -> list[Heard]:
    return [clip for parts in sets().values() for part in parts for clip in part]


def choose(clips: list[Heard], rng: np.random.Generator) -> np.ndarray:
    """Numbers of clips by the shares of their sets, those of like length together."""
    kind = np.array([c.source == "noise" for c in clips])
    known = np.array([c.source not in ("noise", "speechocean", "speech-commands-9") for c in clips])
    weights = np.zeros(len(clips))
    for share, members in zip(SHARES.values(), (~kind & ~known, known, kind)):
        if members.any():
            weights[members] = share / members.sum()
    numbers = rng.choice(len(clips), SIZE, p=weights / weights.sum())
    return numbers[np.argsort([len(clips[n].memories) for n in numbers], kind="stable")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", type=int, default=20)
    parser.add_argument("--first", type=int, default=0)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    clips = all_clips()
    words = [c.words for c in clips if c.words]
    draw = GrammarDraw(sorted(set(words)), [w for w in words if len(w) <= 2])
    for part in range(chosen.first, chosen.parts):
        place, start = JUDGING / f"episodes-{part}.pkl", time.time()
        if place.exists():
            continue
        rng = np.random.default_rng(part)
        numbers, episodes = choose(clips, rng), list[Episode]()
        for begin in range(0, SIZE, AT_ONCE):
            episodes += drawn(clips, [int(n) for n in numbers[begin : begin + AT_ONCE]], draw, rng)
        names = [(clips[e.clip].source, clips[e.clip].name) for e in episodes]
        place.write_bytes(pickle.dumps((episodes, names)))
        none = np.mean([e.right == len(e.lengths) for e in episodes])
        top = np.mean([e.right == 0 for e in episodes])
        print(f"{place.name}: {time.time() - start:.0f} s, {none:.2f} none, {top:.2f} the top candidate", flush=True)


if __name__ == "__main__":
    main()
