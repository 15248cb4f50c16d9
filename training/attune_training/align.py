"""Step 2a: which of its pronunciations each word was said with, by the best path of a trained head on the clean copy.

    python -m attune_training.align --run first --copy copy-0

Writes work/aligned.json: path -> phones. The next run of `train` learns from these instead of the dictionary's first
forms. Connected-speech forms take part at a penalty.
"""

import argparse
import json

import numpy as np
import torch

from .decoder import Decoder, Graph
from .features import FEATURES
from .network import trained
from .phones import pronunciations, weighted_forms
from .places import WORK

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True)
    parser.add_argument("--copy", default="copy-0")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    listener = trained(arguments.run)
    hidden = np.load(FEATURES / f"{arguments.copy}.npy", mmap_mode="r")
    aligned, changed, total = {}, 0, 0
    for item in json.loads((FEATURES / f"{arguments.copy}.json").read_text()):
        if len(item["utterances"]) > 1:
            continue
        utterance = item["utterances"][0]
        first = [phone for word in utterance["words"] for phone in pronunciations(word)[0]]
        x = torch.from_numpy(hidden[item["start"] : item["start"] + item["frames"]].astype(np.float32))[None]
        with torch.inference_mode():
            heard = listener(x, torch.tensor([x.shape[1]]))[0].numpy()
        decoder = Decoder(chain(utterance["words"]))
        found = decoder(heard)
        if found is None:
            continue
        phones = [int(decoder.phone[arc]) for arc, _, _ in found[1][:-1]]
        aligned[utterance["path"]] = phones
        changed += phones != first
        total += 1
    (WORK / "aligned.json").write_text(json.dumps(aligned))
    print(f"{total} utterances, {changed} said otherwise than by the dictionary's first forms")


if __name__ == "__main__":
    main()
