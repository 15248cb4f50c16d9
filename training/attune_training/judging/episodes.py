"""Episodes: a clip, a grammar, the candidates that the search finds, and which of them is right."""

from dataclasses import dataclass

import numpy as np

from .candidates import best, Candidate
from .candidate_evidence import Evidence, evidence
from .grammars import GrammarDraw
from .heard import Heard
from .phrases import phrase
from .viterbi import Sounds

FORMS = 4
AT_ONCE = 24
SIZE = 3840
"""Episodes of a file."""


@dataclass(frozen=True)
class Episode(Evidence):
    """What speaks for a clip's K candidates. `clip`: its number; `right`: which candidate is, or K; `matches` [K, N]: of
    each phone, whether it was said there, -1 where that is not known."""

    clip: int
    right: int
    matches: np.ndarray


def matched(said: tuple[int, ...], candidate: tuple[int, ...]) -> list[bool]:
    """By the least edits: which phones of the candidate were said."""
    n, m = len(said), len(candidate)
    table = np.zeros((n + 1, m + 1), np.int32)
    table[0], table[:, 0] = np.arange(m + 1), np.arange(n + 1)
    rows = table.tolist()
    for i in range(1, n + 1):
        above, row = rows[i - 1], rows[i]
        for j in range(1, m + 1):
            row[j] = min(above[j - 1] + (said[i - 1] != candidate[j - 1]), above[j] + 1, row[j - 1] + 1)
    found, i, j = [False] * m, n, m
    while j > 0:
        if i > 0 and rows[i][j] == rows[i - 1][j - 1] + (said[i - 1] != candidate[j - 1]):
            found[j - 1] = said[i - 1] == candidate[j - 1]
            i, j = i - 1, j - 1
        elif i > 0 and rows[i][j] == rows[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
    return found


def drawn(clips: list[Heard], numbers: list[int], draw: GrammarDraw, rng: np.random.Generator) -> list[Episode]:
    """An episode of each of these clips."""
    sounds = Sounds([clips[n].log_probabilities.astype(np.float32) for n in numbers])
    grammars, known = zip(*(draw(clips[n].words, rng) for n in numbers), strict=True)
    candidates = best(sounds, list(grammars), FORMS)
    truths = best(sounds, [[phrase(" ".join(clips[n].words))] if clips[n].words else [] for n in numbers], FORMS)
    found = evidence(sounds, candidates, [len(g) for g in grammars])
    episodes, place = [], 0
    for number, is_known, own, truth in zip(numbers, known, candidates, truths, strict=True):
        part = slice(place, place + len(own))
        place += len(own)
        right = next((k for k, c in enumerate(own) if is_known and c.phrase == 0), len(own))
        longest = int(found.lengths[part].max())
        rows = [a[part, :longest] for a in (found.phones, found.rivals, found.begins, found.ends, found.by_phone)]
        small = [rows[0].astype(np.int8), rows[1].astype(np.int8), rows[2].astype(np.int16), rows[3].astype(np.int16)]
        episodes.append(
            Episode(
                *small, rows[4].astype(np.float16), found.whole[part], found.lengths[part], number, right,
                matches(own, truth, longest),
            )
        )  # fmt: skip
    return episodes


def matches(candidates: list[Candidate], truth: list[Candidate], longest: int) -> np.ndarray:
    said = truth[0].saying.phones if truth else ()
    found = np.full((len(candidates), longest), -1, np.int8)
    for row, c in zip(found, candidates):
        row[: len(c.saying.phones)] = matched(said, c.saying.phones)
    return found
