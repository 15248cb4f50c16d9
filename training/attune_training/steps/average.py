"""Step 2b: the mean of the weights of runs that began with the same head (Wortsman et al., 2022: model soups).

python -m attune_training.steps.average --run final --run last --to mean
"""

import argparse

import torch

from ..places import run_folder
from ..run import averaged_weights, save_weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", action="append", required=True)
    parser.add_argument("--to", required=True)
    arguments = parser.parse_args()
    runs = [averaged_weights(run_folder(run)) for run in arguments.run]
    mean = {
        name: torch.stack([run[name] for run in runs]).mean(0) if value.is_floating_point() else value
        for name, value in runs[0].items()
    }
    save_weights(run_folder(arguments.to), mean)


if __name__ == "__main__":
    main()
