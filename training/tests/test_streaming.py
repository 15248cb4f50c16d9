"""The laws of the streaming network, on the committed weights."""

import importlib.util
import itertools
import unittest
from collections.abc import Callable

if not importlib.util.find_spec("torch"):
    raise unittest.SkipTest("PyTorch is not installed")

import torch
from torch import Tensor

from attune_training.network import stored
from attune_training.places import STREAMING_WEIGHTS
from attune_training.streaming.chunking import Chunking
from attune_training.streaming.masked import StreamingNetwork
from attune_training.streaming.stepwise import Stream

CLOSE = 2e-3
"""Of log-probabilities: what the order of single-precision sums can do."""
LENGTHS = [1, 2, 15, 16, 31, 32, 33, 63, 64, 65, 257, 431]
"""Log-mel frames, on and beside the ends of chunks."""
CHUNKINGS = [
    Chunking(8, 64), Chunking(16, 128), Chunking(32, 128),
    Chunking(16, 40, (0, 0, 0, 0, 2)), Chunking(8, 33, (3, 9, 0, 1, 8)),
]  # fmt: skip
FIRST = (0, 1400)
"""Positions of the first frame; the second lies before the seam."""


def masked(network: StreamingNetwork, mel: Tensor, chunking: Chunking | None, first: int) -> Tensor:
    """One clip in a batch with a longer one, so that padding is there to be ignored."""
    longer = torch.zeros(2, len(mel) + 40, mel.shape[1])
    longer[0, : len(mel)] = mel
    longer[1] = torch.randn_like(longer[1])
    with torch.inference_mode():
        heard = network(longer, torch.tensor([len(mel), longer.shape[1]]), chunking, first)
    return heard.log_probabilities[0, : (len(mel) + 1) // 2]


def streamed(network: StreamingNetwork, mel: Tensor, chunking: Chunking, first: int, pieces: list[int]) -> Tensor:
    """Fed in pieces of these sizes, in turn; the state is put into a new stream after each."""
    stream, said, at, turn = Stream(network, chunking, first=first), [], 0, 0
    while at < len(mel):
        size = pieces[turn % len(pieces)]
        said.append(stream.feed(mel[at : at + size]))
        at, turn = at + size, turn + 1
        restored = Stream(network, chunking, first=first)
        restored.state = stream.saved()
        stream = restored
    return torch.cat([*said, stream.finish()])


class StreamingLaws(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        torch.set_num_threads(1)
        torch.manual_seed(3)
        cls.base = stored(STREAMING_WEIGHTS)
        cls.network = StreamingNetwork(cls.base.encoder, cls.base.head).eval()

    def everywhere(self, law: Callable[[Tensor, Chunking, int], None]) -> None:
        for chunking, first, frames in itertools.product(CHUNKINGS, FIRST, LENGTHS):
            with self.subTest(chunking=chunking, first=first, frames=frames):
                law(torch.randn(frames, 80) * 0.5, chunking, first)

    def test_step_by_step_a_stream_says_what_the_masked_network_says_of_the_whole(self):
        def law(mel: Tensor, chunking: Chunking, first: int) -> None:
            together = streamed(self.network, mel, chunking, first, [len(mel)])
            whole = masked(self.network, mel, chunking, first)
            self.assertEqual(whole.shape, together.shape)
            self.assertLess(float((together - whole).abs().max()), CLOSE)

        self.everywhere(law)

    def test_any_division_and_a_restored_state_give_the_same_bit_for_bit(self):
        def law(mel: Tensor, chunking: Chunking, first: int) -> None:
            together = streamed(self.network, mel, chunking, first, [len(mel)])
            self.assertTrue(torch.equal(streamed(self.network, mel, chunking, first, [1, 7, 30]), together))

        self.everywhere(law)

    def test_heard_whole_the_network_is_the_one_it_came_from(self):
        mel = torch.randn(431, 80) * 0.5
        whole = masked(self.network, mel, None, 0)
        self.assertLess(float((whole - self.base(mel)).abs().max()), CLOSE)


if __name__ == "__main__":
    unittest.main()
