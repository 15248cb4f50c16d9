"""The search: of each clip's phrases the best by sound, each in the form that fits best."""

from dataclasses import dataclass

import numpy as np

from .phrases import Phrase, Saying
from .viterbi import Rows, Sounds, rows_of, search

CANDIDATES = 6


@dataclass(frozen=True)
class Candidate:
    """A phrase of a clip as it was heard; the score is relative to the free phone loop, in nats."""

    clip: int
    phrase: int
    saying: Saying
    score: float


def table(sayings: list[tuple[int, Saying]]) -> Rows:
    return rows_of([(clip, saying.phones, saying.cost) for clip, saying in sayings])


def scored(sounds: Sounds, sayings: list[tuple[int, Saying]]) -> np.ndarray:
    """The score of each; in portions of like length, so that short ones do not wait for long ones."""
    order = np.argsort([len(saying.phones) for _, saying in sayings], kind="stable")
    scores = np.empty(len(sayings), np.float32)
    for begin in range(0, len(order), 1000):
        part = order[begin : begin + 1000]
        scores[part], _ = search(sounds, table([sayings[k] for k in part]), traced=False)
    return scores


def best(sounds: Sounds, grammars: list[list[Phrase]], forms: int, count: int = CANDIDATES) -> list[list[Candidate]]:
    """Of each clip its best `count` phrases, best first. `forms`: so many ways to say each are tried at first."""
    rows = [
        (clip, number, saying)
        for clip, phrases in enumerate(grammars)
        for number, phrase in enumerate(phrases)
        for saying in phrase.sayings(forms)
    ]
    scores = scored(sounds, [(clip, saying) for clip, _, saying in rows]) if rows else []
    found: list[dict[int, Candidate]] = [{} for _ in grammars]
    for (clip, number, saying), score in zip(rows, scores):
        old = found[clip].get(number)
        if old is None or score > old.score:
            found[clip][number] = Candidate(clip, number, saying, float(score))
    top = [sorted(f.values(), key=lambda c: -c.score)[:count] for f in found]
    better = iter(refined(sounds, grammars, [c for candidates in top for c in candidates], forms))
    return [sorted((next(better) for _ in candidates), key=lambda c: -c.score) for candidates in top]


def refined(sounds: Sounds, grammars: list[list[Phrase]], found: list[Candidate], forms: int) -> list[Candidate]:
    """Long phrases have more forms than were tried: every word's best form, as far as they help together."""
    tries, places = [], []
    for k, c in enumerate(found):
        phrase = grammars[c.clip][c.phrase]
        if np.prod([len(f) for f in phrase.forms]) > forms:
            for place, saying in phrase.neighbours(c.saying):
                tries.append((c.clip, saying))
                places.append((k, place))
    if not tries:
        return found
    gains: dict[int, dict[int, tuple[float, Saying]]] = {}
    for (k, place), (_, saying), score in zip(places, tries, scored(sounds, tries)):
        gain = float(score) - found[k].score
        if gain > gains.setdefault(k, {}).get(place, (0.0, None))[0]:
            gains[k][place] = (gain, saying)
    improved = {k: g for k, g in gains.items() if g}
    if not improved:
        return found
    joined = {k: together(grammars[found[k].clip][found[k].phrase], found[k].saying, g) for k, g in improved.items()}
    totals = scored(sounds, [(found[k].clip, saying) for k, saying in joined.items()])
    result = list(found)
    for (k, saying), total in zip(joined.items(), totals):
        gain, single = max(improved[k].values(), key=lambda g: g[0])
        alone = found[k].score + gain
        saying, score = (saying, float(total)) if total >= alone else (single, alone)
        result[k] = Candidate(found[k].clip, found[k].phrase, saying, score)
    return result


def together(phrase: Phrase, saying: Saying, gains: dict[int, tuple[float, Saying]]) -> Saying:
    words, cost = list(saying.words), saying.cost
    for place, (_, other) in gains.items():
        words[place] = other.words[place]
        cost += other.cost - saying.cost
    return Saying(tuple(words), cost)
