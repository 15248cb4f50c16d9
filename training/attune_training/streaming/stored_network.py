"""The streaming network as it lies in its file (`stored_weights.py`); how it is heard lies in the metadata. And golden vectors
(float32): what a stream of three synthetic clips is heard as, computed from the rounded weights."""

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from ..golden_clips import CLIPS, speak
from ..network import loaded, metadata
from ..places import GOLDEN_STREAMING, STREAMING_WEIGHTS
from ..stored_weights import rounded
from ..whisper import POSITIONS, SAMPLE_RATE
from .chunking import AHEAD, LEFT, Chunking
from .log_mel import FLOOR, streaming_log_mel
from .masked import StreamingNetwork
from .state import state_bytes
from .stepwise import Stream

CHUNKINGS = [Chunking(chunk, LEFT) for chunk in (8, 16, 32)]
FIRST = 1450
"""A position so near the seam that the last part of the stream lies beyond it."""


def sound() -> Tensor:
    """Three clips with pauses, twice: longer than the left context."""
    pause = np.zeros(SAMPLE_RATE // 4, np.float32)
    clips = [part for clip in CLIPS.values() for part in (speak(*clip), pause)]
    return torch.from_numpy(np.concatenate(clips * 2)[:-1000])


def stream_vectors(network: StreamingNetwork, mel: Tensor, chunking: Chunking, first: int) -> Tensor:
    """What one stream says, [T, 40]."""
    stream = Stream(network, chunking, first=first)
    return torch.cat([stream.feed(mel), stream.finish()])


def golden(network: StreamingNetwork) -> dict[str, Tensor]:
    samples = sound()
    mel = streaming_log_mel(samples)
    found = {"samples": samples}
    for chunking in CHUNKINGS:
        found[f"chunks{chunking.frames}.log_probabilities"] = stream_vectors(network, mel, chunking, 0)
    found["seam.log_probabilities"] = stream_vectors(network, mel, Chunking(16, LEFT), FIRST)
    return found


def committed() -> dict[str, Tensor]:
    """The committed tensors as they are written."""
    return load_file(STREAMING_WEIGHTS)


def write(written: dict[str, Tensor]) -> None:
    """Writes the network and its golden vectors, and says what was written."""
    geometry = {"floor": str(FLOOR), "ahead": str(AHEAD[0]), "positions": str(POSITIONS), "left": str(LEFT)}
    save_file(written, STREAMING_WEIGHTS, metadata("2") | geometry)
    print(f"{STREAMING_WEIGHTS}: {STREAMING_WEIGHTS.stat().st_size / 1e6:.1f} MB")
    as_written = loaded(rounded(written))
    vectors = golden(StreamingNetwork(as_written.encoder, as_written.head).eval())
    save_file({name: tensor.clone().contiguous() for name, tensor in vectors.items()}, GOLDEN_STREAMING)
    print(f"{GOLDEN_STREAMING.name}: {GOLDEN_STREAMING.stat().st_size / 1e6:.2f} MB")
    for chunking in CHUNKINGS:
        print(f"state of a stream in chunks of {20 * chunking.frames} ms: {state_bytes(chunking)} bytes")
    for name, tensor in vectors.items():
        print(f"    {name} {list(tensor.shape)}")
