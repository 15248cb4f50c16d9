"""Room at the edges of tight cuts, as `CutEdges` of the Swift module Recognition gives it."""

import numpy as np

FRAME = 320
ENOUGH, REACH, ROOM = 10, 8, 25
"""Frames: so much quiet at an edge is enough; so much of the room is kept; so much an edge has at least."""


def marsaglia(count: int) -> np.ndarray:
    """The same noise for everybody, uniform in -1...1."""
    state, found = 2_463_534_242, np.empty(count)
    for k in range(count):
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        found[k] = (state - (1 << 32) if state >> 31 else state) / 2_147_483_648
    return found.astype(np.float32)


NOISE = marsaglia(ROOM * FRAME)


def with_room(samples: np.ndarray) -> tuple[np.ndarray, slice]:
    """The samples with room where they need it, and the frames that are of use among those heard in them."""
    count = (len(samples) // 160 + 1) // 2
    power = (samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME) ** 2).mean(1)
    if len(power) == 0 or power.max() <= 0:
        return samples, slice(0, count)
    quietest, loudest = float(power.min()), float(power.max())
    limit = min(max(10 * quietest, 1e-3 * loudest), 1e-2 * loudest)

    def missing(edge: np.ndarray) -> int:
        loud = np.flatnonzero(edge[:ENOUGH] > limit)
        quiet = int(loud[0]) if len(loud) else min(len(edge), ENOUGH)
        return ROOM - quiet if quiet < ENOUGH else 0

    before, after = missing(power), missing(power[::-1])
    floor = np.sqrt(3 * min(quietest, 1e-4 * loudest))
    roomy = np.concatenate([floor * NOISE[: before * FRAME], samples, floor * NOISE[: after * FRAME]])
    return roomy.astype(np.float32), slice(before - min(before, REACH), before + count + min(after, REACH))
