#!/usr/bin/env python3
"""Golden vectors for Spectrum and Kernels, computed by PyTorch: writes Fixtures/golden-signal.safetensors.

The mel bank is written out here once more, after Slaney's definition, so that two implementations check each other.
Needs torch, numpy, soundfile and safetensors. The inputs are seeded; run it again and nothing changes.
"""

import math
from pathlib import Path

import numpy as np
import soundfile as sf
import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

FIXTURES = Path(__file__).resolve().parent.parent / "Fixtures"
CLIP = "synthetic-espeak-lights-on-kitchen.flac"


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
    samples = torch.from_numpy(sf.read(FIXTURES / CLIP, dtype="float32")[0])
    raw = log_mel(samples)
    normal = (torch.maximum(raw, raw.max() - 8) + 4) / 4
    return {"spectrum.raw": raw, "spectrum.normal": normal}


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.manual_seed(1)
    vectors = spectrum_vectors()
    save_file({name: tensor.contiguous() for name, tensor in vectors.items()}, FIXTURES / "golden-signal.safetensors")
