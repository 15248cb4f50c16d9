"""Step 2a: which of its pronunciations each word was said with, by the best path of a trained head on the clean copy.

    python -m attune_training.steps.choose_forms --run first --copy copy-0

Writes work/aligned.json: path -> phones. The next run of `train` learns from these instead of the dictionary's first
forms. Connected-speech forms take part at a penalty.
"""

import argparse
import json

import torch

from ..decoder import Decoder, Graph
from ..listener import Listener, trained
from ..phones import pronunciations, weighted_forms
from ..places import ALIGNED, FEATURES
from ..stored import StoredClips


def chain(words: list[str]) -> Graph:
    """One sentence, every word in all its forms."""
    graph, state = Graph(), 0
    for word in words:
        after = graph.state()
        for form, weight in weighted_forms(word):
            at = state
            for position, phone in enumerate(form):
                to = after if position == len(form) - 1 else graph.state()
                graph.arc(at, to, phone, weight if position == 0 else 0.0)
                at = to
        state = after
    graph.finals.append((state, graph.say(((), None))))
    return graph


def said(words: list[str], hidden: torch.Tensor, listener: Listener) -> list[int] | None:
    """The phones of the best path; None where there is no path. `hidden`: [1, T, 1152]."""
    with torch.inference_mode():
        heard = listener(hidden, torch.tensor([hidden.shape[1]]))[0].numpy()
    decoder = Decoder(chain(words))
    found = decoder(heard)
    return None if found is None else [int(decoder.phone[arc]) for arc, _, _ in found[1][:-1]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True)
    parser.add_argument("--copy", default="copy-0")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    listener, clips = trained(arguments.run), StoredClips(FEATURES / arguments.copy)
    aligned, changed = {}, 0
    for item in clips.items:
        if len(item["utterances"]) > 1:
            continue
        utterance = item["utterances"][0]
        phones = said(utterance["words"], clips.tensors([item])[0], listener)
        if phones is None:
            continue
        aligned[utterance["path"]] = phones
        changed += phones != [phone for word in utterance["words"] for phone in pronunciations(word)[0]]
    ALIGNED.write_text(json.dumps(aligned))
    print(f"{len(aligned)} utterances, {changed} said otherwise than by the dictionary's first forms")


if __name__ == "__main__":
    main()
