"""Random grammars: phrases that people say, and near misses of what is said."""

import functools
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from ..phones import INDEX, NAMES, Phones, dictionary
from ..sentences import ONES, TENS
from .phrases import Phrase, phrase

MOST = 300
KNOWN_SHARE = 0.6
"""So many episodes have a grammar with what is said."""
NEAR_SHARE = 0.35
"""So many have near misses of it."""
PART_SHARE = 0.3
"""So many have a part of it: a command that is heard within other speech is none."""
ACCENTED = 0.25
"""So many have what is said with sounds in it that people do not say so: nobody's dictionary is always right."""
LIKELY = 0.6
"""So many grammars have phrases about as long as what is said."""
NUMBERS = ONES + TENS
ALIKE = [
    tuple(INDEX[name] for name in sounds.split())
    for sounds in (
        " ".join(name for name in NAMES if name[0] in "AEIOU"), "P B", "T D TH DH", "K G", "F V TH", "S Z SH ZH",
        "CH JH SH", "M N NG", "L R W", "Y IY", "HH K",
    )
]  # fmt: skip
"""Sounds that stand for one another in other accents, and in what a recording leaves of them."""

Words = tuple[str, ...]


@functools.cache
def neighbours() -> dict[Phones, list[str]]:
    """Words by their phones with one left out or open (0): two that share an entry differ in one phone."""
    found: dict[Phones, list[str]] = defaultdict(list)
    for word, forms in dictionary().items():
        if word.isalpha() and forms:
            form = forms[0]
            for k in range(len(form)):
                found[form[:k] + (0,) + form[k + 1 :]].append(word)
    return found


class GrammarDraw:
    """Draws grammars from the words of a corpus and the dictionary."""

    def __init__(self, transcripts: Sequence[Words], singles: Sequence[Words]) -> None:
        """`singles`: short phrases that people said alone, of which a grammar may be made."""
        self.transcripts = [t for t in transcripts if len(t) > 1]
        self.singles = sorted(set(singles))
        self.vocabulary = [w for w in dictionary() if w.isalpha()]
        counts: dict[str, int] = defaultdict(int)
        for words in transcripts:
            for word in words:
                counts[word] += 1
        self.common = sorted(counts)
        self.phrases = functools.lru_cache(200_000)(phrase)

    def word(self, rng: np.random.Generator) -> str:
        source = self.common if rng.random() < 0.7 else self.vocabulary
        return source[rng.integers(len(source))]

    def span(self, rng: np.random.Generator, size: int) -> Words:
        """Some words of a transcript, or words by themselves."""
        if size <= 2 and rng.random() < 0.5:
            return tuple(self.word(rng) for _ in range(size))
        words = self.transcripts[rng.integers(len(self.transcripts))]
        first = int(rng.integers(max(1, len(words) - size + 1)))
        return words[first : first + size]

    def near(self, words: Words, rng: np.random.Generator) -> Words:
        """Other words: one more, less or another, a part, another number, another order, or one that sounds like it."""
        place, kind = int(rng.integers(len(words))), rng.random()
        if kind < 0.45:
            return self.with_word(words, place, self.sounds_like(words[place], rng))
        if kind < 0.6 or words[place] in NUMBERS:
            other = NUMBERS[rng.integers(len(NUMBERS))] if words[place] in NUMBERS else self.word(rng)
            return self.with_word(words, place, other)
        if kind < 0.75:
            return words[:place] + (self.word(rng),) + words[place:]
        if len(words) == 1:
            return words + (self.word(rng),)
        if kind < 0.85:
            return words[:place] + words[place + 1 :]
        if kind < 0.95:
            return words[: max(1, place)] if rng.random() < 0.5 else words[max(1, place) :]
        return words[place:] + words[:place]

    @staticmethod
    def with_word(words: Words, place: int, other: str) -> Words:
        return words[:place] + (other,) + words[place + 1 :]

    def sounds_like(self, word: str, rng: np.random.Generator) -> str:
        """A word that differs in one phone, or any word where there is none."""
        form = dictionary().get(word, [()])[0]
        for k in rng.permutation(len(form)):
            # The phone another, or none, or one more before it.
            patterns = [form[:k] + (0,) + form[k + 1 :], form[:k] + (0,) + form[k:]]
            others = [w for w in neighbours().get(patterns[rng.integers(2)], []) if w != word]
            if others:
                return others[rng.integers(len(others))]
        return self.word(rng)

    def invented(self, truth: Phrase, rng: np.random.Generator) -> Phrase:
        """The phrase with one or two phones changed in a word."""
        forms = list(truth.forms)
        place = int(rng.integers(len(forms)))
        phones = list(forms[place][rng.integers(len(forms[place]))][0])
        for _ in range(int(rng.integers(1, 3))):
            k = int(rng.integers(len(phones)))
            if rng.random() < 0.2 and len(phones) > 2:
                del phones[k]
            elif rng.random() < 0.2:
                phones.insert(k, int(rng.integers(1, len(NAMES) + 1)))
            else:
                phones[k] = int(rng.integers(1, len(NAMES) + 1))
        forms[place] = ((tuple(phones), 0.0),)
        return Phrase(f"{truth.text} ~{phones}", tuple(forms))

    def __call__(self, said: Words, rng: np.random.Generator) -> tuple[list[Phrase], bool]:
        """Phrases, and whether the first one is what is said; none of the others sounds the same."""
        size = int(np.exp(rng.uniform(np.log(2), np.log(MOST))))
        truth = self.phrases(" ".join(said)) if said else None
        found = self.others(said, size, rng)
        if truth is not None:
            for _ in range(min(size - 1, int(rng.poisson(1.5)) if rng.random() < NEAR_SHARE else 0)):
                found.insert(0, self.invented(truth, rng) if rng.random() < 0.2 else self.near_phrase(said, rng))
            if len(said) > 1 and size > 1 and rng.random() < PART_SHARE:
                first = int(rng.integers(len(said)))
                last = int(rng.integers(first + 1, len(said) + (first > 0)))
                found.insert(0, self.phrases(" ".join(said[first:last])))
        truth_forms = {s.phones for s in truth.sayings(64)} if truth else set()
        seen, kept = set(), []
        for other in found:
            if other is not None and other.text not in seen and len(kept) < size:
                seen.add(other.text)
                if not any(s.phones in truth_forms for s in other.sayings(16)):
                    kept.append(other)
        is_known = truth is not None and (rng.random() < KNOWN_SHARE or not kept)
        if is_known and rng.random() < ACCENTED:
            truth = self.accented(truth, rng)
        return ([truth] if is_known else []) + kept, is_known

    @staticmethod
    def accented(truth: Phrase, rng: np.random.Generator) -> Phrase:
        """The phrase with like sounds for one in four of one of its words, at least one, and no other form of it."""
        forms = list(truth.forms)
        place = int(rng.integers(len(forms)))
        phones = list(forms[place][0][0])
        for k in rng.choice(len(phones), 1 + int(rng.integers(len(phones) // 4 + 1)), replace=False):
            alike = next((sounds for sounds in ALIKE if phones[k] in sounds), (phones[k],))
            phones[k] = alike[rng.integers(len(alike))]
        forms[place] = ((tuple(phones), 0.0),)
        return Phrase(truth.text, tuple(forms))

    def near_phrase(self, said: Words, rng: np.random.Generator) -> Phrase | None:
        words = self.near(said, rng)
        if rng.random() < 0.2:
            words = self.near(words, rng)
        return self.phrases(" ".join(words))

    def others(self, said: Words, size: int, rng: np.random.Generator) -> list[Phrase | None]:
        if len(said) <= 2 and size <= 2 * len(self.singles) and rng.random() < 0.4:
            order = rng.permutation(len(self.singles))[:size]
            return [self.phrases(" ".join(self.singles[k])) for k in order if self.singles[k] != said]
        alike = rng.random() < LIKELY
        usual = len(said) if said and alike else int(rng.integers(1, 4) if rng.random() < 0.6 else rng.integers(3, 10))
        lengths = np.clip(usual + np.round(rng.normal(0, 0.25 * usual, size)), 1, 12).astype(int)
        return [self.phrases(" ".join(self.span(rng, int(length)))) for length in lengths]
