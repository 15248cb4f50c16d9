"""Step 3: the network as the Swift package reads it, and golden vectors to test the reader with.

    python -m attune_training.export --run head

Writes Sources/Aligner/Resources/attune.safetensors (float16) and Fixtures/golden.safetensors (float32): for three short
synthetic clips the samples, the log-mel frames, each block's output and the log-probabilities, all computed from the
rounded weights.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile as sf
import torch
from safetensors.torch import save_file
from torch import Tensor

from .head import LAYERS, Network, PhoneHead
from .network import load_exported, trained
from .phones import BLANK, NAMES
from .places import GOLDEN, MODEL
from .whisper import SAMPLE_RATE, Encoder, log_mel

LARGEST = 20_000_000
LICENCES = (
    "Encoder weights: OpenAI Whisper tiny.en, MIT. Phone head trained on: LibriSpeech (CC BY 4.0), CMU AN4 (BSD-style),"
    " Common Voice (CC0), Speech Commands (CC BY 4.0), Picovoice wake-word benchmark (Apache-2.0), synthetic speech;"
    " noise from ESC-10 (CC BY 3.0) and Speech Commands. See NOTICE."
)
CLIPS = {"lights": ("en-us+f3", "turn on the lights"), "timer": ("en-gb+m3", "ten minutes"), "yes": ("en-us+m5", "yes")}


def tensors(encoder: Encoder, head: PhoneHead) -> dict[str, Tensor]:
    """Every tensor by its exported name. An LSTM's two biases are only ever added, so they are one here."""
    found = {f"encoder.{k}": v for k, v in encoder.state_dict().items() if not k.startswith("ln_post")}
    for name, value in head.state_dict().items():
        if name.endswith("bias_ih_l0"):
            found[f"head.{name.removesuffix('_ih_l0')}"] = value + head.state_dict()[name.replace("bias_ih", "bias_hh")]
        elif not name.endswith("bias_hh_l0"):
            found[f"head.{name.removesuffix('_l0')}"] = value
    return found


def rounded(encoder: Encoder, head: PhoneHead, half: dict[str, Tensor]) -> Network:
    """The network with the exported weights, for the golden vectors."""
    load_exported(encoder, head, {name: tensor.float() for name, tensor in half.items()})
    return Network(encoder, head).eval()


def speak(voice: str, text: str) -> np.ndarray:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run(["espeak-ng", "-v", voice, "-s", "190", "-w", path, text], check=True)
        samples, rate = sf.read(path, dtype="float32")
    positions = np.arange(int(len(samples) * SAMPLE_RATE / rate)) * rate / SAMPLE_RATE
    return np.interp(positions, np.arange(len(samples)), samples).astype(np.float32)[:SAMPLE_RATE]


def golden(network: Network) -> dict[str, Tensor]:
    found = {}
    for name, (voice, text) in CLIPS.items():
        samples = torch.from_numpy(speak(voice, text))
        mel = log_mel(samples)
        found |= {f"{name}.samples": samples, f"{name}.mel": mel}
        with torch.inference_mode():
            for number, block in enumerate(network.encoder(mel[None])):
                found[f"{name}.block{number}"] = block[0].clone()
        found[f"{name}.log_probabilities"] = network(mel)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True)
    parser.add_argument("--version", default="1")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    listener = trained(arguments.run)
    encoder, head = listener.encoder(), listener.head
    half = {name: tensor.half().contiguous() for name, tensor in tensors(encoder, head).items()}
    metadata = {
        "format": "attune-phones", "version": arguments.version, "sample_rate": str(SAMPLE_RATE), "head_layers": str(LAYERS),
        "blank": str(BLANK), "phones": " ".join(NAMES), "licences": LICENCES,
    }  # fmt: skip
    save_file(half, MODEL, metadata)
    if (size := MODEL.stat().st_size) > LARGEST:
        raise SystemExit(f"{MODEL}: {size} bytes, over the {LARGEST} that the repository allows")
    vectors = golden(rounded(encoder, head, half))
    save_file({k: v.contiguous() for k, v in vectors.items()}, GOLDEN)
    print(f"{MODEL.name}: {size / 1e6:.1f} MB, {sum(t.numel() for t in half.values()) / 1e6:.2f} M parameters")
    print(f"{GOLDEN.name}: {GOLDEN.stat().st_size / 1e6:.2f} MB, {len(vectors)} tensors")


if __name__ == "__main__":
    main()
