"""Step 6: what the shipped network hears of every training utterance, often in worse worlds than it was trained in.

    python -m attune_training.steps.pairs --copy 0 [--copy 1 …]
    python -m attune_training.steps.pairs --copy 0 --whisper     # and what Whisper understands of the same sound

Writes work/pairs/copy-N.npy, float16 [frames, 384 + 40]: the memories of the phone head's second layer and its
log-probabilities, and copy-N.json: the utterances with their places in it. The fusion learns from these; the network
that hears stays as it is. `--whisper` writes work/pairs/whisper-N.json: for each real utterance its words with their
probabilities.
"""

import argparse
import json
import time

import numpy as np
import torch

from .. import corpus
from ..augment import Augmenter
from ..copies import Group, sound_of, talkers, worlds
from ..head import LAYERS
from ..network import Network, shipped
from ..places import PAIRS
from ..precision import fast_products
from ..recognisers import whisper
from ..stored import are_stored, heard_in_batches, store
from ..whisper import SAMPLE_RATE, log_mel

RATIOS = (-8.0, 18.0)
"""Of speech to noise, in dB."""


def hear(network: Network, clips: list[np.ndarray]) -> list[np.ndarray]:
    """Clips -> memories and log-probabilities side by side, float16 [T, 424]. The encoder multiplies in bfloat16."""
    mels = [log_mel(torch.from_numpy(clip)) for clip in clips]
    lengths = torch.tensor([len(mel) for mel in mels])
    with torch.inference_mode():
        with fast_products():
            blocks = network.encoder(torch.nn.utils.rnn.pad_sequence(mels, batch_first=True), lengths)[-LAYERS:]
        frames = (lengths + 1) // 2
        memories = network.head.memories(torch.cat([b.float() for b in blocks], dim=-1), frames)
        heard = torch.cat([memories, network.head.heard(memories)], dim=-1).half().numpy()
    return [clip[:length] for clip, length in zip(heard, frames.tolist(), strict=True)]


def groups_of(copy: int) -> list[tuple[Group, int]]:
    return worlds(100 + copy, corpus.training())


def augmenter() -> Augmenter:
    return Augmenter(talkers(corpus.training(synthetic=False), 10), RATIOS)


def make(copy: int) -> None:
    if are_stored(PAIRS / f"copy-{copy}"):
        print(f"copy-{copy}: there already")
        return
    began, network, worse = time.time(), shipped(), augmenter()
    sounds = ((group, sound_of(group, 101 + copy, seed, worse)) for group, seed in groups_of(copy))
    fitting = (s for s in sounds if SAMPLE_RATE // 5 <= len(s[1]) <= 29 * SAMPLE_RATE)
    heard = list(heard_in_batches(fitting, lambda clips: hear(network, clips)))
    store(PAIRS / f"copy-{copy}", heard)
    hours = sum(len(frames) for _, frames in heard) / 50 / 3600
    print(f"copy-{copy}: {len(heard)} clips, {hours:.2f} h in {time.time() - began:.0f} s", flush=True)


def transcribe(copy: int) -> None:
    path = PAIRS / f"whisper-{copy}.json"
    found = json.loads(path.read_text()) if path.exists() else {}
    understand, worse, began = whisper(beam=1), augmenter(), time.time()
    todo = [
        (g, s) for g, s in groups_of(copy) if not g[0].synthetic and not g[0].single and str(g[0].path) not in found
    ]
    for number, (group, seed) in enumerate(todo):
        samples = sound_of(group, 101 + copy, seed, worse)
        found[str(group[0].path)] = understand(samples)
        if number % 100 == 99 or number == len(todo) - 1:
            whole = path.with_suffix(".part")
            whole.write_text(json.dumps(found))
            whole.rename(path)
            print(f"{number + 1} of {len(todo)}, {time.time() - began:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copy", type=int, action="append", required=True)
    parser.add_argument("--whisper", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    for copy in arguments.copy:
        transcribe(copy) if arguments.whisper else make(copy)


if __name__ == "__main__":
    main()
