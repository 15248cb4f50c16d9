"""Sound as it really comes: other speeds, rooms, noise, telephones, levels. All before the frozen encoder."""

import numpy as np
from scipy.signal import fftconvolve, resample_poly, sosfilt, butter

from .corpus import impulse_responses, noises, read
from .noise import mix
from .whisper import SAMPLE_RATE


def simulated_room(rng: np.random.Generator) -> np.ndarray:
    """An exponentially decaying tail behind a direct path: RT60 of 0.1-0.7 s, direct to reverberant -3 to 12 dB."""
    rt60 = rng.uniform(0.1, 0.7)
    time = np.arange(int(rt60 * SAMPLE_RATE)) / SAMPLE_RATE
    tail = rng.standard_normal(len(time)) * np.exp(-6.9 * time / rt60)
    tail[: int(rng.uniform(0.001, 0.006) * SAMPLE_RATE)] = 0
    tail *= 10 ** (-rng.uniform(-3, 12) / 20) / np.sqrt((tail**2).sum() + 1e-9)
    tail[0] = 1
    return tail.astype(np.float32)


def clatter(rng: np.random.Generator, length: int) -> np.ndarray:
    """Dishes and cutlery: bursts of decaying inharmonic partials over a hum of shaped noise."""
    sound = np.zeros(length, np.float32)
    for _ in range(rng.poisson(2.5 * length / SAMPLE_RATE) + 1):
        duration = int(rng.uniform(0.02, 0.35) * SAMPLE_RATE)
        time = np.arange(duration) / SAMPLE_RATE
        hit = sum(
            rng.uniform(0.2, 1)
            * np.sin(2 * np.pi * f * time + rng.uniform(0, 6.28))
            * np.exp(-time * rng.uniform(12, 90))
            for f in rng.uniform(600, 7000, rng.integers(2, 8))
        ) + rng.standard_normal(duration) * np.exp(-time * 250)
        start = rng.integers(0, length)
        part = (hit * 10 ** rng.uniform(-1.5, 0)).astype(np.float32)[: length - start]
        sound[start : start + len(part)] += part
    return sound + rng.uniform(0, 0.3) * coloured(rng, length)


def coloured(rng: np.random.Generator, length: int) -> np.ndarray:
    """Stationary noise with a 1/f^a spectrum, a in 0...2."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    spectrum /= np.maximum(np.arange(len(spectrum)), 1) ** (rng.uniform(0, 2) / 2)
    sound = np.fft.irfft(spectrum, length)
    return (sound / (sound.std() + 1e-9)).astype(np.float32)


NARROW, NARROW_SHORT = 0.12, 0.4
"""The share of clips that come by telephone, and of short ones, which menus ask for."""


class Augmenter:
    """Draws one random world for an utterance."""

    def __init__(self, speech: list[np.ndarray], ratios: tuple[float, float] = (0, 22)) -> None:
        """`speech`: clips of other people, to babble in the background; `ratios`: of speech to noise, in dB."""
        self.ratios = ratios
        self.noises = [read(path) for path in noises()]
        self.rooms = [read(path) for path in impulse_responses()]
        self.speech = speech

    def noise(self, rng: np.random.Generator, length: int) -> np.ndarray:
        kind = rng.random()
        if kind < 0.2:
            return clatter(rng, length)
        if kind < 0.35:
            return coloured(rng, length)
        if kind < 0.5:
            voices = [
                self.stretch(self.speech[rng.integers(len(self.speech))], rng, length)
                for _ in range(rng.integers(2, 7))
            ]
            return np.sum([v / (v.std() + 1e-6) for v in voices], 0)
        sound = self.stretch(self.noises[rng.integers(len(self.noises))], rng, length)
        if rng.random() < 0.3:
            sound = sound + self.stretch(self.noises[rng.integers(len(self.noises))], rng, length)
        return sound

    @staticmethod
    def stretch(sound: np.ndarray, rng: np.random.Generator, length: int) -> np.ndarray:
        """A random stretch of a sound, repeated where it is too short."""
        if len(sound) < length:
            sound = np.tile(sound, length // max(len(sound), 1) + 1)
        start = rng.integers(0, len(sound) - length + 1)
        return sound[start : start + length]

    def __call__(
        self, samples: np.ndarray, rng: np.random.Generator, synthetic: bool = False, quiet: bool = False,
        short: bool = False, tight: bool = False,
    ) -> np.ndarray:  # fmt: skip
        """`synthetic` speech is put into a room more often; a `quiet` world has neither rooms nor noise. `short`
        phrases come by telephone more often, in a quiet world too; a `tight` cut gets no silence around it."""
        if rng.random() < 0.5:
            up, down = [(10, 9), (10, 11), (20, 19), (20, 21), (25, 21)][rng.integers(5)]
            samples = resample_poly(samples, up, down).astype(np.float32)
        before, after = (rng.uniform(0, 0.7, 2) * SAMPLE_RATE).astype(int)
        if not tight:
            samples = np.pad(samples, (before, after))
        if quiet:
            if short and rng.random() < NARROW_SHORT:
                samples = telephone(samples, rng)
            return level_of(samples, rng.uniform(-26, -1))
        if rng.random() < (0.8 if synthetic else 0.5):
            room = self.rooms[rng.integers(len(self.rooms))] if rng.random() < 0.5 else simulated_room(rng)
            level = np.abs(samples).max()
            samples = fftconvolve(samples, room)[: len(samples)].astype(np.float32)
            samples *= level / (np.abs(samples).max() + 1e-9)
        if rng.random() < 0.9:
            samples = mix(samples, self.noise(rng, len(samples)), rng.uniform(*self.ratios), peak=rng.random() < 0.5)
        if rng.random() < (NARROW_SHORT if short else NARROW):
            samples = telephone(samples, rng)
        if rng.random() < 0.15:
            band = butter(2, [rng.uniform(60, 300), rng.uniform(2800, 7500)], "bandpass", fs=SAMPLE_RATE, output="sos")
            samples = sosfilt(band, samples).astype(np.float32)
        return level_of(samples, rng.uniform(-26, -1))


def telephone(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """8 kHz, most often in a telephone's band."""
    samples = resample_poly(resample_poly(samples, 1, 2), 2, 1)
    if rng.random() < 0.7:
        band = butter(2, [rng.uniform(60, 350), rng.uniform(3000, 3800)], "bandpass", fs=SAMPLE_RATE, output="sos")
        samples = sosfilt(band, samples)
    return samples.astype(np.float32)


def level_of(samples: np.ndarray, decibels: float) -> np.ndarray:
    """Scales to a peak in dB of full scale."""
    return samples * np.float32(10 ** (decibels / 20) / (np.abs(samples).max() + 1e-9))
