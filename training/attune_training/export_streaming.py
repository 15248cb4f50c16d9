"""Step S3: the streaming network as the Swift package reads it, and golden vectors to test the reader with.

    python -m attune_training.export_streaming --run shipped    # golden vectors for the committed weights
    python -m attune_training.export_streaming --run chunks     # the weights too, to work/streaming

The weights have the names and shapes of attune.safetensors (float16), for the network is the same; how it is heard lies in
the metadata: `floor`, `ahead`, `positions`. The golden vectors (float32) lie in Fixtures/golden-streaming.safetensors; the
layout of both is in README.md.
"""

import argparse

import torch
from safetensors.torch import save_file
from torch import Tensor

from .export import CLIPS, LICENCES, speak, tensors
from .head import LAYERS, PhoneHead
from .network import load_exported
from .phones import BLANK, NAMES
from .places import FIXTURES, WORK
from .stream import Stream, state_bytes
from .streaming import AHEAD, FLOOR, LEFT, Chunking, StreamingNetwork, load, streaming_log_mel
from .whisper import POSITIONS, SAMPLE_RATE, Encoder

WEIGHTS = WORK / "streaming" / "attune-streaming.safetensors"
GOLDEN = FIXTURES / "golden-streaming.safetensors"
CLIP = "lights"
CHUNKINGS = [Chunking(chunk, LEFT) for chunk in (8, 16, 32)]
FIRST = 1490
"""A position so near the seam that the second chunk lies beyond it."""
STATE_AFTER = 2
"""Chunks of 320 ms after which the state is written."""


def stream_vectors(network: StreamingNetwork, mel: Tensor, chunking: Chunking, first: int) -> tuple[Tensor, Tensor]:
    """What one stream says, [T, 40], and how many frames of it after each chunk, the last after its end."""
    stream, rows, counts = Stream(network, chunking, first=first), [], []
    for frame in mel:
        if len(said := stream.feed(frame[None])):
            rows.append(said)
            counts.append(len(said))
    rows.append(stream.finish())
    return torch.cat(rows), torch.tensor([*counts, len(rows[-1])], dtype=torch.int32)


def state_vectors(network: StreamingNetwork, mel: Tensor) -> dict[str, Tensor]:
    """The state after some chunks."""
    chunking = Chunking(16, LEFT)
    stream = Stream(network, chunking)
    stream.feed(mel[: 2 * STATE_AFTER * chunking.frames + 1])
    state = stream.state
    found = {"mel": state.mel, "inner": state.inner}
    found["carried"] = torch.stack([torch.stack(pair) for pair in state.carried])
    for number, block in enumerate(state.blocks):
        found |= {f"block{number}.{name}": getattr(block, name) for name in ("keys", "values", "waiting")}
    for number, rows in enumerate(state.hidden):
        found[f"hidden{number}"] = rows
    return found


def golden(network: StreamingNetwork) -> dict[str, Tensor]:
    samples = torch.from_numpy(speak(*CLIPS[CLIP]))
    mel = streaming_log_mel(samples)
    found = {"samples": samples, "mel": mel}
    with torch.inference_mode():
        found["whole.log_probabilities"] = network(mel[None], torch.tensor([len(mel)])).log_probabilities[0]
        blocks = network(mel[None], torch.tensor([len(mel)]), Chunking(16, LEFT)).blocks
    found["chunks16.block3"] = blocks[-1][0]
    for chunking in CHUNKINGS:
        name = f"chunks{chunking.frames}"
        found[f"{name}.log_probabilities"], found[f"{name}.counts"] = stream_vectors(network, mel, chunking, 0)
    found["seam.log_probabilities"], _ = stream_vectors(network, mel, Chunking(16, LEFT), FIRST)
    return found | {f"state.{name}": value for name, value in state_vectors(network, mel).items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True)
    parser.add_argument("--blank-penalty", type=float, default=0.0, help="nats taken from the blank")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    network = load(arguments.run, arguments.blank_penalty)
    half = {name: tensor.half().contiguous() for name, tensor in tensors(network.encoder, network.head).items()}
    if arguments.run != "shipped":
        metadata = {
            "format": "attune-phones", "version": "2", "sample_rate": str(SAMPLE_RATE), "head_layers": str(LAYERS),
            "blank": str(BLANK), "phones": " ".join(NAMES), "licences": LICENCES,
            "floor": str(FLOOR), "ahead": " ".join(map(str, AHEAD)), "positions": str(POSITIONS), "left": str(LEFT),
        }  # fmt: skip
        save_file(half, WEIGHTS, metadata)
        print(f"{WEIGHTS}: {WEIGHTS.stat().st_size / 1e6:.1f} MB")
    encoder, head = Encoder(), PhoneHead()
    load_exported(encoder, head, {name: tensor.float() for name, tensor in half.items()})
    vectors = golden(StreamingNetwork(encoder, head).eval())
    save_file({name: tensor.clone().contiguous() for name, tensor in vectors.items()}, GOLDEN)
    print(f"{GOLDEN.name}: {GOLDEN.stat().st_size / 1e6:.2f} MB, {len(vectors)} tensors")
    for chunking in CHUNKINGS:
        print(f"state of a stream in chunks of {20 * chunking.frames} ms: {state_bytes(chunking)} bytes")
    for name, tensor in vectors.items():
        print(f"    {name} {list(tensor.shape)}")


if __name__ == "__main__":
    main()
