"""The judge beside the logistic confidence, on the trials of `strangers` that have flat grammars: the same candidates.

    python -m attune_training.steps.measure_judge --run attention --run evidence

A run is called after its arm, as `train_judge` has it.

The threshold of each way is chosen on the kinds that are fitted; the logistic's is as shipped. A row for each kind and
way: right, right with nothing rejected, taken for another, others taken, with 95 % intervals; the expected calibration
error; and how much is right where 1 % of the others are taken, and how much more than by the logistic.
"""

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import torch

from ..judging.batches import batch
from ..judging.cut_words import judged_cuts
from ..judging.heard import Ear
from ..judging.judge import Batch, Judge
from ..judging.today import THRESHOLD
from ..judging.orders import CONDITIONS, judged_orders
from ..judging.trial_kinds import JUDGED_KINDS
from ..judging.trial_sounds import Judged, hear_kind, judged
from ..measure import calibration_error, share
from ..network import shipped
from ..places import run_folder
from ..run import averaged_weights

LOGISTIC = "logistic"
BOOTSTRAP = 500
CUT_WORDS = "words cut from LibriSpeech dev, 11 against 10"
Way = Callable[[Batch], tuple[np.ndarray, np.ndarray]]
"""What a batch means: of each clip the best candidate (its number) and the confidence in it."""


@dataclass
class Outcomes:
    """Of each clip: whether it is a command, whether the best candidate is right, and the confidence in it."""

    command: list[bool] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    confidence: list[float] = field(default_factory=list)

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return np.array(self.command), np.array(self.right), np.array(self.confidence)


def logistic(found: Batch) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros(len(found.logit), int), found.logit[:, 0].sigmoid().numpy()


def way_of(run: str) -> Way:
    judge = Judge.of_run(run, averaged_weights(run_folder(run)))

    @torch.inference_mode()
    def decide(found: Batch) -> tuple[np.ndarray, np.ndarray]:
        p = judge(found)[0].softmax(-1)[:, :-1]
        return p.argmax(-1).numpy(), p.amax(-1).numpy()

    return decide


def outcomes(parts: Iterable[Judged], ways: dict[str, Way]) -> dict[str, Outcomes]:
    found = {name: Outcomes() for name in ways}
    for part in parts:
        together, place, rows = part.evidence, 0, []
        for own in part.candidates:
            rows.append(slice(place, place + len(own)))
            place += len(own)
        arrays = (
            together.phones, together.rivals, together.begins, together.ends, together.by_phone, together.whole,
            together.lengths,
        )  # fmt: skip
        side = batch(part.heard, [tuple(a[row] for a in arrays) for row in rows])
        speaks = np.array([clip.speaks for clip in part.heard])
        for name, way in ways.items():
            best, confidence = way(side)
            found[name].command += part.commands
            found[name].right += [bool(b == r and s) for b, r, s in zip(best, part.right, speaks)]
            found[name].confidence += (confidence * speaks).tolist()
    return found


def share_of(hits: np.ndarray) -> str:
    return share(int(hits.sum()), len(hits))


def at_one_percent(command: np.ndarray, right: np.ndarray, confidence: np.ndarray) -> float:
    """The share of commands that are right at the threshold that 1 % of the others pass."""
    threshold = np.quantile(confidence[~command], 0.99)
    return (right & command & (confidence > threshold)).sum() / command.sum()


def tell_one_percent(of: Outcomes, base: Outcomes) -> str:
    """That share in percent, and how much it is above that of the base, with a 95 % interval by the bootstrap."""
    own, other = of.arrays(), base.arrays()
    command, rng = own[0], np.random.default_rng(0)
    if (~command).sum() < 100 or not command.any():
        return "-"
    percent = f"{100 * at_one_percent(*own):.1f}"
    if of is base:
        return percent
    both = np.flatnonzero(command), np.flatnonzero(~command)
    draws = [np.concatenate([rng.choice(part, len(part)) for part in both]) for _ in range(BOOTSTRAP)]
    gains = [at_one_percent(*(a[d] for a in own)) - at_one_percent(*(a[d] for a in other)) for d in draws]
    low, middle, high = np.percentile(100 * np.array(gains), [2.5, 50, 97.5])
    return f"{percent}, {middle:+.1f} ({low:+.1f} to {high:+.1f})"


def row(kind: str, way: str, of: Outcomes, base: Outcomes, threshold: float) -> str:
    command, right, confidence = of.arrays()
    believed, right = confidence >= threshold, right & command
    return (
        f"| {kind} | {way} | {command.sum()} | {share_of((right & believed)[command])} | {share_of(right[command])} "
        f"| {share_of((~right & believed)[command])} | {(~command).sum()} | {share_of(believed[~command])} "
        f"| {tell_one_percent(of, base)} | {100 * calibration_error(right, confidence):.1f} |"
    )


def chosen_threshold(fitted: list[Outcomes]) -> float:
    """Each kind weighs the same; a right command rejected is as bad as an other one taken, or a wrong one."""

    def cost(threshold: float) -> float:
        total = 0.0
        for of in fitted:
            command, right, confidence = of.arrays()
            believed = confidence >= threshold
            total += (~(right & believed))[command].mean() if command.any() else 0
            total += (~right & believed)[command].mean() if command.any() else 0
            total += believed[~command].mean() if (~command).any() else 0
        return total

    return min(np.arange(0.1, 0.9, 0.02), key=cost)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", action="append", default=[])
    parser.add_argument("--only", nargs="*", default=[""], help="kinds whose name has this in it")
    parser.add_argument("--orders", type=int, default=0, help="every so many coffee orders too")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    ear, ways = Ear(shipped()), {LOGISTIC: logistic} | {run: way_of(run) for run in chosen.run}
    found: dict[str, dict[str, Outcomes]] = {}
    kinds = [k for k in JUDGED_KINDS if any(part in k.name for part in chosen.only)]
    for kind in kinds:
        sounds = hear_kind(kind, ear)
        found[kind.name] = outcomes((part for trial in kind.trials() for part in judged(trial, sounds)), ways)
    fitted = [kind.name for kind in kinds if kind.fitted]
    if any(part in CUT_WORDS for part in chosen.only):
        found[CUT_WORDS] = outcomes(judged_cuts(ear), ways)
    for condition in CONDITIONS if chosen.orders else ():
        found[f"coffee orders, {condition}"] = outcomes(judged_orders(condition, ear, chosen.orders), ways)
    thresholds = {way: chosen_threshold([found[kind][way] for kind in fitted]) for way in chosen.run}
    print("thresholds:", ", ".join(f"{way} {t:.2f}" for way, t in thresholds.items()))
    print(
        "| | way | commands | right, % | right, nothing rejected, % | taken for another, % | others "
        "| taken for a command, % | right where 1 % of the others are taken | calibration error, % |"
    )
    print("|---" * 10 + "|")
    for kind in found:
        for way in ways:
            print(row(kind, way, found[kind][way], found[kind][LOGISTIC], thresholds.get(way, THRESHOLD)), flush=True)


if __name__ == "__main__":
    main()
