"""Copies of the corpus: each says the same in other random worlds."""

from collections import Counter

import numpy as np

from .augment import Augmenter, level_of
from .corpus import Utterance, read
from .cuts import loud_span
from .room import with_room
from .whisper import SAMPLE_RATE

QUIET = 5
"""Every fifth copy has other speeds and levels only."""

ALONE = 0.6
"""The share of single phrases that are said alone, not strung together."""
TIGHT, MARGIN = 0.5, 0.1
"""The share of short sounds that are cut tight, and the most seconds that are left around what is loud."""
CUTS, SAME_WORD = 2500, 4
"""So many words cut from sentences are in a copy, one word so often at most."""

Group = list[Utterance]
"""Utterances that are said in one breath."""


def talkers(utterances: list[Utterance], every: int) -> list[np.ndarray]:
    """Every n-th clip, to babble in the background."""
    return [read(u.path) for u in utterances[::every]]


def strings_of_singles(singles: list[Utterance], rng: np.random.Generator) -> list[Group]:
    """Clips of one phrase, alone or strung together two to four at a time, so that the network hears sequences."""
    order = [singles[i] for i in rng.permutation(len(singles))]
    strings = []
    while order:
        size = 1 if rng.random() < ALONE else rng.integers(2, 5)
        strings.append(order[:size])
        order = order[size:]
    return strings


def different_words(cuts: list[Utterance], rng: np.random.Generator) -> list[Utterance]:
    """Some of the words that are cut from sentences, no word too often."""
    found, times = [], Counter()
    for cut in (cuts[i] for i in rng.permutation(len(cuts))):
        times[cut.words] += 1
        if times[cut.words] <= SAME_WORD:
            found.append(cut)
    return found[:CUTS]


def worlds(copy: int, utterances: list[Utterance], cuts: list[Utterance] | None = None) -> list[tuple[Group, int]]:
    """What copy number `copy` holds: groups of utterances, and a seed for each. `cuts`: words out of sentences."""
    rng = np.random.default_rng(1000 + copy)
    groups = [[u] for u in utterances if not u.single]
    singles = [u for u in utterances if u.single]
    half = [u for i, u in enumerate(singles) if i % 2 == copy % 2]
    groups += strings_of_singles(half, rng)
    groups += [[cut] for cut in different_words(cuts or [], rng)]
    groups.sort(key=lambda g: sum(u.seconds for u in g))
    return [(group, 7919 * copy + number) for number, group in enumerate(groups)]


def sound_of(group: Group, copy: int, seed: int, augmenter: Augmenter) -> np.ndarray:
    """The group in the world of its seed; a short sound as the recogniser hears it, with room at tight edges."""
    rng = np.random.default_rng(seed)
    short = all(u.single or u.span for u in group)
    is_tight = short and copy > 0 and rng.random() < TIGHT
    parts = []
    for utterance in group:
        clip = trimmed(utterance.samples(), rng) if is_tight else utterance.samples()
        parts += [clip, np.zeros(int(rng.uniform(0, 0.4) * SAMPLE_RATE), np.float32)] if len(group) > 1 else [clip]
    samples = np.concatenate(parts)
    if copy == 0:
        return level_of(samples, rng.uniform(-20, -1))
    quiet = copy % QUIET == 0
    sound = augmenter(samples, rng, synthetic=group[0].synthetic, quiet=quiet, short=short, tight=is_tight)
    return with_room(sound)[0] if short else sound


def trimmed(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What is loud, and up to `MARGIN` before and after it."""
    begin, end = loud_span(samples, SAMPLE_RATE)
    before, after = rng.uniform(0, MARGIN, 2)
    return samples[max(0, int((begin - before) * SAMPLE_RATE)) : int((end + after) * SAMPLE_RATE)]
