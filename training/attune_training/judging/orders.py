"""The benchmark's coffee orders for the judge: the best sentence of its grammar, and what differs in a slot."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from ..benchmark import labels, sounds
from ..decoder import Decoder, Graph
from ..grammar import automaton, compile_graph, meaning
from ..places import JUDGING, coffee
from .candidates import best
from .candidate_evidence import evidence
from .heard import Ear, Heard, load, save
from .phrases import Phrase, phrase
from .trial_sounds import AT_ONCE, FORMS, Judged
from .viterbi import Sounds

SIZE = 300
"""As how large a grammar counts that has more sentences than can be listed."""
CONDITIONS = ("clean", "12 dB", "6 dB")


@dataclass(frozen=True)
class Sentence:
    """Words, and the slots: name, value, first word, the word after the last."""

    intent: str | None
    words: tuple[str, ...]
    slots: tuple[tuple[str, str, int, int], ...]

    @property
    def meaning(self) -> tuple[str | None, dict[str, str]]:
        return self.intent, {name: value for name, value, _, _ in self.slots}

    def with_slot(self, number: int, value: str | None) -> "Sentence":
        """Another value in a slot, or the slot left out."""
        name, _, begin, end = self.slots[number]
        new = tuple(value.lower().split()) if value else ()
        shift = len(new) - (end - begin)
        moved = [(n, v, b + shift * (b >= end), e + shift * (e >= end)) for n, v, b, e in self.slots]
        moved[number] = (name, value or "", begin, begin + len(new))
        kept = tuple(s for k, s in enumerate(moved) if value or k != number)
        return Sentence(self.intent, self.words[:begin] + new + self.words[end:], kept)


def sentence(graph: Graph, outputs: list[int]) -> Sentence:
    words, slots, began = list[str](), list[tuple[str, str, int, int]](), 0
    for index in outputs:
        tags, word = graph.outputs[index]
        for tag in tags:
            if tag[0] == "open":
                began = len(words)
            elif tag[0] == "close":
                slots.append((tag[1], tag[2], began, len(words)))
        if word:
            words.append(word)
    return Sentence(meaning(graph, outputs)[0], tuple(words), tuple(slots))


def kinds_of_slots(commands: Path) -> dict[str, list[str]]:
    """The values of each slot by its name."""
    context = yaml.safe_load(commands.read_text())["context"]
    text = " ".join(e for expressions in context["expressions"].values() for e in expressions)
    return {name: context["slots"][kind] for kind, name in re.findall(r"\$(\w+):(\w+)", text)}


def alternatives(found: Sentence, values: dict[str, list[str]]) -> list[Sentence]:
    """The sentence and every one that differs from it in one slot."""
    others = [found]
    for number, (name, value, _, _) in enumerate(found.slots):
        others += [found.with_slot(number, other) for other in values[name] if other != value]
        others.append(found.with_slot(number, None))
    return others


def heard_orders(condition: str, ear: Ear) -> list[Heard]:
    place = JUDGING / f"measure-orders-{condition.replace(' ', '')}"
    if not place.with_suffix(".json").exists():
        save((Heard(*ear(samples), name) for name, samples in sounds(condition)), place)
    return load(place)


def is_meant(found: Sentence, label: dict) -> bool:
    intent, slots = found.meaning
    return intent == label["intent"] and all(slots.get(k) == v.strip() for k, v in label["slots"].items())


def judged_orders(condition: str, ear: Ear, every: int = 1) -> Iterator[Judged]:
    graph, values, truth = compile_graph(automaton(coffee())), kinds_of_slots(coffee()), labels()
    decoder = Decoder(graph)
    clips = sorted(heard_orders(condition, ear), key=lambda h: len(h.memories))[::every]
    for begin in range(0, len(clips), AT_ONCE):
        part = clips[begin : begin + AT_ONCE]
        side = Sounds([h.log_probabilities.astype(np.float32) for h in part])
        sentences = []
        for heard in part:
            path = decoder(heard.log_probabilities.astype(np.float32))[1]
            outputs = [o for arc, _, _ in path[:-1] if (o := int(decoder.output[arc])) >= 0]
            sentences.append(alternatives(sentence(graph, outputs + [graph.finals[path[-1][1]][1]]), values))
        phrases: list[list[Phrase]] = [[phrase(" ".join(s.words)) for s in own] for own in sentences]
        candidates = best(side, phrases, FORMS)
        right = [
            next((k for k, c in enumerate(found) if is_meant(own[c.phrase], truth[heard.name])), -1)
            for heard, own, found in zip(part, sentences, candidates, strict=True)
        ]
        yield Judged(part, candidates, evidence(side, candidates, [SIZE] * len(part)), right, [True] * len(part))
