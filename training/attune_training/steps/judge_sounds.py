"""What the shipped network hears in the clips that the judge learns from. Nothing that is for measuring takes part.

    python -m attune_training.steps.judge_sounds --set strangers    # of people whom the network never heard
    python -m attune_training.steps.judge_sounds --set known --set noise

Writes work/judging/SET-NUMBER.npy and .json, `PART` utterances each. Files that are there already are kept.
"""

import argparse
import time
import zlib
from collections.abc import Iterator

import numpy as np
import torch

from .. import corpus
from ..augment import Augmenter
from ..corpus import Utterance, noises, read
from ..judging.heard import Ear, Heard, save
from ..judging.worlds import clips_of, world
from ..network import shipped
from ..phones import dictionary, words_of
from ..places import JUDGING
from ..whisper import SAMPLE_RATE

PART = 400
STRANGERS = ("speechocean/train", "speech-commands-9/train")
KNOWN = ("an4/train", "librispeech", "commonvoice", "wake-words", "speech-commands/")
KNOWN_SINGLE = 3
"""Every third clip of single words by people whom the network learned from."""
CUTS = {"strangers": 5, "known": 3}
"""Of each utterance of three words and more."""
LONGEST = 12.0


def utterances(name: str) -> list[Utterance]:
    folders = STRANGERS if name == "strangers" else KNOWN
    found = []
    for row in corpus.rows():
        text = row["text"] or ""
        if row["split"] == "train" and row["path"].startswith(folders) and row["seconds"] <= LONGEST:
            words = words_of(text) or []
            if words and all(word in dictionary() for word in words):
                found.append(Utterance(corpus.place_of(row), tuple(words), row["path"].split("/")[0]))
    order = np.random.default_rng(3).permutation(len(found))
    return [u for k in order if len((u := found[k]).words) > 2 or name == "strangers" or k % KNOWN_SINGLE == 0]


def heard_speech(part: list[Utterance], cuts: int, ear: Ear, augmenter: Augmenter) -> Iterator[Heard]:
    for utterance in part:
        rng = np.random.default_rng(zlib.crc32(utterance.path.name.encode()))
        if len(utterance.words) < 3:
            yield from clips_of(utterance, ear, augmenter, rng, cuts=0, worlds=2)
        else:
            yield from clips_of(utterance, ear, augmenter, rng, cuts=cuts, worlds=int(rng.random() < 0.4))


def heard_noise(ear: Ear, augmenter: Augmenter) -> Iterator[Heard]:
    """Stretches of every noise, some of them loud and near."""
    for path in noises():
        rng, sound = np.random.default_rng(zlib.crc32(path.name.encode())), read(path)
        for number in range(3):
            length = int(min(rng.uniform(0.4, 3.0) * SAMPLE_RATE, len(sound)))
            stretch = augmenter.stretch(sound, rng, length)
            yield Heard(*ear(world(stretch, augmenter, rng, plain=0.7)), f"{path.name}-{number}", (), "noise")


def hear_all(name: str, ear: Ear, augmenter: Augmenter) -> None:
    if name == "noise":
        if not (JUDGING / "noise-0.json").exists():
            save(heard_noise(ear, augmenter), JUDGING / "noise-0")
        return
    everything = utterances(name)
    for number, first in enumerate(range(0, len(everything), PART)):
        place, start = JUDGING / f"{name}-{number}", time.time()
        if not place.with_suffix(".json").exists():
            save(heard_speech(everything[first : first + PART], CUTS[name], ear, augmenter), place)
            print(f"{place.name} of {len(everything)} utterances: {time.time() - start:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", choices=("strangers", "known", "noise"), required=True)
    torch.set_num_threads(1)
    rows = [r for r in corpus.rows() if r["path"].startswith("librispeech-unlabelled")]
    ear, augmenter = Ear(shipped()), Augmenter([read(corpus.place_of(r)) for r in rows[::6]])
    for name in parser.parse_args().set:
        hear_all(name, ear, augmenter)


if __name__ == "__main__":
    main()
