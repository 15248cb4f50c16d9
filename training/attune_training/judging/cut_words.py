"""Words and phrases cut from reading that is for measuring, by people and of a text that nothing was trained on.

Each cut of one or two words meets a grammar of ten others from the same reading, and one that has it too.
"""

from collections.abc import Iterator

import numpy as np

from ..corpus import held_out, read
from ..phones import dictionary
from ..places import JUDGING
from .candidate_evidence import evidence
from .candidates import best
from .heard import Ear, Heard, load, save
from .phrases import phrase
from .trial_sounds import AT_ONCE, FORMS, Judged
from .viterbi import Sounds
from .worlds import FRAME, spans

CUTS, OTHERS, LONGEST = 8, 10, 12.0


def cuts(ear: Ear) -> Iterator[Heard]:
    for number, utterance in enumerate(held_out("dev", "LibriSpeech")):
        if utterance.seconds > LONGEST or not all(w in dictionary() for w in utterance.words):
            continue
        samples, rng = read(utterance.path), np.random.default_rng(number)
        for cut, (words, begin, end) in enumerate(spans(utterance.words, ear.plainly(samples), CUTS, rng)):
            if len(words) <= 2 and end - begin > 4:
                log_probabilities, memories = ear(samples[begin * FRAME : end * FRAME])
                yield Heard(log_probabilities, memories, f"{utterance.path.name}-{cut}", words)


def heard_cuts(ear: Ear) -> list[Heard]:
    place = JUDGING / "measure-cut-words"
    if not place.with_suffix(".json").exists():
        save(cuts(ear), place)
    return load(place)


def judged_cuts(ear: Ear) -> Iterator[Judged]:
    clips = sorted(heard_cuts(ear), key=lambda h: len(h.memories))
    texts, rng = sorted({c.words for c in clips}), np.random.default_rng(0)
    for begin in range(0, len(clips), AT_ONCE):
        part = [c for c in clips[begin : begin + AT_ONCE] for _ in range(2)]
        known = [k % 2 == 0 for k in range(len(part))]
        grammars = []
        for clip, has_it in zip(part, known, strict=True):
            said = phrase(" ".join(clip.words))
            sounds_so = {s.phones for s in said.sayings(64)}
            drawn = [phrase(" ".join(texts[k])) for k in rng.permutation(len(texts))[: 2 * OTHERS]]
            others = [p for p in drawn if not any(s.phones in sounds_so for s in p.sayings(64))][:OTHERS]
            grammars.append([said, *others] if has_it else others)
        side = Sounds([c.log_probabilities.astype(np.float32) for c in part])
        candidates = best(side, grammars, FORMS)
        right = [
            next((k for k, c in enumerate(found) if has_it and c.phrase == 0), -1)
            for has_it, found in zip(known, candidates, strict=True)
        ]
        yield Judged(part, candidates, evidence(side, candidates, [OTHERS] * len(part)), right, known)
