"""What the judge relies on: the alignment of many at once, and that what stands beside a clip does not matter."""

import importlib.util
import unittest

if not importlib.util.find_spec("torch"):
    raise unittest.SkipTest("PyTorch is not installed")

import numpy as np

from attune_training.decoder import Decoder, Graph
from attune_training.judging.candidates import Candidate
from attune_training.judging.episodes import matched
from attune_training.judging.candidate_evidence import evidence
from attune_training.judging.phrases import Saying
from attune_training.judging.viterbi import Sounds, rows_of, search


def heard(rng: np.random.Generator, frames: int) -> np.ndarray:
    return np.log(rng.dirichlet(np.full(40, 0.3), frames) + 1e-6).astype(np.float32)


def said(rng: np.random.Generator) -> tuple[int, ...]:
    return tuple(int(p) for p in rng.integers(1, 5, rng.integers(1, 6)))


class SearchTests(unittest.TestCase):
    def test_it_aligns_as_the_decoder_does(self):
        rng = np.random.default_rng(0)
        for _ in range(20):
            sound, phones, graph = heard(rng, int(rng.integers(12, 30))), said(rng), Graph()
            for number, phone in enumerate(phones):
                graph.arc(number, graph.state(), phone)
            graph.finals.append((len(phones), 0))
            score, path = Decoder(graph)(sound)
            sounds = Sounds([sound, heard(rng, 40)])
            scores, states = search(sounds, rows_of([(0, phones, 0.0), (1, (1, 2, 3), 0.0)]), traced=True)
            self.assertAlmostEqual(float(scores[0]), score - float(sound.max(1).sum()), places=2)
            for number, begin, end in path[:-1]:
                self.assertEqual(np.flatnonzero(states[0] == 2 * number + 1).tolist(), list(range(begin, end)))

    def test_phones_match_by_the_least_edits(self):
        self.assertEqual(matched((1, 2, 3), (1, 2, 3)), [True, True, True])
        self.assertEqual(matched((1, 2, 3), (1, 4, 3)), [True, False, True])
        self.assertEqual(matched((1, 2, 3), (2, 3)), [True, True])
        self.assertEqual(matched((), (2, 3)), [False, False])


class JudgeTests(unittest.TestCase):
    def test_a_clip_is_judged_as_it_would_be_alone(self):
        import torch

        from attune_training.judging.batches import batch
        from attune_training.judging.heard import WIDTH, Heard
        from attune_training.judging.judge import Judge

        rng = np.random.default_rng(1)
        torch.manual_seed(1)
        judge = Judge().eval()
        torch.nn.init.normal_(judge.decide[-1].weight)
        clips = [Heard(heard(rng, n), rng.standard_normal((n, WIDTH)).astype(np.float32), "") for n in (20, 34)]
        sayings = [[Saying((said(rng),)) for _ in range(count)] for count in (2, 4)]

        def logits(chosen: list[int]) -> list[np.ndarray]:
            parts = []
            for k in chosen:
                sounds = Sounds([clips[k].log_probabilities])
                e = evidence(sounds, [[Candidate(0, n, s, -1.0 - n) for n, s in enumerate(sayings[k])]], [4])
                parts.append((e.phones, e.rivals, e.begins, e.ends, e.by_phone, e.whole, e.lengths))
            with torch.inference_mode():
                found = judge(batch([clips[k] for k in chosen], parts))[0]
            return [row[: len(sayings[k])].numpy() for row, k in zip(found, chosen)]

        together = logits([0, 1])
        for alone, beside in zip(logits([0]) + logits([1]), together, strict=True):
            np.testing.assert_allclose(alone, beside, atol=2e-4)


if __name__ == "__main__":
    unittest.main()
