"""Step 3: the network as the Swift package reads it, and golden vectors to test the reader with.

    python -m attune_training.steps.export --run head

Writes Sources/Aligner/Resources/attune.safetensors (float16) and Fixtures/golden.safetensors (float32): for three short
synthetic clips the samples, the log-mel frames, each block's output and the log-probabilities, all computed from the
rounded weights.
"""

import argparse

import torch
from safetensors.torch import save_file
from torch import Tensor

from ..golden_clips import CLIPS, speak
from ..listener import trained
from ..network import Network, loaded, metadata, tensors_of
from ..places import GOLDEN, WHOLE_WEIGHTS
from ..whisper import log_mel

LARGEST = 20_000_000


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
    half = {name: tensor.half().contiguous() for name, tensor in tensors_of(listener.encoder(), listener.head).items()}
    save_file(half, WHOLE_WEIGHTS, metadata(arguments.version))
    if (size := WHOLE_WEIGHTS.stat().st_size) > LARGEST:
        raise SystemExit(f"{WHOLE_WEIGHTS}: {size} bytes, over the {LARGEST} that the repository allows")
    vectors = golden(loaded({name: tensor.float() for name, tensor in half.items()}))
    save_file({k: v.contiguous() for k, v in vectors.items()}, GOLDEN)
    print(f"{WHOLE_WEIGHTS.name}: {size / 1e6:.1f} MB, {sum(t.numel() for t in half.values()) / 1e6:.2f} M parameters")
    print(f"{GOLDEN.name}: {GOLDEN.stat().st_size / 1e6:.2f} MB, {len(vectors)} tensors")


if __name__ == "__main__":
    main()
