"""Step S4: what the head of whole segments has learned since the streaming network was distilled, added to the streaming one.

    git show bbe55fd^:Sources/Aligner/Resources/attune.safetensors > before.safetensors
    python -m attune_training.steps.graft_streaming --before before.safetensors --times 2

Both heads began as one. The difference that learning made to the weights of the one is added to the other's, so many
times (Ilharco et al., 2023: task arithmetic); nothing is trained. The encoder is left bit for bit as it is. Writes the
committed weights anew, and their golden vectors, as `export_streaming` does: a second time adds a second difference.
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file

from ..places import WHOLE_WEIGHTS
from ..streaming.stored_network import committed, quantised_tensors, rounded, write


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, required=True, help="attune.safetensors before it learned")
    parser.add_argument("--times", type=float, default=1.0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    before, after, written = load_file(arguments.before), load_file(WHOLE_WEIGHTS), committed()
    head = {
        name: value + arguments.times * (after[name].float() - before[name].float())
        for name, value in rounded(written).items()
        if name.startswith("head.")
    }
    write(written | quantised_tensors(head))


if __name__ == "__main__":
    main()
