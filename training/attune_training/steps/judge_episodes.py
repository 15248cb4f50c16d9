"""Episodes for the judge: clips of `judge_sounds`, each with random grammars and what the search finds in them.

    python -m attune_training.steps.judge_episodes --parts 20

Writes work/judging/episodes-NUMBER.pkl, `SIZE` episodes each: a clip of strangers most often, of people that the
network learned from now and then, and some noise. Words are held out, one in seven, and `--without` leaves out a folder
of clips; of short clips that say them episodes-held-out.pkl is made. Files that are there already are kept.
"""

import argparse
import pickle
import time
import zlib
from pathlib import Path

import numpy as np
import torch

from ..judging.episodes import AT_ONCE, SIZE, Episode, drawn
from ..judging.grammars import GrammarDraw
from ..judging.heard import Heard, load
from ..places import JUDGING

SHARES = {"strangers": 0.65, "known": 0.25, "noise": 0.1}
HELD_OUT = 7
"""One word in so many is not in what is learned."""


def sets() -> dict[str, list[list[Heard]]]:
    """Of each set the files that are there."""
    found = {}
    for name in SHARES:
        files = sorted(JUDGING.glob(f"{name}-*.json"), key=lambda f: int(f.stem.split("-")[1]))
        found[name] = [load(f) for f in files]
    return found


def all_clips() -> list[Heard]:
    """Those in which something is heard: the others never reach the judge."""
    return [clip for parts in sets().values() for part in parts for clip in part if clip.speaks]


def is_held_out(words: tuple[str, ...]) -> bool:
    return len(words) <= 2 and any(zlib.crc32(word.encode()) % HELD_OUT == 0 for word in words)


def choose(clips: list[Heard], size: int, rng: np.random.Generator) -> np.ndarray:
    """Numbers of clips by the shares of their sets, those of like length together."""
    kind = np.array([c.source == "noise" for c in clips])
    known = np.array([c.source not in ("noise", "speechocean", "speech-commands-9") for c in clips])
    weights = np.zeros(len(clips))
    for share, members in zip(SHARES.values(), (~kind & ~known, known, kind)):
        if members.any():
            weights[members] = share / members.sum()
    numbers = rng.choice(len(clips), size, p=weights / weights.sum())
    return numbers[np.argsort([len(clips[n].memories) for n in numbers], kind="stable")]


def write(place: Path, clips: list[Heard], size: int, rng: np.random.Generator) -> None:
    if place.exists():
        return
    start, words = time.time(), [c.words for c in clips if c.words]
    draw = GrammarDraw(sorted(set(words)), [w for w in words if len(w) <= 2])
    numbers, episodes = choose(clips, size, rng), list[Episode]()
    for begin in range(0, size, AT_ONCE):
        episodes += drawn(clips, [int(n) for n in numbers[begin : begin + AT_ONCE]], draw, rng)
    names = [(clips[e.clip].source, clips[e.clip].name) for e in episodes]
    place.write_bytes(pickle.dumps((episodes, names)))
    none = np.mean([e.right == len(e.lengths) for e in episodes])
    top = np.mean([e.right == 0 for e in episodes])
    print(f"{place.name}: {time.time() - start:.0f} s, {none:.2f} none, {top:.2f} the top candidate", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", type=int, default=20)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--without", action="append", default=[], help="a folder of clips")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    clips = [c for c in all_clips() if c.source not in chosen.without]
    learned = [c for c in clips if not is_held_out(c.words)]
    held_out = [c for c in clips if is_held_out(c.words)]
    write(JUDGING / "episodes-held-out.pkl", held_out, SIZE // 4, np.random.default_rng(99))
    for part in range(chosen.first, chosen.parts):
        write(JUDGING / f"episodes-{part}.pkl", learned, SIZE, np.random.default_rng(part))


if __name__ == "__main__":
    main()
