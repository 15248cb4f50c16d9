"""Commands of people and grammars that nothing was trained on: what is understood, rejected, mistaken.

    swift build -c release --product attune
    python -m attune_training.steps.strangers [--encoder streaming] [--only telephone ...]

Prints a table with a row for each kind, which `Kind` describes: commands that are understood at the default threshold
and with nothing rejected, commands taken for another one, and other speech taken for a command, with 95 % intervals;
and the expected calibration error of all that was heard, commands and others as many as they are.
Some kinds are what `calibrate` fits the confidence on, and are marked; of these the figures flatter.
"""

import argparse
from dataclasses import dataclass

import numpy as np

from ..kinds import KINDS
from ..measure import calibration_error, share
from ..trials import Kind, heard


@dataclass
class Tally:
    right: int = 0
    wrong: int = 0
    commands: int = 0
    taken: int = 0
    others: int = 0

    @classmethod
    def of(cls, records: list[dict]) -> "Tally":
        return cls(
            right=sum(r["right"] for r in records),
            wrong=sum(r["command"] and r["intent"] is not None and not r["right"] for r in records),
            commands=sum(r["command"] for r in records),
            taken=sum(not r["command"] and r["intent"] is not None for r in records),
            others=sum(not r["command"] for r in records),
        )


def calibration(records: list[dict]) -> str:
    """What nothing was heard in is told as nothing, and counts as little as it should."""
    heard_at_all = [r for r in records if r["features"]]
    if not heard_at_all:
        return "-"
    right = np.array([float(r["right"]) for r in heard_at_all])
    return f"{100 * calibration_error(right, np.array([r['confidence'] for r in heard_at_all])):.1f}"


def row(kind: Kind, encoder: str) -> str:
    believed, all_of_it = [], []
    for trial in kind.trials():
        believed += heard(trial, encoder)
        all_of_it += heard(trial, encoder, "--threshold", "0")
    tally, possible = Tally.of(believed), Tally.of(all_of_it)
    return (
        f"| {kind.name}{' *' if kind.fitted else ''} | {tally.commands} | {share(tally.right, tally.commands)} "
        f"| {share(possible.right, tally.commands)} | {share(tally.wrong, tally.commands)} "
        f"| {tally.others} | {share(tally.taken, tally.others)} | {calibration(all_of_it)} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", choices=("whole", "streaming"), default="whole", help="as `attune score` has it")
    parser.add_argument("--only", nargs="*", default=[""], help="kinds whose name has this in it")
    chosen = parser.parse_args()
    print(
        "| | commands | right, % | right, nothing rejected, % | taken for another, % "
        "| others | taken for a command, % | calibration error, % |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for kind in KINDS:
        if any(part in kind.name for part in chosen.only):
            print(row(kind, chosen.encoder), flush=True)


if __name__ == "__main__":
    main()
