"""Step S1: what the streaming network learns from: sound in random worlds, and what a network of its size hears in it.

    git show bbe55fd:Sources/Aligner/Resources/attune.safetensors > tiny.safetensors
    python -m attune_training.steps.lessons --teacher tiny.safetensors --copy 0 --copy 1    # as recorded, and in a fresh
                                                                                            # draw of worlds

All speech that is marked for training takes part, with a transcript or without: the teacher needs none. Writes
work/streaming/lessons/COPY-NUMBER.pt: batches of clips of like length, each the student's log-mel frames, the number of
them of each clip, and the teacher's last three blocks and log-probabilities, all float16. A batch holds about
`BATCH_SECONDS`, a file `BATCHES` of them in random order. Files that are there already are kept.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from .. import corpus
from ..augment import Augmenter
from ..copies import Group, sound_of, talkers, worlds
from ..corpus import LONGEST, Utterance
from ..head import LAYERS, normalised
from ..network import Network, stored
from ..places import LESSONS
from ..precision import fast_products
from ..streaming.log_mel import streaming_log_mel
from ..whisper import HOP, SAMPLE_RATE, log_mel

BATCH_SECONDS = 60
BATCHES = 12


def speech() -> list[Utterance]:
    """Everything marked for training, the untranscribed clips too, without words."""
    found = corpus.training()
    known = {u.path for u in found}
    for row in corpus.rows():
        if row["split"] == "train" and row["seconds"] <= LONGEST and (path := corpus.place_of(row)) not in known:
            found.append(Utterance(path, (), row["source"]))
    return found


def batched(groups: list[tuple[Group, int]], rng: np.random.Generator) -> list[list[tuple[Group, int]]]:
    """Groups of like length together, the batches in random order."""
    seconds = [sum(u.seconds for u in group) for group, _ in groups]
    batches, longest = [[]], 0.0
    for place in sorted(range(len(groups)), key=lambda i: seconds[i] * rng.uniform(0.95, 1.05)):
        longest = max(longest, seconds[place] + 0.7)
        if batches[-1] and longest * (len(batches[-1]) + 1) > BATCH_SECONDS:
            batches.append([])
            longest = seconds[place] + 0.7
        batches[-1].append(groups[place])
    return [batches[i] for i in rng.permutation(len(batches))]


@torch.inference_mode()
def lesson(teacher: Network, clips: list[Tensor]) -> dict[str, Tensor]:
    """The batch as it is written. The teacher's encoder multiplies in bfloat16: about 1 % off in the last block."""
    mels = [log_mel(clip) for clip in clips]
    lengths = torch.tensor([len(mel) for mel in mels])
    with fast_products():
        blocks = teacher.encoder(pad_sequence(mels, batch_first=True), lengths)
    hidden = torch.cat([block.float() for block in blocks[-LAYERS:]], dim=-1)
    return {
        "mel": pad_sequence([streaming_log_mel(clip) for clip in clips], batch_first=True).half(),
        "lengths": lengths,
        "hidden": normalised(hidden).half(),
        "log_probabilities": teacher.head(hidden, (lengths + 1) // 2).half(),
    }


def write(path: Path, lessons: list[dict[str, Tensor]]) -> None:
    torch.save(lessons, path.with_suffix(".new"))
    path.with_suffix(".new").rename(path)


def make(copy: int, teacher: Network, augmenter: Augmenter) -> None:
    batches = batched(worlds(copy, speech()), np.random.default_rng(copy))
    for number in range(-(-len(batches) // BATCHES)):
        path = LESSONS / f"{copy}-{number:03d}.pt"
        if path.exists():
            continue
        began, lessons = time.time(), []
        for batch in batches[number * BATCHES : (number + 1) * BATCHES]:
            clips = [sound_of(group, copy, seed, augmenter) for group, seed in batch]
            clips = [torch.from_numpy(c) for c in clips if 5 * HOP <= len(c) <= 29 * SAMPLE_RATE]
            if clips:
                lessons.append(lesson(teacher, clips))
        write(path, lessons)
        seconds = sum(int(l["lengths"].sum()) for l in lessons) * HOP / SAMPLE_RATE
        print(f"{path.name}: {seconds / 60:.1f} min in {time.time() - began:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copy", type=int, action="append", required=True)
    parser.add_argument("--teacher", type=Path, required=True, help="weights of whole recordings, of tiny's size")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    LESSONS.mkdir(parents=True, exist_ok=True)
    teacher, utterances = stored(arguments.teacher), corpus.training()
    for copy in arguments.copy:
        make(copy, teacher, Augmenter(talkers(utterances, max(1, len(utterances) // 300))))


if __name__ == "__main__":
    main()
