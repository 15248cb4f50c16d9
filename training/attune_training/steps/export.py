"""Step 3: the network as the Swift package reads it, and golden vectors to test the reader with.

    python -m attune_training.steps.export --run head

Writes Sources/Aligner/Resources/whisper-base.safetensors and attune.safetensors, the encoder and the head (8 bits, see
`stored_weights.py`), and Fixtures/golden.safetensors (float32): for three short synthetic clips the samples, the log-mel
frames, each block's output and the log-probabilities, all computed from the rounded weights.
"""

import argparse

import torch
from safetensors.torch import save_file
from torch import Tensor

from ..golden_clips import CLIPS, speak
from ..listener import trained
from ..network import Network, metadata, shipped, tensors_of
from ..places import GOLDEN, WHOLE_ENCODER, WHOLE_WEIGHTS
from ..stored_weights import quantised_tensors
from ..whisper import log_mel

LARGEST = 20_000_000


def golden(network: Network) -> dict[str, Tensor]:
    """Computed in double precision, so that whoever compares with it sees his own errors alone."""
    found, network = {}, network.double()
    for name, (voice, text) in CLIPS.items():
        samples = torch.from_numpy(speak(voice, text))
        mel = log_mel(samples)
        found |= {f"{name}.samples": samples, f"{name}.mel": mel}
        with torch.inference_mode():
            for number, block in enumerate(network.encoder(mel.double()[None])):
                found[f"{name}.block{number}"] = block[0].float()
        found[f"{name}.log_probabilities"] = network(mel.double()).float()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True)
    parser.add_argument("--version", default="1")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    listener = trained(arguments.run)
    written = quantised_tensors(tensors_of(listener.encoder(), listener.head))
    for path, part in (WHOLE_ENCODER, "encoder."), (WHOLE_WEIGHTS, "head."):
        tensors = {name: tensor for name, tensor in written.items() if name.startswith(part)}
        save_file(tensors, path, metadata(arguments.version))
        if (size := path.stat().st_size) > LARGEST:
            raise SystemExit(f"{path}: {size} bytes, over the {LARGEST} that the repository allows")
        print(f"{path.name}: {size / 1e6:.1f} MB, {sum(t.numel() for t in tensors.values()) / 1e6:.2f} M numbers")
    vectors = golden(shipped())
    save_file({k: v.contiguous() for k, v in vectors.items()}, GOLDEN)
    print(f"{GOLDEN.name}: {GOLDEN.stat().st_size / 1e6:.2f} MB, {len(vectors)} tensors")


if __name__ == "__main__":
    main()
