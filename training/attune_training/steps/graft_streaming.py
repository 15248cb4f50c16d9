"""Step S4: what the head of whole segments has learned since the streaming network was distilled, added to the streaming one.

    git show bbe55fd^:Sources/Aligner/Resources/attune.safetensors > before.safetensors
    git show bbe55fd:Sources/Aligner/Resources/attune.safetensors > after.safetensors
    python -m attune_training.steps.graft_streaming --before before.safetensors --after after.safetensors --times 2

Both heads began as one. The difference that learning made to the weights of the one is added to the other's, so many
times (Ilharco et al., 2023: task arithmetic); nothing is trained. The encoder is left bit for bit as it is. Writes the
committed weights anew, and their golden vectors, as `export_streaming` does: a second time adds a second difference.
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file

from ..stored_weights import quantised_tensors, rounded
from ..streaming.stored_network import committed, write


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, required=True, help="the weights of whole recordings before they learned")
    parser.add_argument("--after", type=Path, required=True, help="the same afterwards, of the same size")
    parser.add_argument("--times", type=float, default=1.0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    before, after, written = load_file(arguments.before), load_file(arguments.after), committed()
    head = {
        name: value + arguments.times * (after[name].float() - before[name].float())
        for name, value in rounded(written).items()
        if name.startswith("head.")
    }
    write(written | quantised_tensors(head))


if __name__ == "__main__":
    main()
