"""Step 1: what the frozen encoder says of every utterance, in one or more random worlds.

    python -m attune_training.features --copy 0            # as recorded
    python -m attune_training.features --copy 1 [--copy 2] # each a fresh draw of speed, room, noise and level;
                                                           # 5, 10, … of speed and level only
    python -m attune_training.features --dev               # LibriSpeech dev and AN4 test, as recorded

Writes work/features/NAME.npy, float16 [frames, 3 * 384]: the outputs of the last three blocks, and NAME.json: the
utterances with their places in it. A copy that is already there is kept; a copy is there wholly or not at all.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

from . import corpus
from .augment import Augmenter, level_of
from .corpus import Utterance
from .places import WORK
from .whisper import HOP, SAMPLE_RATE, Encoder, log_mel

FEATURES = WORK / "features"
BATCH_SECONDS = 60
QUIET = 5
"""Every fifth copy has other speeds and levels only."""


def encode(encoder: Encoder, clips: list[np.ndarray], fast: bool) -> list[np.ndarray]:
    """Clips -> the outputs of the last three blocks, float16 [T, 1152] each.

    `fast` multiplies in bfloat16: about 1 % off in the last block (measured), at a third of the time.
    """
    mels = [log_mel(torch.from_numpy(clip)) for clip in clips]
    lengths = torch.tensor([len(mel) for mel in mels])
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=fast):
        blocks = encoder(torch.nn.utils.rnn.pad_sequence(mels, batch_first=True), lengths)
        hidden = torch.cat([b.float() for b in blocks[-3:]], dim=-1).half().numpy()
    return [hidden[i, : (length + 1) // 2] for i, length in enumerate(lengths.tolist())]


def strings_of_singles(singles: list[Utterance], rng: np.random.Generator) -> list[list[Utterance]]:
    """Clips of one phrase, strung together one to four at a time, so that the network hears sequences."""
    order = [singles[i] for i in rng.permutation(len(singles))]
    strings = []
    while order:
        size = rng.integers(1, 5)
        strings.append(order[:size])
        order = order[size:]
    return strings


def worlds(copy: int, utterances: list[Utterance]) -> list[tuple[list[Utterance], int]]:
    """What copy number `copy` holds: groups of utterances, each said in one breath, and a seed for each."""
    rng = np.random.default_rng(1000 + copy)
    groups = [[u] for u in utterances if not u.single]
    singles = [u for u in utterances if u.single]
    half = [u for i, u in enumerate(singles) if i % 2 == copy % 2]
    groups += strings_of_singles(half, rng)
    groups.sort(key=lambda g: sum(u.seconds for u in g))
    return [(group, 7919 * copy + number) for number, group in enumerate(groups)]


def sound_of(group: list[Utterance], copy: int, seed: int, augmenter: Augmenter) -> np.ndarray:
    rng = np.random.default_rng(seed)
    parts = []
    for utterance in group:
        clip = corpus.read(utterance.path)
        parts += [clip, np.zeros(int(rng.uniform(0, 0.4) * SAMPLE_RATE), np.float32)] if len(group) > 1 else [clip]
    samples = np.concatenate(parts)
    if copy == 0:
        return level_of(samples, rng.uniform(-20, -1))
    return augmenter(samples, rng, synthetic=group[0].synthetic, quiet=copy % QUIET == 0)


def write(name: str, items: list[tuple[list[Utterance], np.ndarray]]) -> None:
    """One copy, whole or not at all: the index is written last."""
    FEATURES.mkdir(parents=True, exist_ok=True)
    total = sum(len(hidden) for _, hidden in items)
    array = np.lib.format.open_memmap(FEATURES / f"{name}.npy", "w+", np.float16, (total, items[0][1].shape[1]))
    index, at = [], 0
    for group, hidden in items:
        array[at : at + len(hidden)] = hidden
        utterances = [{"path": str(u.path), "words": u.words} for u in group]
        index.append({"utterances": utterances, "source": group[0].source, "start": at, "frames": len(hidden)})
        at += len(hidden)
    array.flush()
    (FEATURES / f"{name}.json").write_text(json.dumps(index))


def make(name: str, groups: list[tuple[list[Utterance], int]], copy: int, augmenter: Augmenter | None) -> None:
    if (FEATURES / f"{name}.json").exists():
        print(f"{name}: there already")
        return
    began, encoder = time.time(), Encoder.pretrained()
    items, clips, pending, seconds = [], [], [], 0.0

    def flush() -> None:
        items.extend(zip(pending, encode(encoder, clips, fast=augmenter is not None), strict=True))
        clips.clear(), pending.clear()

    for group, seed in groups:
        samples = sound_of(group, copy, seed, augmenter) if augmenter else corpus.read(group[0].path)
        if not 5 * HOP <= len(samples) <= 29 * SAMPLE_RATE:
            continue
        clips.append(samples), pending.append(group)
        seconds += len(samples) / SAMPLE_RATE
        if sum(map(len, clips)) > BATCH_SECONDS * SAMPLE_RATE:
            flush()
    if clips:
        flush()
    write(name, items)
    print(f"{name}: {len(items)} clips, {seconds / 3600:.2f} h in {time.time() - began:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copy", type=int, action="append", default=[])
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--real-only", action="store_true", help="leave synthetic speech out (name: real-COPY)")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    if arguments.dev:
        for name, split, source in [("dev-librispeech", "dev", "LibriSpeech"), ("test-an4", "test", "AN4")]:
            make(name, [([u], 0) for u in corpus.held_out(split, source)], 0, None)
    utterances = corpus.training(synthetic=not arguments.real_only)
    for copy in arguments.copy:
        speech = [corpus.read(u.path) for u in utterances[:: max(1, len(utterances) // 300)]]
        name = f"{'real' if arguments.real_only else 'copy'}-{copy}"
        make(name, worlds(copy, utterances), copy, Augmenter(speech))


if __name__ == "__main__":
    main()
