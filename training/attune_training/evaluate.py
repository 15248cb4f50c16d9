"""Step 4: the figures of a trained head, on real voices that it never saw.

    python -m attune_training.evaluate --run head

Phone error rate: the greedy path against the dictionary. "First forms" counts every other listed pronunciation as an
error; "any form" takes the nearest listed one. Command acceptance: speech-to-intent dev (tuned on, never trained on),
exact decoding, no rejection.
"""

import argparse

import torch

from .commands import CONDITIONS, acceptance, hearing, summary
from .network import BLANK_PENALTY, trained
from .train import phone_error_rates

MEASURED = {"LibriSpeech dev, 3 unseen speakers": "dev-librispeech", "AN4 test, 10 unseen speakers": "test-an4"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    for kind, penalty in [("as trained", 0.0), ("as exported, the blank less likely", BLANK_PENALTY)]:
        listener = trained(arguments.run, penalty)
        for name, features in MEASURED.items():
            first, any_form = phone_error_rates(listener, features)
            print(f"PER {name}, {kind}: {any_form:.2f} % (any form), {first:.2f} % (first forms)", flush=True)
    hear = hearing(arguments.run, list(CONDITIONS))
    for condition in CONDITIONS:
        print(summary(condition, acceptance(hear, condition)), flush=True)


if __name__ == "__main__":
    main()
