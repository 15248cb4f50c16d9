"""Step 2b: the mean of the weights of runs that began with the same head (Wortsman et al., 2022: model soups).

python -m attune_training.steps.average --run final --run last --to mean
python -m attune_training.steps.average --run shipped=0.7 --run short=0.3 --to soup    # 'shipped': the committed head
"""

import argparse

from ..listener import trained
from ..places import run_folder
from ..run import save_weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", action="append", required=True, metavar="RUN[=SHARE]", help="a share of 1 if none")
    parser.add_argument("--to", required=True)
    arguments = parser.parse_args()
    named = [(run, float(share or 1)) for run, _, share in (text.partition("=") for text in arguments.run)]
    whole = sum(share for _, share in named)
    runs = [(trained(run, blank_penalty=0).state_dict(), share / whole) for run, share in named]
    mean = {
        name: sum(share * weights[name] for weights, share in runs) if value.is_floating_point() else value
        for name, value in runs[0][0].items()
    }
    save_weights(run_folder(arguments.to), mean)


if __name__ == "__main__":
    main()
