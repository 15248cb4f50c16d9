"""Step 2: trains the phone head with CTC on the features that are there. Interrupted, it goes on where it was.

    python -m attune_training.train --run head --passes 24

A pass is one copy of the corpus. Checkpoints: work/runs/RUN/last.pt after every pass (weights, their moving average,
optimiser, place in the plan). Prints the phone error rate on LibriSpeech dev and AN4 test after every pass.
"""

import argparse
import functools
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .features import FEATURES
from .head import PhoneHead
from .measure import errors, greedy
from .phones import BLANK, pronunciations
from .places import WORK

BATCH_FRAMES = 7_000
AVERAGE = 0.997
"""The decay of the moving average of the weights, per step; less in the first steps."""


class Copy:
    """One copy of the corpus, read from disk as it is needed."""

    def __init__(self, name: str, aligned: dict[str, list[int]]) -> None:
        self.hidden = np.load(FEATURES / f"{name}.npy", mmap_mode="r")
        self.items = json.loads((FEATURES / f"{name}.json").read_text())
        for item in self.items:
            item["phones"] = [
                phone
                for u in item["utterances"]
                for phone in (aligned.get(u["path"]) or [p for word in u["words"] for p in pronunciations(word)[0]])
            ]
        self.items = [i for i in self.items if 0 < len(i["phones"]) <= 0.8 * i["frames"]]

    def batches(self, rng: np.random.Generator) -> list[list[dict]]:
        """Clips of like length together, in random order."""
        order = sorted(self.items, key=lambda i: i["frames"] * rng.uniform(0.9, 1.1))
        batches, batch = [], []
        for item in order:
            if batch and item["frames"] * (len(batch) + 1) > BATCH_FRAMES:
                batches.append(batch)
                batch = []
            batch.append(item)
        batches.append(batch)
        return [batches[i] for i in rng.permutation(len(batches))]

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


def phone_error_rates(head: PhoneHead, name: str) -> tuple[float, float]:
    """Percent: against the dictionary's first forms, and against the nearest of all its forms."""
    copy, wrong, total = Copy(name, {}), [0, 0], 0
    head.eval()
    with torch.inference_mode():
        for item in copy.items:
            hidden, lengths = copy.tensors([item])
            heard = greedy(head(hidden, lengths)[0].numpy())
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
    parser.add_argument("--copies", default="copy-*", help="which features to learn from, in turn; looked up before each pass")
    parser.add_argument("--peak", type=float, default=2.5e-3)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    folder = WORK / "runs" / arguments.run
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    head = PhoneHead()
    average = torch.optim.swa_utils.AveragedModel(head, avg_fn=moving_average)
    optimiser = torch.optim.AdamW(head.parameters(), lr=arguments.peak, weight_decay=0.01)
    done = 0
    if (folder / "last.pt").exists():
        state = torch.load(folder / "last.pt", weights_only=True)
        head.load_state_dict(state["head"]), average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        done = state["passes"]
        print(f"going on after pass {done}")
    aligned_file = WORK / "aligned.json"
    aligned = json.loads(aligned_file.read_text()) if aligned_file.exists() else {}
    copy_named = functools.cache(lambda name: Copy(name, aligned))
    for number in range(done, arguments.passes):
        names = sorted((p.stem for p in FEATURES.glob(f"{arguments.copies}.json")), key=lambda n: int(n.split("-")[-1]))
        name = names[number % len(names)]
        began = time.time()
        loss = train_pass(head, average, optimiser, copy_named(name), number, arguments)
        save(folder / "last.pt", head, average, optimiser, number + 1)
        rates = [phone_error_rates(average.module, n) for n in ("dev-librispeech", "test-an4")]
        print(
            f"pass {number + 1}/{arguments.passes} {name}: loss {loss:.3f}, {time.time() - began:.0f} s; PER dev"
            f" {rates[0][0]:.2f} (any form {rates[0][1]:.2f}), AN4 {rates[1][0]:.2f} ({rates[1][1]:.2f})",
            flush=True,
        )


def train_pass(head, average, optimiser, copy: Copy, number: int, arguments: argparse.Namespace) -> float:
    rng = np.random.default_rng(number)
    torch.manual_seed(number)
    head.train()
    batches, total = copy.batches(rng), 0.0
    for step, batch in enumerate(batches):
        rate = learning_rate((number + step / len(batches)) / arguments.passes, arguments.peak)
        for group in optimiser.param_groups:
            group["lr"] = rate
        hidden, lengths = copy.tensors(batch)
        mask_times(hidden, lengths, rng)
        with torch.autocast("cpu", torch.bfloat16):
            log_probabilities = head(hidden, lengths)
        targets = [torch.tensor(i["phones"]) for i in batch]
        loss = torch.nn.functional.ctc_loss(
            log_probabilities.float().transpose(0, 1),
            torch.cat(targets),
            lengths,
            torch.tensor([len(t) for t in targets]),
            blank=BLANK,
            reduction="sum",
            zero_infinity=True,
        ) / sum(len(t) for t in targets)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
        optimiser.step()
        average.update_parameters(head)
        total += float(loss.detach())
    return total / len(batches)


def save(path: Path, head, average, optimiser, passes: int) -> None:
    state = {
        "head": head.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict(), "passes": passes
    }  # fmt: skip
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").rename(path)


if __name__ == "__main__":
    main()
