"""Step 2: trains with CTC on the features that are there. Interrupted, it goes on where it was.

    python -m attune_training.train --run head --passes 14
    python -m attune_training.train --run gentle --start head --passes 3 --rate 3e-4 --encoder-rate 1e-5

The second command pushes the encoder's upper blocks a little too: no dropout there, a small rate, a pull towards
OpenAI's weights. A pass is one copy of the corpus, or several at once. Checkpoints: work/runs/RUN/last.pt after every pass (weights, their
moving average, optimiser, place in the plan). Prints the phone error rate on LibriSpeech dev and AN4 test after every pass.
"""

import argparse
import functools
import json
import math
import time

import numpy as np
import torch
from torch import Tensor

from .features import FEATURES
from .measure import errors, greedy
from .network import Listener, run_file, trained
from .phones import BLANK, pronunciations
from .places import WORK

BATCH_FRAMES = 7_000
AVERAGE = 0.997
"""The decay of the moving average of the weights, per step; less in the first steps."""
PULL = 1e-3
"""Where the encoder is trained: the weight of its squared distance to OpenAI's weights, beside the loss per phone."""


class Copy:
    """One copy of the corpus, read from disk as it is needed."""

    def __init__(self, name: str, aligned: dict[str, list[int]], times: dict[str, int] | None = None) -> None:
        """`times`: how often the clips of a source (by the beginning of its name) are taken, where that is not once."""
        self.hidden = np.load(FEATURES / f"{name}.npy", mmap_mode="r")
        self.items = json.loads((FEATURES / f"{name}.json").read_text())
        for item in self.items:
            item["phones"] = [
                phone
                for u in item["utterances"]
                for phone in (aligned.get(u["path"]) or [p for word in u["words"] for p in pronunciations(word)[0]])
            ]
        self.items = [
            item
            for item in self.items
            if 0 < len(item["phones"]) <= 0.8 * item["frames"]
            for _ in range(next((n for source, n in (times or {}).items() if item["source"].startswith(source)), 1))
        ]

    def batches(self, rng: np.random.Generator) -> list[list[dict]]:
        """Clips of like length together, a little shuffled."""
        order = sorted(self.items, key=lambda i: i["frames"] * rng.uniform(0.9, 1.1))
        batches, batch = [], []
        for item in order:
            if batch and item["frames"] * (len(batch) + 1) > BATCH_FRAMES:
                batches.append(batch)
                batch = []
            batch.append(item)
        batches.append(batch)
        return batches

    def tensors(self, batch: list[dict]) -> tuple[Tensor, Tensor]:
        clips = [torch.from_numpy(self.hidden[i["start"] : i["start"] + i["frames"]].astype(np.float32)) for i in batch]
        return torch.nn.utils.rnn.pad_sequence(clips, batch_first=True), torch.tensor([len(c) for c in clips])


def mask_times(hidden: Tensor, lengths: Tensor, rng: np.random.Generator) -> None:
    """SpecAugment's time masks: two a clip, up to 12 frames each, never more than a sixth of the clip."""
    for clip, length in zip(hidden, lengths.tolist(), strict=True):
        for _ in range(2):
            width = int(rng.integers(0, min(12, length // 6) + 1))
            start = int(rng.integers(0, length - width + 1))
            clip[start : start + width] = 0


def phone_error_rates(listener: Listener, name: str) -> tuple[float, float]:
    """Percent: against the dictionary's first forms, and against the nearest of all its forms."""
    copy, wrong, total = Copy(name, {}), [0, 0], 0
    listener.eval()
    with torch.inference_mode():
        for item in copy.items:
            hidden, lengths = copy.tensors([item])
            heard = greedy(listener(hidden, lengths)[0].numpy())
            words = [w for u in item["utterances"] for w in u["words"]]
            for kind in (0, 1):
                edits, phones = errors(words, heard, all_forms=bool(kind))
                wrong[kind] += edits
            total += phones
    return 100 * wrong[0] / total, 100 * wrong[1] / total


def learning_rate(progress: float, peak: float) -> float:
    """Linear warm-up over the first 5 %, then half a cosine down to a hundredth."""
    if progress < 0.05:
        return peak * progress / 0.05
    return peak * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (progress - 0.05) / 0.95)))


def moving_average(average: Tensor, new: Tensor, steps: Tensor) -> Tensor:
    return torch.lerp(new, average, min(AVERAGE, (1 + int(steps)) / (10 + int(steps))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True)
    parser.add_argument("--passes", type=int, required=True)
    parser.add_argument("--copies", default="copy-*", help="features to learn from, in turn; looked up before each pass")
    parser.add_argument("--rate", type=float, default=2.5e-3, help="the head's highest learning rate")
    parser.add_argument(
        "--times", action="append", default=[], metavar="SOURCE=N", help="take a source's clips N times in a pass"
    )
    parser.add_argument("--start", help="begin with this run's weights")
    parser.add_argument("--encoder-rate", type=float, help="train the encoder's upper blocks too, at this rate at most")
    parser.add_argument("--at-once", type=int, default=1, help="copies in a pass, their batches shuffled together")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    run = Run(arguments)
    for number in range(run.done, arguments.passes):
        names = sorted((p.stem for p in FEATURES.glob(f"{arguments.copies}.json")), key=lambda n: int(n.split("-")[-1]))
        chosen = [names[(number * arguments.at_once + i) % len(names)] for i in range(arguments.at_once)]
        began, loss = time.time(), run.train_pass([run.copy(name) for name in chosen], number)
        rates = [phone_error_rates(run.average.module, n) for n in ("dev-librispeech", "test-an4")]
        print(
            f"pass {number + 1}/{arguments.passes} {' '.join(chosen)}: loss {loss:.3f}, {time.time() - began:.0f} s; PER dev"
            f" {rates[0][0]:.2f} (any form {rates[0][1]:.2f}), AN4 {rates[1][0]:.2f} ({rates[1][1]:.2f})",
            flush=True,
        )


class Run:
    """The weights, their moving average, the optimiser, and how far the plan is done."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.passes, self.file = arguments.passes, run_file(arguments.run)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.listener = Listener(trains_encoder=arguments.encoder_rate is not None)
        if arguments.start:
            self.listener.load_state_dict(trained(arguments.start, blank_penalty=0).state_dict(), strict=self.listener.upper is None)
        groups = [{"params": list(self.listener.head.parameters()), "peak": arguments.rate, "weight_decay": 0.01}]
        self.pulled = list(self.listener.upper.parameters()) if self.listener.upper is not None else []
        self.original = [p.detach().clone() for p in self.pulled]
        if self.pulled:
            groups.append({"params": self.pulled, "peak": arguments.encoder_rate, "weight_decay": 0.0})
        self.average = torch.optim.swa_utils.AveragedModel(self.listener, avg_fn=moving_average)
        self.optimiser, self.done = torch.optim.AdamW(groups, lr=0.0), 0
        if self.file.exists():
            state = torch.load(self.file, weights_only=True)
            for name, part in self.parts().items():
                part.load_state_dict(state[name])
            self.done = state["passes"]
            print(f"going on after pass {self.done}")
        aligned = WORK / "aligned.json"
        phones = json.loads(aligned.read_text()) if aligned.exists() else {}
        times = {source: int(n) for source, _, n in (pair.partition("=") for pair in arguments.times)}
        self.copy = functools.cache(lambda name: Copy(name, phones, times))

    def parts(self) -> dict:
        return {"listener": self.listener, "average": self.average, "optimiser": self.optimiser}

    def train_pass(self, copies: list[Copy], number: int) -> float:
        """One pass; gives the mean loss per phone. Saves the checkpoint at its end."""
        rng = np.random.default_rng(number)
        torch.manual_seed(number)
        self.listener.train()
        batches, total = [(copy, batch) for copy in copies for batch in copy.batches(rng)], 0.0
        batches = [batches[i] for i in rng.permutation(len(batches))]
        for step, (copy, batch) in enumerate(batches):
            for group in self.optimiser.param_groups:
                group["lr"] = learning_rate((number + step / len(batches)) / self.passes, group["peak"])
            hidden, lengths = copy.tensors(batch)
            mask_times(hidden, lengths, rng)
            with torch.autocast("cpu", torch.bfloat16):
                log_probabilities = self.listener(hidden, lengths)
            loss = ctc(log_probabilities, lengths, batch)
            pull = sum(((p - q) ** 2).sum() for p, q in zip(self.pulled, self.original, strict=True))
            self.optimiser.zero_grad()
            (loss + PULL * pull).backward()
            torch.nn.utils.clip_grad_norm_(self.listener.parameters(), 1.0)
            self.optimiser.step()
            self.average.update_parameters(self.listener)
            total += float(loss.detach())
        state = {name: part.state_dict() for name, part in self.parts().items()} | {"passes": number + 1}
        torch.save(state, self.file.with_suffix(".new"))
        self.file.with_suffix(".new").rename(self.file)
        return total / len(batches)


def ctc(log_probabilities: Tensor, lengths: Tensor, batch: list[dict]) -> Tensor:
    """The CTC loss per phone (Graves et al., 2006)."""
    targets = [torch.tensor(item["phones"]) for item in batch]
    target_lengths = torch.tensor([len(t) for t in targets])
    loss = torch.nn.functional.ctc_loss(
        log_probabilities.float().transpose(0, 1), torch.cat(targets), lengths, target_lengths,
        blank=BLANK, reduction="sum", zero_infinity=True,
    )  # fmt: skip
    return loss / target_lengths.sum()


if __name__ == "__main__":
    main()
