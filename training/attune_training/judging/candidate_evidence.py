"""What speaks for each candidate and against it, phone by phone and as a whole, by its alignment.

Of a phone: how much likelier the best column was than it, on average and in all, at its peak; the best other phone
near it; how long it lasted; the gaps beside it and what they cost; its place. Of the whole: what the logistic
confidence is made of.
"""

from dataclasses import dataclass

import numpy as np

from .candidates import Candidate, table
from .viterbi import Sounds, search

PHONE_EVIDENCE = 16
WHOLE_EVIDENCE = 12
LOWEST = -12.0


@dataclass(frozen=True)
class Evidence:
    """Of R candidates with at most N phones: phones, rivals [R, N] (0 beyond the end), begins and ends in frames
    [R, N], by phone [R, N, 16], of the whole [R, 12], and the number of phones."""

    phones: np.ndarray
    rivals: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    by_phone: np.ndarray
    whole: np.ndarray
    lengths: np.ndarray


def evidence(sounds: Sounds, candidates: list[list[Candidate]], sizes: list[int]) -> Evidence:
    """Of all candidates of all clips, in their order. `sizes`: of each clip's grammar."""
    everything = [c for clip in candidates for c in clip]
    rows = table([(c.clip, c.saying) for c in everything])
    _, path = search(sounds, rows, traced=True)
    aligned = Aligned(sounds, rows.clip, rows.phones, rows.lengths, path)
    by_phone = aligned.by_phone([c.saying.words for c in everything])
    wholes, place = [], 0
    for clip, size in zip(candidates, sizes, strict=True):
        for number, c in enumerate(clip):
            wholes.append(aligned.whole(place + number, c, clip, size))
        place += len(clip)
    return Evidence(
        rows.phones, aligned.rivals, aligned.begins, aligned.ends, by_phone, np.array(wholes, np.float32), rows.lengths
    )


class Aligned:
    """Candidates on their sounds."""

    def __init__(
        self, sounds: Sounds, clip: np.ndarray, phones: np.ndarray, lengths: np.ndarray, path: np.ndarray
    ) -> None:
        self.sounds, self.clip, self.phones, self.lengths, self.path = sounds, clip, phones, lengths, path
        (count, time), longest = path.shape, phones.shape[1]
        self.inside = path >= 0
        self.is_phone = self.inside & (path % 2 == 1)
        number = np.where(self.is_phone, path // 2, 0)
        self.key = np.arange(count)[:, None] * longest + number
        columns = np.where(self.is_phone, np.take_along_axis(phones, number, 1), 0)
        every = clip[:, None], np.arange(time)[None]
        self.relative = np.where(self.inside, sounds.relative[*every, columns], 0)
        self.raw = sounds.raw[*every, columns]
        self.begins, self.ends = self.edges(count, longest, time)
        self.find_rivals(every, number)

    def edges(self, count: int, longest: int, time: int) -> tuple[np.ndarray, np.ndarray]:
        durations = self.summed(np.ones_like(self.relative), self.is_phone)
        frames = self.summed(np.broadcast_to(np.arange(time), self.path.shape), self.is_phone)
        middle = frames / np.maximum(durations, 1)
        begins = np.round(middle - (durations - 1) / 2).astype(np.int64)
        return begins, begins + durations.astype(np.int64)

    def summed(self, values: np.ndarray, where: np.ndarray, key: np.ndarray | None = None) -> np.ndarray:
        """[R, T] -> [R, N]: the sum over each phone's frames."""
        key = self.key if key is None else key
        size = self.phones.size
        return np.bincount(key[where], weights=values[where], minlength=size).reshape(self.phones.shape)

    def highest(self, values: np.ndarray, where: np.ndarray, key: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The greatest value of each phone's frames, and where it is among those of `where`."""
        keys, found = key[where], values[where]
        order = np.lexsort((found, keys))
        last = np.r_[keys[order][1:] != keys[order][:-1], True]
        top, place = np.full(self.phones.size, LOWEST), np.full(self.phones.size, -1)
        top[keys[order][last]], place[keys[order][last]] = found[order][last], order[last]
        return top, place

    def find_rivals(self, every: tuple, number: np.ndarray) -> None:
        """The best phone that is not the candidate's own, in the frames nearer to it than to any other."""
        (count, time), longest = self.path.shape, self.phones.shape[1]
        frame = np.broadcast_to(np.arange(time), self.path.shape)
        before = np.maximum.accumulate(np.where(self.is_phone, frame, -10_000), 1)
        after = np.minimum.accumulate(np.where(self.is_phone, frame, 10_000)[:, ::-1], 1)[:, ::-1]
        nearest = np.clip(np.where(frame - before <= after - frame, before, after), 0, time - 1)
        owner = np.take_along_axis(number, nearest, 1)
        own = np.take_along_axis(self.phones, owner, 1)
        pair = np.argsort(-self.sounds.raw[..., 1:], -1)[..., :2] + 1
        first, second = pair[*every, 0], pair[*every, 1]
        rival = np.where(first == own, second, first)
        key = np.arange(count)[:, None] * longest + owner
        top, place = self.highest(self.sounds.raw[*every, rival], self.inside, key)
        names = rival[self.inside]
        self.rivals = np.where(place >= 0, names[place], 0).reshape(self.phones.shape)
        self.rival_peaks = top.reshape(self.phones.shape)
        gaps = self.inside & ~self.is_phone
        self.gap_costs = self.summed(self.relative, gaps, key)
        self.blanks = self.summed(np.exp(np.minimum(self.sounds.raw[*every, 0], 0)), self.inside, key)
        self.owned = self.summed(np.ones_like(self.relative), self.inside, key)

    def by_phone(self, words: list[tuple]) -> np.ndarray:
        """[R, N, 16]."""
        count, longest = self.phones.shape
        there = np.arange(longest)[None] < self.lengths[:, None]
        durations = self.ends - self.begins
        total = self.summed(self.relative, self.is_phone)
        peaks = self.highest(self.raw, self.is_phone, self.key)[0].reshape(self.phones.shape)
        gap = np.diff(self.begins, prepend=0, axis=1) - np.pad(durations[:, :-1], ((0, 0), (1, 0)))
        gap[:, 0] = 0
        next_gap = np.pad(gap[:, 1:], ((0, 0), (0, 1))) * there
        first, last = np.zeros((2, count, longest))
        for row, said in enumerate(words):
            ends = np.cumsum([len(w) for w in said])
            last[row, ends - 1] = 1
            first[row, np.r_[0, ends[:-1]]] = 1
        place = np.arange(longest)[None] / np.maximum(self.lengths[:, None] - 1, 1)
        features = [
            total / np.maximum(durations, 1) / 3, total / 10, peaks / 3, self.rival_peaks / 3,
            (peaks - self.rival_peaks) / 5, np.log(np.maximum(durations, 1)), np.log1p(np.maximum(gap, 0)) / 2,
            np.log1p(np.maximum(next_gap, 0)) / 2, self.gap_costs / 5, self.blanks / np.maximum(self.owned, 1),
            np.log1p(self.owned) / 2, np.exp(np.minimum(peaks, 0)), first, last, place,
            np.broadcast_to(np.log(self.lengths)[:, None] / 3, place.shape),
        ]  # fmt: skip
        return (np.clip(np.stack(features, -1), -4, 4) * there[..., None]).astype(np.float32)

    def whole(self, row: int, candidate: Candidate, rivals: list[Candidate], size: int) -> list[float]:
        """The evidence of the logistic confidence, then what else there is."""
        clip, count = self.clip[row], int(self.lengths[row])
        frames = self.sounds.frames[clip]
        columns = self.sounds.raw[clip, :frames].argmax(-1)
        starts = np.flatnonzero((columns > 0) & (columns != np.r_[-1, columns[:-1]]))
        speech = np.flatnonzero(columns > 0)
        certainty = 0.0
        if len(speech):
            peaks = self.sounds.raw[clip, speech[0] : speech[-1] + 1].max(-1)
            certainty = float(peaks.sum()) / max(1, len(starts))
        scores = self.word_scores(row, candidate)
        lengths = [len(w) for w in candidate.saying.words]
        begin, end = self.begins[row, 0], self.ends[row, count - 1]
        pace = 0.02 * (end - begin) / count
        others = max((c.score for c in rivals if c is not candidate), default=-1e9)
        path = max(candidate.score / count, LOWEST)
        return [
            path, max(sum(scores) / count, LOWEST), max(min(s / n for s, n in zip(scores, lengths)), LOWEST),
            float(np.clip(candidate.score - others, 0, 10)), max(certainty, LOWEST),
            min(1.0, count / max(1, len(starts))), -min(max(pace - 0.12, 0), 0.4), -max(0.06 - pace, 0),
            np.log(min(count, 15)) / np.log(15), max(candidate.score - rivals[0].score, -20), np.log(size) / 3,
            np.clip(candidate.score, -60, 0) / 10,
        ]  # fmt: skip

    def word_scores(self, row: int, candidate: Candidate) -> list[float]:
        """Each word's log-likelihood ratio, from its first phone to the end of its last one."""
        found, first = [], 0
        for word in candidate.saying.words:
            begin, end = self.begins[row, first], self.ends[row, first + len(word) - 1]
            found.append(float(self.relative[row, begin:end].sum()))
            first += len(word)
        return found
