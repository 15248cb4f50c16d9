"""Step 1b: a head that hears one encoder, moved to another: where training the larger one begins.

    git show bbe55fd:Sources/Aligner/Resources/attune.safetensors > tiny.safetensors
    python -m attune_training.steps.features --real-only --copy 0 --share 0.4 [--tiny]      # both
    python -m attune_training.steps.move_head --from tiny.safetensors --copy real-0 --run moved

Of the head only the first layer sees the encoder. What it made of the smaller encoder's blocks is found by least squares in
those of the larger one, on the same frames; all else stays.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor

from ..head import INNER, PhoneHead, normalised
from ..network import stored
from ..phones import BLANK
from ..places import FEATURES, run_folder
from ..run import save_weights
from ..stored import StoredClips
from ..whisper import BASE

RIDGE = 1e-4
"""Of the mean square of the inputs, which are normalised."""
FRAMES = 20_000
TAKEN = 0.5
"""Nats that were taken from the smaller network's blank when it was exported: learning begins without that."""


def pairs(copy: str) -> Iterator[tuple[Tensor, Tensor]]:
    """Every second stretch of the copy, as the smaller encoder and as the larger one has it."""
    arrays = [StoredClips(FEATURES / name).array for name in (f"{copy}-tiny", copy)]
    if len(arrays[0]) != len(arrays[1]):
        raise SystemExit(f"{copy} and {copy}-tiny are not the same clips")
    for start in range(0, len(arrays[0]), 2 * FRAMES):
        yield tuple(normalised(torch.from_numpy(array[start : start + FRAMES]).float()) for array in arrays)


def first_layer(head: PhoneHead, copy: str) -> tuple[Tensor, Tensor, float]:
    """Weights and bias, and the share of the variance that they explain."""
    width = 3 * BASE.width + 1
    products, targets = torch.zeros(width, width, dtype=torch.float64), torch.zeros(width, INNER, dtype=torch.float64)
    squares = sums = torch.zeros(INNER, dtype=torch.float64)
    count = 0
    for small, large in pairs(copy):
        with torch.no_grad():
            wanted = head.input(small)
        inputs = torch.cat([large, torch.ones(len(large), 1)], dim=1)
        products += (inputs.T @ inputs).double()
        targets += (inputs.T @ wanted).double()
        squares, sums = squares + wanted.double().square().sum(0), sums + wanted.double().sum(0)
        count += len(wanted)
    solved = torch.linalg.solve(products + RIDGE * count * torch.eye(width, dtype=torch.float64), targets)
    left = squares - 2 * (solved * targets).sum(0) + (products @ solved * solved).sum(0)
    explained = 1 - float(left.sum() / (squares - sums.square() / count).sum())
    return solved[:-1].T.float().contiguous(), solved[-1].float(), explained


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="the weights of the smaller network")
    parser.add_argument("--copy", default="real-0", help="features of both encoders")
    parser.add_argument("--run", required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    head = stored(arguments.source).head
    weight, bias, explained = first_layer(head, arguments.copy)
    print(f"{100 * explained:.1f} % of the first layer's variance are explained")
    state = head.state_dict() | {"input.weight": weight, "input.bias": bias}
    state["output.bias"][BLANK] += TAKEN
    save_weights(run_folder(arguments.run), {f"head.{name}": value for name, value in state.items()})


if __name__ == "__main__":
    main()
