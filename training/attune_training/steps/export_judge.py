"""The judge as the Swift package is to read it, and golden vectors to test the reader with.

    python -m attune_training.steps.export_judge --run posteriors

Writes judge.safetensors (float16) and golden-judge.safetensors (float32), computed from the rounded weights: memories
and log-probabilities of a clip of golden.safetensors, five phrases for it, of each candidate, best first, its phones
and all of its evidence, and the logits of phones, of candidates and of none of them.
"""

import argparse

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from ..judging.batches import batch
from ..judging.candidate_evidence import evidence
from ..judging.candidates import best
from ..judging.heard import Heard
from ..judging.judge import Judge
from ..judging.phrases import phrase
from ..judging.viterbi import Sounds
from ..network import shipped
from ..phones import NAMES
from ..places import GOLDEN, GOLDEN_JUDGE, JUDGE_WEIGHTS, run_folder
from ..run import averaged_weights

PHRASES = ["turn on the lights", "turn off the lights", "turn on the light", "stop", "ten minutes"]
"""The first one was said."""


@torch.inference_mode()
def golden(judge: Judge) -> dict[str, Tensor]:
    clip, network = load_file(GOLDEN), shipped()
    hidden = torch.cat([clip[f"lights.block{number}"] for number in (1, 2, 3)], dim=-1)[None]
    memories = network.head.memories(hidden, torch.tensor([hidden.shape[1]]))
    log_probabilities = network.head.heard(memories)
    heard = Heard(log_probabilities[0].numpy(), memories[0].numpy(), "lights")
    sounds = Sounds([heard.log_probabilities])
    grammar = [phrase(text) for text in PHRASES]
    candidates = best(sounds, [grammar], forms=12)
    found = evidence(sounds, candidates, [len(grammar)])
    arrays = (found.phones, found.rivals, found.begins, found.ends, found.by_phone, found.whole, found.lengths)
    together = batch([heard], [arrays])
    logits, match = judge(together)
    vectors = {
        "heard": log_probabilities[0], "memories": memories[0], "logistic": together.logit[0], "logits": logits[0],
        "match": match[0], "order": torch.tensor([c.phrase for c in candidates[0]]),
    }  # fmt: skip
    names = ("phones", "rivals", "begins", "ends", "by_phone", "whole", "lengths")
    return vectors | {name: torch.from_numpy(np.asarray(a)) for name, a in zip(names, arrays, strict=True)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True)
    parser.add_argument("--version", default="1")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    half = {name: value.half().contiguous() for name, value in averaged_weights(run_folder(chosen.run)).items()}
    judge = Judge.of_run(chosen.run, half)
    save_file(half, JUDGE_WEIGHTS, {"format": "attune-judge", "version": chosen.version, "phones": " ".join(NAMES)})
    vectors = golden(judge)
    save_file({name: value.float().contiguous().clone() for name, value in vectors.items()}, GOLDEN_JUDGE)
    count = sum(value.numel() for value in half.values())
    print(f"{JUDGE_WEIGHTS.name}: {JUDGE_WEIGHTS.stat().st_size / 1e6:.2f} MB, {count / 1e6:.2f} M parameters")
    for name, value in vectors.items():
        print(f"    {name}: {list(value.shape)}")


if __name__ == "__main__":
    main()
