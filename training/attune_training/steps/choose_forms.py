"""Step 2a: which of its pronunciations each word was said with, by the best path of a trained head on the clean copy.

    python -m attune_training.steps.choose_forms --run first --copy copy-0

Writes work/aligned.json: path -> phones. The next run of `train` learns from these instead of the dictionary's first
forms. Connected-speech forms take part at a penalty. Writes work/cut-words.json too: the words of sentences that can be
cut out, which the next copies of `features` have by themselves; the copy has to be one as recorded.
"""

import argparse
import json
from dataclasses import dataclass

import torch

from ..decoder import Decoder, Graph
from ..listener import Listener, trained
from ..phones import pronunciations, weighted_forms
from ..places import ALIGNED, CUT_WORDS, FEATURES
from ..stored import StoredClips
from ..whisper import FRAME_SECONDS

BEFORE, AFTER = 4, 5
"""Frames of a cut before a word's first phone and after its last one, where no other word is as near."""
FEWEST_PHONES, SHORTEST, SUREST = 3, 12, -0.7
"""Of words that are cut: with fewer phones or frames they are seldom said alone, and a phone is to be heard with this
mean log-probability at its best frame."""


def chain(words: list[str]) -> Graph:
    """One sentence, every word in all its forms."""
    graph, state = Graph(), 0
    for number, word in enumerate(words):
        after = graph.state()
        for form, weight in weighted_forms(word):
            at = state
            for position, phone in enumerate(form):
                to = after if position == len(form) - 1 else graph.state()
                graph.arc(at, to, phone, weight if position == 0 else 0.0, number)
                at = to
        state = after
    graph.finals.append((state, graph.say(((), None))))
    return graph


@dataclass(frozen=True)
class Said:
    """A phone on the best path: of which word, and its frames, the end excluded; the log-probability at its best."""

    phone: int
    word: int
    begin: int
    end: int
    best: float


def said(words: list[str], hidden: torch.Tensor, listener: Listener) -> list[Said] | None:
    """The phones of the best path; None where there is no path. `hidden`: [1, T, 1152]."""
    with torch.inference_mode():
        heard = listener(hidden, torch.tensor([hidden.shape[1]]))[0].numpy()
    decoder = Decoder(chain(words))
    found = decoder(heard)
    if found is None:
        return None
    return [
        Said(
            phone=(phone := int(decoder.phone[arc])), word=int(decoder.output[arc]), begin=begin, end=end,
            best=float(heard[begin:end, phone].max()),
        )
        for arc, begin, end in found[1][:-1]
    ]  # fmt: skip


def cuts(utterance: dict, source: str, path: list[Said], frames: int) -> list[dict]:
    """The words that can be cut out: up to the middle between two words, `BEFORE` and `AFTER` at most."""
    words = [[s for s in path if s.word == number] for number in range(len(utterance["words"]))]
    found = []
    for number, phones in enumerate(words):
        if len(phones) < FEWEST_PHONES or sum(s.best for s in phones) / len(phones) < SUREST:
            continue
        begin, end = max(phones[0].begin - BEFORE, 0), min(phones[-1].end + AFTER, frames)
        if number > 0 and words[number - 1]:
            begin = max(begin, (words[number - 1][-1].end + phones[0].begin) // 2)
        if number + 1 < len(words) and words[number + 1]:
            end = min(end, (phones[-1].end + words[number + 1][0].begin + 1) // 2)
        if end - begin < SHORTEST:
            continue
        span = [round(begin * FRAME_SECONDS, 3), round(end * FRAME_SECONDS, 3)]
        word, said_so = utterance["words"][number], [s.phone for s in phones]
        found.append({"path": utterance["path"], "source": source, "word": word, "span": span, "phones": said_so})
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", required=True, help="'shipped': the committed head")
    parser.add_argument("--copy", default="copy-0")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    listener, clips = trained(arguments.run), StoredClips(FEATURES / arguments.copy)
    aligned, cut, changed = {}, [], 0
    for item in clips.items:
        if len(item["utterances"]) > 1:
            continue
        utterance = item["utterances"][0]
        path = said(utterance["words"], clips.tensors([item])[0], listener)
        if path is None:
            continue
        phones = [s.phone for s in path]
        if len(utterance["words"]) > 1 and not item["source"].startswith("synthetic"):
            cut += cuts(utterance, item["source"], path, item["frames"])
        aligned[utterance["path"]] = phones
        changed += phones != [phone for word in utterance["words"] for phone in pronunciations(word)[0]]
    ALIGNED.write_text(json.dumps(aligned))
    CUT_WORDS.write_text(json.dumps(cut))
    print(f"{len(aligned)} utterances, {changed} said otherwise than by the dictionary's first forms")
    print(f"{len(cut)} words to cut out")


if __name__ == "__main__":
    main()
