"""Golden vectors for Spectrum and Kernels, computed by PyTorch: writes Fixtures/golden-signal.safetensors.

    python -m attune_training.steps.golden_signal

The mel bank is written out here once more, after Slaney's definition, so that two implementations check each other.
Needs torch, numpy, soundfile and safetensors. The inputs are seeded; run it again and nothing changes.
"""

import argparse
import math

import numpy as np
import soundfile as sf
import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

from ..places import FIXTURES, GOLDEN_SIGNAL

CLIP = "synthetic-espeak-lights-on-kitchen.flac"
RATE = 16_000


def mel_to_hertz(mel: np.ndarray) -> np.ndarray:
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * math.log(6.4) / 27))


def mel_bank() -> torch.Tensor:
    """[80, 201] Slaney-normalised triangles from 0 to 8 kHz."""
    top = 15 + 27 * math.log(8) / math.log(6.4)
    edges = mel_to_hertz(np.linspace(0, top, 82))
    bins = np.linspace(0, 8000, 201)
    ramps = edges[:, None] - bins[None, :]
    widths = np.diff(edges)
    triangles = np.maximum(0, np.minimum(-ramps[:-2] / widths[:-1, None], ramps[2:] / widths[1:, None]))
    return torch.from_numpy(triangles * (2 / (edges[2:] - edges[:-2]))[:, None]).float()


def log_mel(samples: torch.Tensor) -> torch.Tensor:
    """Raw log10 energies, [T, 80]."""
    spectrum = torch.stft(samples, 400, 160, window=torch.hann_window(400), return_complex=True)[:, :-1]
    return (mel_bank() @ spectrum.abs().square()).clamp(min=1e-10).log10().T.contiguous()


def spectrum_vectors() -> dict[str, torch.Tensor]:
    samples = torch.from_numpy(sf.read(FIXTURES / CLIP, dtype="float32")[0])[: 3 * RATE // 2]
    raw = log_mel(samples)
    normal = (torch.maximum(raw, raw.max() - 8) + 4) / 4
    return {"spectrum.samples": samples, "spectrum.raw": raw, "spectrum.normal": normal}


def parameters(prefix: str, module: nn.Module) -> dict[str, torch.Tensor]:
    return {f"{prefix}.{name}": tensor.detach() for name, tensor in module.state_dict().items()}


def layer_vectors(
    prefix: str, module: nn.Module, frames: torch.Tensor, *, channels_first: bool = False
) -> dict[str, torch.Tensor]:
    """A layer's parameters, an input [T, channels], and the output [T', channels]."""
    output = module(frames.T[None])[0].T if channels_first else module(frames[None])
    output = output[0] if isinstance(output, tuple) else output
    output = output[0] if output.dim() == 3 else output
    return parameters(prefix, module) | {f"{prefix}.input": frames, f"{prefix}.output": output.detach()}


class Attention(nn.Module):
    """Whisper's attention: no bias in the key projection."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.heads = heads
        self.query, self.value, self.out = nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)

    def forward(self, frames: torch.Tensor, memory: torch.Tensor) -> torch.Tensor:
        split = lambda x: x.unflatten(-1, (self.heads, -1)).transpose(0, 1)
        q, k, v = split(self.query(frames)), split(self.key(memory)), split(self.value(memory))
        weights = (q @ k.transpose(1, 2) / q.shape[-1] ** 0.5).softmax(-1)
        return self.out((weights @ v).transpose(0, 1).flatten(1))


def kernel_vectors() -> dict[str, torch.Tensor]:
    frames = torch.randn(13, 12)
    norm = nn.LayerNorm(12)
    nn.init.normal_(norm.weight)
    nn.init.normal_(norm.bias)
    vectors = layer_vectors("linear", nn.Linear(12, 7), frames)
    vectors |= layer_vectors("norm", norm, 5 + 3 * frames)
    vectors |= layer_vectors("conv.same", nn.Conv1d(12, 7, 3, padding=1), frames, channels_first=True)
    vectors |= layer_vectors("conv.half", nn.Conv1d(12, 7, 3, stride=2, padding=1), frames, channels_first=True)
    vectors |= layer_vectors("conv.wide", nn.Conv1d(12, 7, 5, stride=3, padding=4), frames, channels_first=True)
    vectors |= layer_vectors("depthwise", nn.Conv1d(12, 12, 5, padding=2, groups=12), frames, channels_first=True)
    vectors |= layer_vectors("lstm", nn.LSTM(12, 9, 2, bidirectional=True, batch_first=True), frames)
    attention, memory = Attention(12, 3), torch.randn(5, 12)
    vectors |= parameters("attention", attention) | {"attention.memory": memory, "attention.input": frames}
    vectors["attention.self"] = attention(frames, frames).detach()
    vectors["attention.cross"] = attention(frames, memory).detach()
    wide = torch.linspace(-12, 12, 481)
    vectors |= {"elementwise.input": wide, "elementwise.gelu": F.gelu(wide.double()).float()}
    scores = 20 * torch.randn(5, 21)
    scores[2, 3:] = -1e4
    vectors |= {"softmax.input": scores, "softmax.output": scores.double().softmax(1).float()}
    vectors["softmax.log"] = scores.double().log_softmax(1).float()
    return vectors


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    vectors = spectrum_vectors() | kernel_vectors()
    contiguous = {name: tensor.clone(memory_format=torch.contiguous_format) for name, tensor in vectors.items()}
    save_file(contiguous, GOLDEN_SIGNAL)


if __name__ == "__main__":
    main()
