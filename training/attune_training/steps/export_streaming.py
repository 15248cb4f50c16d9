"""Step S3: the streaming network as the Swift package reads it, and golden vectors to test the reader with.

    python -m attune_training.steps.export_streaming --run eight --blank-penalty 1

Writes Sources/Aligner/Resources/attune-streaming.safetensors (the names and shapes of attune.safetensors, but of 8 bits)
and Fixtures/golden-streaming.safetensors; `streaming/stored_network.py` says what lies in them.
"""

import argparse

import torch

from ..network import tensors_of
from ..streaming.masked import load
from ..stored_weights import quantised_tensors
from ..streaming.stored_network import write


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True)
    parser.add_argument("--blank-penalty", type=float, default=0.0, help="nats taken from the blank")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    network = load(arguments.run, arguments.blank_penalty)
    write(quantised_tensors(tensors_of(network.encoder, network.head)))


if __name__ == "__main__":
    main()
