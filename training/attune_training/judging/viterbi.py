"""The best CTC alignment of many phone sequences at once, each with its own clip."""

from dataclasses import dataclass

import numpy as np

NEVER = np.float32(-1e9)


@dataclass(frozen=True)
class Rows:
    """Phone sequences that are heard in clips: clip [R], phones [R, L] (0 beyond the end), lengths [R], and what the
    forms of their words cost, [R]."""

    clip: np.ndarray
    phones: np.ndarray
    lengths: np.ndarray
    costs: np.ndarray

    def chosen(self, which: np.ndarray) -> "Rows":
        lengths = self.lengths[which]
        longest = max(1, int(lengths.max(initial=1)))
        return Rows(self.clip[which], self.phones[which][:, :longest], lengths, self.costs[which])


def rows_of(sequences: list[tuple[int, tuple[int, ...], float]]) -> Rows:
    """(clip, phones, cost) each."""
    longest = max(len(phones) for _, phones, _ in sequences)
    table = np.zeros((len(sequences), longest), np.int64)
    for row, (_, phones, _) in zip(table, sequences):
        row[: len(phones)] = phones
    return Rows(
        np.array([c for c, _, _ in sequences]), table, np.array([len(p) for _, p, _ in sequences]),
        np.array([w for _, _, w in sequences], np.float32),
    )  # fmt: skip


class Sounds:
    """Clips side by side: log-probabilities relative to the best column of each frame, [B, T, 40], and the frames."""

    def __init__(self, clips: list[np.ndarray]) -> None:
        """[T, 40] each."""
        self.frames = np.array([len(c) for c in clips])
        self.raw = np.zeros((len(clips), self.frames.max(), clips[0].shape[1]), np.float32)
        for place, clip in zip(self.raw, clips):
            place[: len(clip)] = clip
        self.relative = self.raw - self.raw.max(-1, keepdims=True)


def states_of(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Blank, phone, blank, ..., blank: the column of each state [R, 2 L + 1], and which may be entered over a blank."""
    count, longest = rows.phones.shape
    columns = np.zeros((count, 2 * longest + 1), np.int64)
    columns[:, 1::2] = rows.phones
    skips = np.zeros_like(columns, bool)
    skips[:, 3::2] = rows.phones[:, 1:] != rows.phones[:, :-1]
    return columns, skips


def search(sounds: Sounds, rows: Rows, traced: bool) -> tuple[np.ndarray, np.ndarray | None]:
    """The score of each row, [R]; if `traced` also the state of each frame, [R, T] (-1 beyond the clip's end)."""
    columns, skips = states_of(rows)
    frames = sounds.frames[rows.clip]
    time, (count, states) = int(frames.max()), columns.shape
    barred = np.where(skips, np.float32(0), NEVER)[:, 2:]
    scores = np.full((count, states), NEVER, np.float32)
    scores[:, 0] = 0
    every, ends, stops = np.arange(count), np.full(count, NEVER, np.float32), 2 * rows.lengths
    steps = np.zeros((time if traced else 0, count, states), np.int8)
    for t in range(time):
        best, over = scores.copy(), scores[:, :-2] + barred
        np.maximum(best[:, 1:], scores[:, :-1], out=best[:, 1:])
        if traced:
            steps[t, :, 1:] = scores[:, :-1] > scores[:, 1:]
            steps[t, :, 2:][over > best[:, 2:]] = 2
        np.maximum(best[:, 2:], over, out=best[:, 2:])
        scores = best + np.take_along_axis(sounds.relative[rows.clip, t], columns, 1)
        last = np.flatnonzero(frames == t + 1)
        if len(last):
            blank, phone = scores[last, 2 * rows.lengths[last]], scores[last, 2 * rows.lengths[last] - 1]
            ends[last] = np.maximum(blank, phone)
            stops[last] -= phone > blank
    if not traced:
        return ends + rows.costs, None
    path = np.full((count, time), -1)
    for t in reversed(range(time)):
        inside = frames > t
        path[inside, t] = stops[inside]
        stops = stops - np.where(inside, steps[t, every, stops], 0)
    return ends + rows.costs, path
