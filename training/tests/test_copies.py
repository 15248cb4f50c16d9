"""Short sounds in random worlds."""

import importlib.util
import tempfile
import unittest
from pathlib import Path

if not importlib.util.find_spec("soundfile"):
    raise unittest.SkipTest("soundfile is not installed")

import numpy as np
import soundfile

from attune_training.copies import ALONE, CUTS, MARGIN, SAME_WORD, different_words, strings_of_singles, trimmed
from attune_training.corpus import Utterance
from attune_training.cuts import loud_span
from attune_training.whisper import SAMPLE_RATE


def tone(before: float, seconds: float, after: float) -> np.ndarray:
    """Silence, a tone, silence."""
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    sound = 0.5 * np.sin(2 * np.pi * 440 * time)
    return np.pad(sound, (int(before * SAMPLE_RATE), int(after * SAMPLE_RATE))).astype(np.float32)


class CopyTests(unittest.TestCase):
    def test_a_tight_cut_has_all_that_is_loud_and_little_else(self):
        sound = tone(0.5, 0.3, 0.7)
        self.assertEqual(loud_span(sound, SAMPLE_RATE), (0.5, 0.8))
        for seed in range(20):
            seconds = len(trimmed(sound, np.random.default_rng(seed))) / SAMPLE_RATE
            self.assertGreaterEqual(seconds, 0.3 - 1e-3)
            self.assertLessEqual(seconds, 0.3 + 2 * MARGIN + 1e-3)

    def test_silence_is_kept_whole(self):
        self.assertEqual(loud_span(np.zeros(8000, np.float32), SAMPLE_RATE), (0.0, 0.5))

    def test_every_single_is_said_once_and_its_share_alone(self):
        singles = [Utterance(Path(str(k)), ("one",), "Speech Commands") for k in range(4000)]
        strings = strings_of_singles(singles, np.random.default_rng(0))
        self.assertEqual(sorted(int(str(u.path)) for group in strings for u in group), list(range(4000)))
        self.assertAlmostEqual(sum(len(group) == 1 for group in strings) / len(strings), ALONE, delta=0.05)

    def test_no_cut_word_comes_too_often(self):
        cuts = [Utterance(Path("a"), (word,), "cut", (0.0, 1.0)) for word in ["the"] * 9000 + ["tree", "house"]]
        words = [u.words[0] for u in different_words(cuts, np.random.default_rng(0))]
        self.assertEqual(sorted(set(words)), ["house", "the", "tree"])
        self.assertEqual(words.count("the"), SAME_WORD)
        many = [Utterance(Path("a"), (str(k),), "cut", (0.0, 1.0)) for k in range(2 * CUTS)]
        self.assertEqual(len(different_words(many, np.random.default_rng(0))), CUTS)

    def test_a_part_of_a_recording_is_read(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sound.wav"
            soundfile.write(path, tone(0.5, 0.3, 0.7), SAMPLE_RATE, subtype="FLOAT")
            part = Utterance(path, ("a",), "cut", (0.5, 0.75))
            np.testing.assert_array_equal(part.samples(), tone(0, 0.3, 0)[: SAMPLE_RATE // 4])
            self.assertEqual(part.seconds, 0.25)


if __name__ == "__main__":
    unittest.main()
