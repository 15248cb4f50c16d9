"""Speech in noise as `attune score --noise --snr` makes it; needs nothing but NumPy."""

from collections.abc import Iterator

import numpy as np

MASK = (1 << 64) - 1
FRAME = 2048


def frame_energies(samples: np.ndarray) -> np.ndarray:
    """Mean squares of the whole frames of 2048 samples; of everything where there is no whole frame."""
    whole = len(samples) // FRAME * FRAME
    frames = samples[:whole].reshape(-1, FRAME) if whole else samples[None]
    return (frames.astype(np.float64) ** 2).mean(1)


def mix(speech: np.ndarray, noise: np.ndarray, snr: float, peak: bool) -> np.ndarray:
    """Adds noise at a ratio in dB of the loudest frames, as the benchmark does it, or of the mean power of speech."""
    if peak:
        ratio = frame_energies(speech).max() / max(frame_energies(noise).max(), 1e-12)
    else:
        energies = frame_energies(speech)
        ratio = energies[energies >= energies.max() / 100].mean() / max((noise.astype(np.float64) ** 2).mean(), 1e-12)
    return speech + noise * np.float32(np.sqrt(ratio / 10 ** (snr / 10)))


def stretch(name: str, choices: int, seed: int = 0) -> int:
    """Where `NoiseMixer` of the Swift module Recordings begins its stretch: FNV-1a, SplitMix64, Lemire's bound."""
    state = 0xCBF29CE484222325
    for byte in name.encode():
        state = (state ^ byte) * 0x100000001B3 & MASK
    state ^= seed

    def draws() -> Iterator[int]:
        nonlocal state
        while True:
            state = state + 0x9E3779B97F4A7C15 & MASK
            word = state
            word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 & MASK
            word = (word ^ word >> 27) * 0x94D049BB133111EB & MASK
            yield word ^ word >> 31

    for draw in draws():
        product = draw * choices
        if product & MASK >= (1 << 64) % choices:
            return product >> 64
    raise AssertionError


def in_noise(speech: np.ndarray, name: str, noise: np.ndarray, snr: float) -> np.ndarray:
    """The speech of the file of this name at a ratio in dB; its highest absolute value is a half."""
    start = stretch(name, len(noise) - len(speech))
    sound = mix(speech, noise[start : start + len(speech)], snr, peak=True)
    return sound * np.float32(0.5 / np.abs(sound).max())
