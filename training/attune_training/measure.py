"""Figures: phone error rate, proportions with their confidence intervals."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from scipy.stats import chi2

from .phones import BLANK, Phones, pronunciations


def greedy(log_probabilities: np.ndarray) -> list[int]:
    """[T, 40] -> the phones of the best free path."""
    best = log_probabilities.argmax(-1)
    return [int(p) for p, before in zip(best, np.r_[-1, best[:-1]], strict=True) if p != before and p != BLANK]


def errors(words: Sequence[str], heard: list[int], all_forms: bool) -> tuple[int, int]:
    """The least edits from what should have been said to what was heard, and the phones of the dictionary's first
    forms.

    With `all_forms` a word may have been said in any way that the dictionary lists; otherwise in the first way only.
    """
    row = list(range(len(heard) + 1))
    for word in words:
        forms = pronunciations(word)
        row = [
            min(column) for column in zip(*(edits(row, form, heard) for form in (forms if all_forms else forms[:1])))
        ]
    return row[-1], sum(len(pronunciations(word)[0]) for word in words)


def edits(row: list[int], phones: Phones, heard: list[int]) -> list[int]:
    """Levenshtein's table carried on by some reference phones."""
    for phone in phones:
        following = [row[0] + 1]
        for column, other in enumerate(heard):
            following.append(min(row[column] + (phone != other), row[column + 1] + 1, following[column] + 1))
        row = following
    return row


def wilson(successes: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a proportion (Wilson, 1927)."""
    if count == 0:
        return 0.0, 1.0
    p = successes / count
    centre, spread = p + z * z / (2 * count), z * sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    return (centre - spread) / (1 + z * z / count), (centre + spread) / (1 + z * z / count)


def share(count: int, total: int) -> str:
    """A proportion in percent and its 95 % interval, as text; a dash of nothing."""
    if total == 0:
        return "-"
    low, high = wilson(count, total)
    return f"{100 * count / total:.1f} ({100 * low:.1f}-{100 * high:.1f})"


def hourly(count: int, hours: float) -> str:
    """A rate of events and its exact Poisson 95 % interval (Garwood, 1936), as text."""
    low = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    high = chi2.ppf(0.975, 2 * count + 2) / 2
    return f"{count / hours:.2f} ({count}; {low / hours:.2f}-{high / hours:.2f})"


def calibration_error(right: np.ndarray, confidence: np.ndarray) -> float:
    """Expected, by ten bins."""
    bins = np.minimum((10 * confidence).astype(int), 9)
    gaps = [abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins)]
    return float(sum(gaps))
