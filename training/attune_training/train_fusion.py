"""Step 7: trains the aligner on pairs of sound and transcript. Interrupted, it goes on where it was.

    python -m attune_training.train_fusion --run fusion --passes 4

Transcripts as they really come, drawn anew in every pass: the true words, Whisper's own on the same noisy mix, words with
errors, other sentences, none; tokens that have not come yet, at other confidences and ages; and sound that fails for a
while. What the network hears by itself is not trained, so sound alone stays what it was.

Losses: CTC of every strategy, per phone; and two contrastive ones for the shared space: a phone of the text against the
frames that say it, among all phones of the batch; an utterance's sound against its text, among the texts of the batch,
their misspelt versions and others of the corpus.
"""

import argparse
import json
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .alignment import align
from .fuser import STRATEGIES, Aligner, Text
from .measure import errors, greedy
from .pairs import PAIRS
from .phones import BLANK, NAMES, pronunciations, words_of
from .places import WORK

BATCH_FRAMES = 5_000
LONGEST = 900
"""Frames; longer clips are left out."""
AVERAGE = 0.995
OTHERS = 48
"""Further sentences that an utterance is told apart from."""
PHONE_COUNT = len(NAMES)
ALIKE = "AA AO AH/AE EH AH/IH IY EH/UH UW OW/ER R/EY AY IH/OW AO AA/AW OY AY/B P D/T D K/K G T/M N NG/F TH V/S Z SH/SH CH ZH/JH CH ZH/DH D V/L R W/Y W IY/HH F K"
"""Groups of phones that are mistaken for one another."""


def confusions() -> dict[int, list[int]]:
    found: dict[int, set[int]] = {index + 1: set() for index in range(PHONE_COUNT)}
    for group in ALIKE.split("/"):
        members = [NAMES.index(name) + 1 for name in group.split()]
        for phone in members:
            found[phone] |= set(members) - {phone}
    return {phone: sorted(others) for phone, others in found.items()}


CONFUSIONS = confusions()


@dataclass
class Word:
    phones: tuple[int, ...]
    confidence: float = 1.0
    age: float = 0.0


def sounds_of(words: list[str], rng: random.Random) -> list[Word]:
    """Words in their first form, or sometimes in another that the dictionary lists."""
    found = []
    for word in words:
        forms = pronunciations(word)
        if forms:
            found.append(Word(forms[0] if rng.random() < 0.9 else rng.choice(forms)))
    return found


def misheard(word: Word, rng: random.Random) -> Word:
    """A word that sounds nearly like it: some phones changed, left out or put in."""
    phones: list[int] = []
    for phone in word.phones:
        kind = rng.random()
        if kind < 0.25:
            phones.append(rng.choice(CONFUSIONS[phone] or [phone]))
        elif kind < 0.35:
            phones.append(rng.randint(1, PHONE_COUNT))
        elif kind < 0.42 and len(word.phones) > 1:
            continue
        else:
            phones.append(phone)
        if rng.random() < 0.05:
            phones.append(rng.randint(1, PHONE_COUNT))
    if tuple(phones) == word.phones or not phones:
        phones = [*phones[:-1], rng.randint(1, PHONE_COUNT)]
    return Word(tuple(phones))


class Transcripts:
    """Draws a transcript for an utterance."""

    def __init__(self, items: list[dict]) -> None:
        self.whisper: dict[str, list[dict]] = {}
        self.sentences = [u["words"] for item in items for u in item["utterances"]]
        self.vocabulary = sorted({word for words in self.sentences for word in words})

    def draw(self, item: dict, rng: random.Random) -> list[Word]:
        words = [word for u in item["utterances"] for word in u["words"]]
        tokens = self.whisper.get(item["utterances"][0]["path"]) if len(item["utterances"]) == 1 else None
        kind = rng.random()
        if tokens is not None and kind < 0.45:
            found = []
            for token in tokens:
                for word in sounds_of(words_of(token["word"]) or [], rng):
                    word.confidence = token["probability"]
                    found.append(word)
            if rng.random() < 0.5:
                for word in found:
                    word.confidence = 1.0
        elif kind < 0.6:
            found = sounds_of(words, rng)
            if rng.random() < 0.3:
                self.doubt(found, [True] * len(found), rng)
        elif kind < 0.9:
            found = self.wrong(sounds_of(words, rng), rng.uniform(0.1, 0.6), rng)
        else:
            other = rng.choice(self.sentences)
            found = sounds_of(other[: len(words) + 4], rng)
        self.delay(found, rng)
        return found[:100]

    def wrong(self, words: list[Word], rate: float, rng: random.Random) -> list[Word]:
        found, right = [], []
        for word in words:
            if rng.random() >= rate:
                found.append(word), right.append(True)
                continue
            kind = rng.random()
            if kind < 0.4:
                found.append(misheard(word, rng)), right.append(False)
            elif kind < 0.6:
                found += sounds_of([rng.choice(self.vocabulary)], rng)[:1]
                right += [False] * (len(found) - len(right))
            elif kind < 0.8:
                found.append(word), right.append(True)
                found += sounds_of([rng.choice(self.vocabulary)], rng)[:1]
                right += [False] * (len(found) - len(right))
        if rng.random() < 0.4:
            self.doubt(found, right, rng)
        return found

    @staticmethod
    def doubt(words: list[Word], right: list[bool], rng: random.Random) -> None:
        """Confidences that tell something, if not everything."""
        for word, is_right in zip(words, right, strict=True):
            word.confidence = rng.betavariate(5, 1.5) if is_right else rng.betavariate(2, 3)

    @staticmethod
    def delay(words: list[Word], rng: random.Random) -> None:
        """The last words may not have come yet; the others came a while ago."""
        if words and rng.random() < 0.2:
            del words[rng.randint(1, len(words)) :]
        age = rng.expovariate(1.0) if rng.random() < 0.5 else 0.0
        for word in reversed(words):
            word.age = age
            age += rng.uniform(0, 0.6) if age > 0 else 0


def text_of(transcripts: list[list[Word]]) -> Text:
    rows = [[(p, float(i == 0), w.confidence, w.age) for w in words for i, p in enumerate(w.phones)] for words in transcripts]
    longest = max(1, max(map(len, rows)))
    padded = torch.tensor([[*row, *[(0, 0.0, 0.0, 0.0)] * (longest - len(row))] for row in rows], dtype=torch.float32)
    phones, starts, confidence, age = padded.unbind(-1)
    return Text(phones.long(), torch.tensor([len(row) for row in rows]), starts, confidence, age)


class Copy:
    def __init__(self, number: int) -> None:
        self.heard = np.load(PAIRS / f"copy-{number}.npy", mmap_mode="r")
        self.whisper = PAIRS / f"whisper-{number}.json"
        items = json.loads((PAIRS / f"copy-{number}.json").read_text())
        for item in items:
            item["phones"] = [p for u in item["utterances"] for w in u["words"] for p in (pronunciations(w) or [()])[0]]
        self.items = [i for i in items if 0 < len(i["phones"]) <= 0.8 * i["frames"] and i["frames"] <= LONGEST]
        self.transcripts = Transcripts(self.items)
        self.read_whisper()

    def read_whisper(self) -> None:
        """Whisper may still be at work on its transcripts, so they are read again now and then."""
        if self.whisper.exists():
            self.transcripts.whisper = json.loads(self.whisper.read_text())

    def batches(self, rng: np.random.Generator) -> list[list[dict]]:
        order = sorted(self.items, key=lambda i: i["frames"] * rng.uniform(0.85, 1.15))
        batches, batch, longest = [], [], 0
        for item in order:
            longest = max(longest, item["frames"])
            if batch and longest * (len(batch) + 1) > BATCH_FRAMES:
                batches.append(batch)
                batch, longest = [], item["frames"]
            batch.append(item)
        return [*batches, batch]

    def tensors(self, batch: list[dict]) -> tuple[Tensor, Tensor]:
        clips = [torch.from_numpy(self.heard[i["start"] : i["start"] + i["frames"]].astype(np.float32)) for i in batch]
        return torch.nn.utils.rnn.pad_sequence(clips, batch_first=True), torch.tensor([len(c) for c in clips])


def fail_for_a_while(heard: Tensor, frames: Tensor, rng: random.Random) -> None:
    """Some clips fall silent for 0.2 to 1.2 s: what the network hears there is what it hears in their quietest frame."""
    for clip, length in zip(heard, frames.tolist(), strict=True):
        if rng.random() < 0.3 and length > 40:
            width = min(rng.randint(10, 60), length // 3)
            start = rng.randint(0, length - width)
            quiet = clip[:length, -(PHONE_COUNT + 1) + BLANK].argmax()
            clip[start : start + width] = clip[quiet].clone()


def contrast_phones(aligner: Aligner, sound: Tensor, text: Text, alignment, generator: torch.Generator) -> Tensor:
    """A phone of the true text against the mean of the frames that say it; other phones of the batch are wrong."""
    weight = alignment.phones
    mass = weight.sum(1)
    spoken = (weight.transpose(1, 2) @ sound) / mass[..., None].clamp(min=1e-3)
    chosen = torch.nonzero((mass > 0.5) & text.mask)
    chosen = chosen[torch.randperm(len(chosen), generator=generator)[:256]]
    if len(chosen) < 2:
        return torch.zeros(())
    rows, columns = chosen.unbind(1)
    a = F.normalize(spoken[rows, columns], dim=-1)
    b = F.normalize(aligner.text(text)[rows, columns], dim=-1)
    phones = text.phones[rows, columns]
    same = (phones[:, None] == phones[None]) & ~torch.eye(len(chosen), dtype=torch.bool)
    logits = (a @ b.T * aligner.temperature[0].exp()).masked_fill(same, -1e4)
    target = torch.arange(len(chosen))
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def contrast_utterances(aligner: Aligner, sounds: Tensor, texts: Tensor, keys: list[tuple], others: list[tuple]) -> Tensor:
    """`texts` begins with the true ones, in the order of the sounds; `keys` and `others` tell which are equal."""
    logits = sounds @ texts.T * aligner.temperature[1].exp().clamp(max=50)
    all_keys = [*keys, *others]
    same = torch.tensor([[i != j and key == other for j, other in enumerate(all_keys)] for i, key in enumerate(keys)])
    logits = logits.masked_fill(same, -1e4)
    target = torch.arange(len(keys))
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits[:, : len(keys)].T, target)) / 2


def report(aligner: Aligner, copy: Copy, count: int = 120) -> str:
    """Phone error rates of clips that are trained on elsewhere, in one fixed draw: sound alone and each strategy."""
    rng = random.Random(7)
    items = [i for i in copy.items if "synthetic" not in i["source"] and len(i["utterances"]) == 1]
    wrong = dict.fromkeys(["sound", *STRATEGIES], 0)
    total = 0
    aligner.eval()
    for item in rng.sample(items, count):
        heard, frames = copy.tensors([item])
        text = text_of([copy.transcripts.wrong(sounds_of(item["utterances"][0]["words"], rng), 0.3, rng)])
        memories, log_probabilities = heard.split([heard.shape[-1] - PHONE_COUNT - 1, PHONE_COUNT + 1], -1)
        log_probabilities = log_probabilities.log_softmax(-1)
        with torch.inference_mode():
            fused = aligner(memories, log_probabilities, frames, text, align(log_probabilities, frames, text.phones, text.lengths))
        for name in wrong:
            found = greedy((log_probabilities if name == "sound" else fused[name])[0].numpy())
            wrong[name] += errors(item["utterances"][0]["words"], found, all_forms=True)[0]
        total += len(item["phones"])
    aligner.train()
    return ", ".join(f"{name} {100 * value / total:.1f}" for name, value in wrong.items())


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
    copies = [Copy(number) for number in numbers]
    plan = []
    for number in range(arguments.passes):
        rng = np.random.default_rng(number)
        step_list = [(c, batch) for c in copies for batch in c.batches(rng)]
        plan += [step_list[i] for i in rng.permutation(len(step_list))]
    aligner = Aligner()
    optimiser = torch.optim.AdamW(aligner.parameters(), lr=arguments.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, arguments.rate, total_steps=len(plan) + 1, pct_start=0.1)
    average = {name: value.clone() for name, value in aligner.state_dict().items()}
    path, first = WORK / "runs" / arguments.run / "last.pt", 0
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        saved = torch.load(path, weights_only=True)
        aligner.load_state_dict(saved["model"]), optimiser.load_state_dict(saved["optimiser"])
        schedule.load_state_dict(saved["schedule"])
        average, first = saved["average"], saved["step"]
    generator = torch.Generator().manual_seed(first)
    began, sums = time.time(), {}
    print(f"{len(plan)} steps, {sum(p.numel() for p in aligner.parameters()) / 1e6:.2f} M parameters", flush=True)
    for step in range(first, len(plan)):
        copy, batch = plan[step]
        if step % 100 == 0:
            for one in copies:
                one.read_whisper()
        rng = random.Random(step)
        heard, frames = copy.tensors(batch)
        fail_for_a_while(heard, frames, rng)
        memories, log_probabilities = heard.split([heard.shape[-1] - PHONE_COUNT - 1, PHONE_COUNT + 1], -1)
        log_probabilities = log_probabilities.log_softmax(-1)
        text = text_of([copy.transcripts.draw(item, rng) for item in batch])
        truth = text_of([sounds_of([w for u in item["utterances"] for w in u["words"]], rng) for item in batch])
        others = [sounds_of(rng.choice(copy.transcripts.sentences), rng) for _ in range(OTHERS)]
        others += [copy.transcripts.wrong(sounds_of([w for u in i["utterances"] for w in u["words"]], rng), 0.3, rng) for i in batch]
        others = [words for words in others if words]
        with torch.no_grad():
            alignment = align(log_probabilities, frames, text.phones, text.lengths)
            true_alignment = align(log_probabilities, frames, truth.phones, truth.lengths)
        fused = aligner(memories, log_probabilities, frames, text, alignment)
        targets = torch.cat([torch.tensor(item["phones"]) for item in batch])
        target_lengths = torch.tensor([len(item["phones"]) for item in batch])
        losses = {
            name: F.ctc_loss(
                fused[name].transpose(0, 1), targets, frames, target_lengths, BLANK, reduction="sum", zero_infinity=True
            ) / target_lengths.sum()
            for name in STRATEGIES
        }  # fmt: skip
        losses["phones"] = contrast_phones(aligner, aligner.heard(memories), truth, true_alignment, generator)
        losses["utterances"] = contrast_utterances(
            aligner,
            aligner.utterance_of_sound(memories, log_probabilities, frames),
            torch.cat([aligner.utterance_of_text(truth), aligner.utterance_of_text(text_of(others))]),
            [tuple(i["phones"]) for i in batch],
            [tuple(p for w in words for p in w.phones) for words in others],
        )
        loss = sum(losses[name] for name in STRATEGIES) + 0.1 * losses["phones"] + 0.2 * losses["utterances"]
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(aligner.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        decay = min(AVERAGE, (1 + step) / (10 + step))
        for name, value in aligner.state_dict().items():
            average[name].lerp_(value, 1 - decay)
        for name, value in losses.items():
            sums[name] = sums.get(name, 0.0) + value.item()
        if step % 50 == 49 or step == len(plan) - 1:
            count = step % 50 + 1
            line = ", ".join(f"{name} {value / count:.3f}" for name, value in sums.items())
            print(f"{step + 1} of {len(plan)}, {time.time() - began:.0f} s: {line}", flush=True)
            sums = {}
        if step % 200 == 199 or step == len(plan) - 1:
            torch.save(
                {"model": aligner.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict(),
                 "average": average, "step": step + 1}, path,
            )  # fmt: skip
            probe = Aligner()
            probe.load_state_dict(average)
            print(f"    phone errors with 30 % wrong words: {report(probe, copies[0])}", flush=True)


if __name__ == "__main__":
    main()
