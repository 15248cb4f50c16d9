"""Copies of the corpus: each says the same in other random worlds."""

import numpy as np

from .augment import Augmenter, level_of
from .corpus import Utterance, read
from .whisper import SAMPLE_RATE

QUIET = 5
"""Every fifth copy has other speeds and levels only."""

Group = list[Utterance]
"""Utterances that are said in one breath."""


def talkers(utterances: list[Utterance], every: int) -> list[np.ndarray]:
    """Every n-th clip, to babble in the background."""
    return [read(u.path) for u in utterances[::every]]


def strings_of_singles(singles: list[Utterance], rng: np.random.Generator) -> list[Group]:
    """Clips of one phrase, strung together one to four at a time, so that the network hears sequences."""
    order = [singles[i] for i in rng.permutation(len(singles))]
    strings = []
    while order:
        size = rng.integers(1, 5)
        strings.append(order[:size])
        order = order[size:]
    return strings


def worlds(copy: int, utterances: list[Utterance]) -> list[tuple[Group, int]]:
    """What copy number `copy` holds: groups of utterances, and a seed for each."""
    rng = np.random.default_rng(1000 + copy)
    groups = [[u] for u in utterances if not u.single]
    singles = [u for u in utterances if u.single]
    half = [u for i, u in enumerate(singles) if i % 2 == copy % 2]
    groups += strings_of_singles(half, rng)
    groups.sort(key=lambda g: sum(u.seconds for u in g))
    return [(group, 7919 * copy + number) for number, group in enumerate(groups)]


def sound_of(group: Group, copy: int, seed: int, augmenter: Augmenter) -> np.ndarray:
    rng = np.random.default_rng(seed)
    parts = []
    for utterance in group:
        clip = read(utterance.path)
        parts += [clip, np.zeros(int(rng.uniform(0, 0.4) * SAMPLE_RATE), np.float32)] if len(group) > 1 else [clip]
    samples = np.concatenate(parts)
    if copy == 0:
        return level_of(samples, rng.uniform(-20, -1))
    return augmenter(samples, rng, synthetic=group[0].synthetic, quiet=copy % QUIET == 0)
