"""Step 1: what the frozen encoder says of every utterance, in one or more random worlds.

    python -m attune_training.steps.features --copy 0            # as recorded
    python -m attune_training.steps.features --copy 1 [--copy 2] # each a fresh draw of speed, room, noise and level;
                                                                 # 5, 10, … of speed and level only
    python -m attune_training.steps.features --dev               # LibriSpeech dev and AN4 test, as recorded

Writes work/features/NAME.npy, float16 [frames, 3 * 512]: the outputs of the last three blocks, and NAME.json: the
utterances with their places in it. With `--tiny` the smaller encoder speaks, [frames, 3 * 384], in NAME-tiny.
A copy that is already there is kept; a copy is there wholly or not at all.
"""

import argparse
import time
from collections.abc import Iterator

import numpy as np
import torch

from .. import corpus
from ..augment import Augmenter
from ..copies import Group, sound_of, talkers, worlds
from ..error_rates import HELD_OUT
from ..places import FEATURES
from ..precision import fast_products
from ..pretrained import pretrained_encoder
from ..stored import are_stored, heard_in_batches, store
from ..whisper import BASE, HOP, SAMPLE_RATE, TINY, Encoder, Size, log_mel


def encode(encoder: Encoder, clips: list[np.ndarray], fast: bool) -> list[np.ndarray]:
    """Clips -> the outputs of the last three blocks, float16 [T, 3 * width] each.

    `fast` multiplies in bfloat16 where the processor can: about 1 % off in the last block (measured), at a third of the
    time.
    """
    mels = [log_mel(torch.from_numpy(clip)) for clip in clips]
    lengths = torch.tensor([len(mel) for mel in mels])
    with torch.inference_mode(), fast_products(fast):
        blocks = encoder(torch.nn.utils.rnn.pad_sequence(mels, batch_first=True), lengths)
        hidden = torch.cat([b.float() for b in blocks[-3:]], dim=-1).half().numpy()
    return [hidden[i, : (length + 1) // 2] for i, length in enumerate(lengths.tolist())]


def make(name: str, sounds: Iterator[tuple[Group, np.ndarray]], fast: bool, size: Size) -> None:
    """`sounds`: what is said in one breath, and how it sounds."""
    name += "-tiny" if size == TINY else ""
    if are_stored(FEATURES / name):
        print(f"{name}: there already")
        return
    began, encoder = time.time(), pretrained_encoder(size)
    fitting = (s for s in sounds if 5 * HOP <= len(s[1]) <= 29 * SAMPLE_RATE)
    heard = list(heard_in_batches(fitting, lambda clips: encode(encoder, clips, fast)))
    store(FEATURES / name, heard)
    hours = sum(len(frames) for _, frames in heard) / 50 / 3600
    print(f"{name}: {len(heard)} clips, {hours:.2f} h in {time.time() - began:.0f} s", flush=True)


def make_copy(copy: int, utterances: list[corpus.Utterance], name: str, share: float, size: Size) -> None:
    """`share`: of what is no single phrase, drawn anew for each copy."""
    rng = np.random.default_rng(copy)
    utterances = [u for u in utterances if u.single or rng.random() < share]
    augmenter = Augmenter(talkers(utterances, max(1, len(utterances) // 300)))
    groups = worlds(copy, utterances, corpus.cut_words() if copy > 0 else [])
    sounds = ((group, sound_of(group, copy, seed, augmenter)) for group, seed in groups)
    make(name, sounds, fast=True, size=size)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copy", type=int, action="append", default=[])
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--real-only", action="store_true", help="leave synthetic speech out (name: real-COPY)")
    parser.add_argument("--share", type=float, default=1.0, help="of sentences in a copy, single phrases being all there")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--tiny", action="store_true", help="the encoder that hears as it comes")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    size = TINY if arguments.tiny else BASE
    if arguments.dev:
        for name, (split, source) in HELD_OUT.items():
            make(name, (([u], corpus.read(u.path)) for u in corpus.held_out(split, source)), False, size)
    utterances = corpus.training(synthetic=not arguments.real_only)
    for copy in arguments.copy:
        make_copy(copy, utterances, f"{'real' if arguments.real_only else 'copy'}-{copy}", arguments.share, size)


if __name__ == "__main__":
    main()
