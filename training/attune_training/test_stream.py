"""The laws of the streaming network; `python -m attune_training.test_stream` says which hold, and fails if one does not.

    step by step, with its state, a stream says what the masked network says of the whole
    any division of the frames gives the same, bit for bit
    a state that was saved and restored gives the same, bit for bit
    heard whole, the network is the one it came from
"""

import copy

import torch
from torch import Tensor

from .network import shipped
from .stream import Stream
from .streaming import Chunking, StreamingNetwork

CLOSE = 2e-3
"""Of log-probabilities: what the order of single-precision sums can do."""
LENGTHS = [1, 2, 15, 16, 31, 32, 33, 63, 64, 65, 257, 431]
"""Log-mel frames, on and beside the ends of chunks."""
CHUNKINGS = [
    Chunking(8, 64), Chunking(16, 128), Chunking(32, 128), Chunking(16, 40, (0, 0, 0, 0, 2)), Chunking(8, 33, (3, 9, 0, 1, 8)),
]  # fmt: skip


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


def check(law: str, holds: bool) -> None:
    print(f"{'holds' if holds else 'FAILS'}: {law}", flush=True)
    if not holds:
        raise SystemExit(1)


def main() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(3)
    base = shipped()
    network = StreamingNetwork(copy.deepcopy(base.encoder), copy.deepcopy(base.head)).eval()
    for chunking in CHUNKINGS:
        for first in (0, 1400):
            worst = 0.0
            for frames in LENGTHS:
                mel = torch.randn(frames, 80) * 0.5
                together = streamed(network, mel, chunking, first, [len(mel)])
                whole = masked(network, mel, chunking, first)
                if whole.shape != together.shape:
                    check(f"{chunking}, {frames} frames: as many are said as heard", False)
                worst = max(worst, float((together - whole).abs().max()))
                apart = streamed(network, mel, chunking, first, [1, 7, 30])
                if not torch.equal(apart, together):
                    check(f"{chunking}, {frames} frames: any division gives the same", False)
            check(f"{chunking} from position {first}: stream and mask differ by {worst:.1e} at most", worst < CLOSE)
    mel = torch.randn(431, 80) * 0.5
    with torch.inference_mode():
        apart = float((masked(network, mel, None, 0) - base(mel)).abs().max())
    check(f"heard whole, the network is the one it came from, within {apart:.1e}", apart < CLOSE)


if __name__ == "__main__":
    main()
