"""Step 7: trains the aligner on pairs of sound and transcript. Interrupted, it goes on where it was.

    python -m attune_training.steps.train_fusion --run fusion --passes 4

Transcripts as they really come, drawn anew in every pass: the true words, Whisper's own on the same noisy mix, words
with errors, other sentences, none; tokens that have not come yet, at other confidences and ages; and sound that fails
for a while. What the network hears by itself is not trained, so sound alone stays what it was.

Losses: CTC of every strategy, per phone; and two contrastive ones for the shared space: a phone of the text against the
frames that say it, among all phones of the batch; an utterance's sound against its text, among the texts of the batch,
their misspelt versions and others of the corpus.
"""

import argparse
import random
import time
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ..alignment import Alignment, align
from ..fusion.aligner import Aligner
from ..fusion.contrast import contrast_phones, contrast_utterances
from ..fusion.drawing import text_of
from ..fusion.pair_copy import PairCopy, apart
from ..fusion.strategies import STRATEGIES
from ..fusion.text import Text
from ..fusion.words import Word, sounds_of
from ..losses import ctc_per_phone
from ..measure import errors, greedy
from ..phones import BLANK, COLUMNS
from ..places import PAIRS, run_folder
from ..run import Run

AVERAGE = 0.995
"""The decay of the moving average of the weights, per step."""
OTHERS = 48
"""Further sentences that an utterance is told apart from."""
MEASURED = 120
"""Clips whose phone errors are counted now and then."""

Plan = list[tuple[PairCopy, list[dict]]]


def fail_for_a_while(heard: Tensor, frames: Tensor, rng: random.Random) -> None:
    """Some clips fall silent for 0.2 to 1.2 s: there the network hears what it hears in their quietest frame."""
    for clip, length in zip(heard, frames.tolist(), strict=True):
        if rng.random() < 0.3 and length > 40:
            width = min(rng.randint(10, 60), length // 3)
            start = rng.randint(0, length - width)
            quiet = clip[:length, BLANK - COLUMNS].argmax()
            clip[start : start + width] = clip[quiet].clone()


@dataclass
class Lesson:
    """A batch as it is learnt from."""

    batch: list[dict]
    memories: Tensor
    log_probabilities: Tensor
    frames: Tensor
    text: Text
    """Transcripts as they come."""
    truth: Text
    """What was said."""
    others: list[list[Word]]
    """What was not said."""

    @torch.no_grad()
    def aligned(self, text: Text) -> Alignment:
        return align(self.log_probabilities, self.frames, text.phones, text.lengths)


def words_in(item: dict) -> list[str]:
    return [word for utterance in item["utterances"] for word in utterance["words"]]


def drawn(copy: PairCopy, batch: list[dict], rng: random.Random) -> Lesson:
    heard, frames = copy.tensors(batch)
    fail_for_a_while(heard, frames, rng)
    text = text_of([copy.transcripts.draw(item, rng) for item in batch])
    truth = text_of([sounds_of(words_in(item), rng) for item in batch])
    others = [sounds_of(rng.choice(copy.transcripts.sentences), rng) for _ in range(OTHERS)]
    others += [copy.transcripts.wrong(sounds_of(words_in(item), rng), 0.3, rng) for item in batch]
    return Lesson(batch, *apart(heard), frames, text, truth, [words for words in others if words])


def losses_of(aligner: Aligner, lesson: Lesson, generator: torch.Generator) -> dict[str, Tensor]:
    """By strategy, and of `phones` and `utterances`."""
    memories, log_probabilities, frames = lesson.memories, lesson.log_probabilities, lesson.frames
    true_alignment = lesson.aligned(lesson.truth)
    fused = aligner(memories, log_probabilities, frames, lesson.text, lesson.aligned(lesson.text))
    losses = {name: ctc_per_phone(fused[name], frames, lesson.batch) for name in STRATEGIES}
    losses["phones"] = contrast_phones(aligner, aligner.heard(memories), lesson.truth, true_alignment, generator)
    losses["utterances"] = contrast_utterances(
        aligner,
        aligner.utterance_of_sound(memories, log_probabilities, frames),
        torch.cat([aligner.utterance_of_text(lesson.truth), aligner.utterance_of_text(text_of(lesson.others))]),
        [tuple(i["phones"]) for i in lesson.batch],
        [tuple(p for w in words for p in w.phones) for words in lesson.others],
    )
    return losses


@torch.inference_mode()
def report(aligner: Aligner, copy: PairCopy) -> str:
    """Phone error rates of clips that are trained on elsewhere, in one fixed draw: sound alone and each strategy."""
    rng = random.Random(7)
    items = [i for i in copy.items if "synthetic" not in i["source"] and len(i["utterances"]) == 1]
    wrong = dict.fromkeys(["sound", *STRATEGIES], 0)
    total = 0
    for item in rng.sample(items, min(MEASURED, len(items))):
        heard, frames = copy.tensors([item])
        text = text_of([copy.transcripts.wrong(sounds_of(words_in(item), rng), 0.3, rng)])
        memories, log_probabilities = apart(heard)
        alignment = align(log_probabilities, frames, text.phones, text.lengths)
        fused = aligner(memories, log_probabilities, frames, text, alignment) | {"sound": log_probabilities}
        for name in wrong:
            wrong[name] += errors(words_in(item), greedy(fused[name][0].numpy()), all_forms=True)[0]
        total += len(item["phones"])
    return ", ".join(f"{name} {100 * value / total:.1f}" for name, value in wrong.items())


def planned(copies: list[PairCopy], passes: int) -> Plan:
    """All batches of all passes, in their order."""
    plan = []
    for number in range(passes):
        rng = np.random.default_rng(number)
        batches = [(c, batch) for c in copies for batch in c.batches(rng)]
        plan += [batches[i] for i in rng.permutation(len(batches))]
    return plan


def begun(name: str, rate: float, steps: int) -> Run:
    """The run as it was left, or a new one."""
    aligner = Aligner()
    optimiser = torch.optim.AdamW(aligner.parameters(), lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps + 1, pct_start=0.1)
    return Run(run_folder(name), aligner, optimiser, AVERAGE, schedule)


def train(run: Run, plan: Plan, copies: list[PairCopy]) -> None:
    generator = torch.Generator().manual_seed(run.done)
    began, sums, last = time.time(), {}, len(plan) - 1
    for step in range(run.done, len(plan)):
        if step % 100 == 0:
            for copy in copies:
                copy.read_whisper()
        losses = losses_of(run.network, drawn(*plan[step], random.Random(step)), generator)
        run.learn(sum(losses[name] for name in STRATEGIES) + 0.1 * losses["phones"] + 0.2 * losses["utterances"])
        for name, value in losses.items():
            sums[name] = sums.get(name, 0.0) + value.item()
        if step % 50 == 49 or step == last:
            line = ", ".join(f"{name} {value / (step % 50 + 1):.3f}" for name, value in sums.items())
            run.log(f"{step + 1} of {len(plan)}, {time.time() - began:.0f} s: {line}")
            sums = {}
        if step % 200 == 199 or step == last:
            run.save(done=step + 1)
            run.log(f"    phone errors with 30 % wrong words: {report(run.averaged(), copies[0])}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True)
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--copy", type=int, action="append", help="the copies to learn from; all by default")
    parser.add_argument("--rate", type=float, default=2e-3)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    numbers = arguments.copy or sorted(int(p.stem[5:]) for p in PAIRS.glob("copy-*.json"))
    copies = [PairCopy(number) for number in numbers]
    plan = planned(copies, arguments.passes)
    run = begun(arguments.run, arguments.rate, len(plan))
    size = sum(p.numel() for p in run.network.parameters()) / 1e6
    run.log(f"{len(plan)} steps, {size:.2f} M parameters")
    train(run, plan, copies)


if __name__ == "__main__":
    main()
