"""Words as a recogniser would get them wrong."""

import random
from functools import cache

from .measure import edits
from .phones import dictionary, pronunciations


@cache
def near(word: str) -> list[str]:
    """The ten words of the dictionary that sound most like this one, and not the same."""
    said = pronunciations(word)[0]
    distances = []
    for other, forms in dictionary().items():
        if not other.isalpha() or abs(len(forms[0]) - len(said)) > 1 or not set(forms[0]) & set(said):
            continue
        distance = edits(list(range(len(said) + 1)), forms[0], list(said))[-1]
        if distance > 0:
            distances.append((distance, other))
    return [other for _, other in sorted(distances)[:10]]


def with_errors(words: list[str], rate: float, inserted: list[str], rng: random.Random) -> list[str]:
    result = []
    for word in words:
        if rng.random() >= rate:
            result.append(word)
            continue
        kind = rng.random()
        if kind < 0.6:
            result.append(rng.choice(near(word)))
        elif kind < 0.8:
            result += [word, rng.choice(inserted)]
    return result
