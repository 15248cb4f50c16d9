"""Clips for the judge to learn from: what people said, whole or cut to a few words, in random worlds."""

from collections.abc import Iterator

import numpy as np
from scipy.signal import fftconvolve, resample_poly

from ..augment import Augmenter, level_of, simulated_room, telephone
from ..corpus import Utterance, read
from ..noise import mix
from ..phones import pronunciations
from ..whisper import SAMPLE_RATE
from .heard import Ear, Heard
from .viterbi import Sounds, rows_of, search

FRAME = 320
MOST_WORDS = 12
BEFORE, AFTER = 4, 5
"""Frames of a cut before a word's first phone and after its last one, where no other word is as near."""
SHORT = 0.8
"""The share of cuts of one or two words: of these it takes many different ones."""
SPEEDS = [(10, 9), (10, 11), (20, 19), (20, 21)]


def world(samples: np.ndarray, augmenter: Augmenter, rng: np.random.Generator, plain: float = 0.3) -> np.ndarray:
    """`plain`: the share of clips that are left as they are, but for level and room at their edges."""
    kind = rng.random()
    if kind >= plain and rng.random() < 0.4:
        samples = resample_poly(samples, *SPEEDS[rng.integers(len(SPEEDS))]).astype(np.float32)
    # Half of the clips begin and end as tight as they were cut.
    before, after = (rng.uniform(0, 0.6, 2) * (rng.random(2) < 0.5) * SAMPLE_RATE).astype(int)
    samples = np.pad(samples, (before, after))
    if kind >= plain:
        noisy = kind >= plain + 0.3
        if noisy and rng.random() < 0.3:
            samples = fftconvolve(samples, simulated_room(rng))[: len(samples)].astype(np.float32)
        ratio = rng.uniform(0, 30) if noisy else rng.uniform(15, 40)
        samples = mix(samples, augmenter.noise(rng, len(samples)), ratio, peak=rng.random() < 0.5)
        if not noisy or rng.random() < 0.15:
            samples = telephone(samples, rng)
    return level_of(samples + 1e-5 * rng.standard_normal(len(samples)).astype(np.float32), rng.uniform(-26, -1))


def word_frames(words: tuple[str, ...], log_probabilities: np.ndarray) -> list[tuple[int, int]]:
    """From each word's first phone to the end of its last one, by the dictionary's first forms."""
    forms = [pronunciations(word)[0] for word in words]
    rows = rows_of([(0, tuple(p for form in forms for p in form), 0.0)])
    _, path = search(Sounds([log_probabilities.astype(np.float32)]), rows, traced=True)
    phone = np.where(path[0] % 2 == 1, path[0] // 2, -1)
    found, first = [], 0
    for form in forms:
        inside = np.flatnonzero((phone >= first) & (phone < first + len(form)))
        found.append((int(inside[0]), int(inside[-1]) + 1))
        first += len(form)
    return found


def spans(
    words: tuple[str, ...], heard: np.ndarray, count: int, rng: np.random.Generator, short: float = 0.5
) -> Iterator[tuple]:
    """Words and the frames that are cut for them. `short`: the share of spans of one or two words."""
    places = word_frames(words, heard)
    for _ in range(count):
        size = int(rng.integers(1, 3) if rng.random() < short else rng.integers(3, MOST_WORDS + 1))
        size = min(size, len(words))
        first = int(rng.integers(len(words) - size + 1))
        last = first + size - 1
        begin, end = places[first][0] - BEFORE, places[last][1] + AFTER
        if first > 0:
            begin = max(begin, (places[first - 1][1] + places[first][0]) // 2)
        if last + 1 < len(words):
            end = min(end, (places[last][1] + places[last + 1][0] + 1) // 2)
        yield words[first : last + 1], max(begin, 0), min(end, len(heard))


def clips_of(
    utterance: Utterance, ear: Ear, augmenter: Augmenter, rng: np.random.Generator, cuts: int, worlds: int
) -> Iterator[Heard]:
    """The utterance in some worlds, and some cuts of it, each in a world of its own."""
    samples, name = read(utterance.path), utterance.path.name
    sounds = [(utterance.words, samples) for _ in range(worlds)]
    if cuts and len(utterance.words) > 1:
        # No room here: frames are places in the samples.
        plain = ear.plainly(samples)
        for words, begin, end in spans(utterance.words, plain, cuts, rng, SHORT):
            sounds.append((words, samples[begin * FRAME : end * FRAME]))
    for number, (words, sound) in enumerate(sounds):
        if len(sound) > 4 * FRAME:
            log_probabilities, memories = ear(world(sound, augmenter, rng))
            yield Heard(log_probabilities, memories, f"{name}-{number}", words, utterance.source)
