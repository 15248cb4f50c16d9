"""What a candidate says: words, each in one of the forms that it may be said in."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from ..phones import Phones, weighted_forms

FORMS = 6
"""The most forms of a word."""


@dataclass(frozen=True)
class Saying:
    """The phones of each word, and what their forms cost in nats."""

    words: tuple[Phones, ...]
    cost: float = 0.0

    @property
    def phones(self) -> Phones:
        return tuple(itertools.chain.from_iterable(self.words))


@dataclass(frozen=True)
class Phrase:
    """The forms of each word, at least one, and what they cost."""

    text: str
    forms: tuple[tuple[tuple[Phones, float], ...], ...]

    def sayings(self, limit: int) -> list[Saying]:
        """Not more than `limit` ways to say it; the listed forms of few words first."""
        return [self.saying(choice) for choice in itertools.islice(self.choices(), limit)]

    def choices(self) -> Iterator[tuple[int, ...]]:
        """Which form of each word: the first ones, then one word in another form, then everything."""
        first = (0,) * len(self.forms)
        yield first
        for place, forms in enumerate(self.forms):
            for other in range(1, len(forms)):
                yield first[:place] + (other,) + first[place + 1 :]
        for choice in itertools.product(*(range(len(forms)) for forms in self.forms)):
            if sum(c > 0 for c in choice) > 1:
                yield choice

    def saying(self, choice: tuple[int, ...]) -> Saying:
        said = [forms[c] for forms, c in zip(self.forms, choice, strict=True)]
        return Saying(tuple(phones for phones, _ in said), sum(cost for _, cost in said))

    def neighbours(self, saying: Saying) -> list[tuple[int, Saying]]:
        """Everything that differs in one word's form, with the place of that word."""
        found = []
        for place, forms in enumerate(self.forms):
            now = next(cost for phones, cost in forms if phones == saying.words[place])
            for phones, cost in forms:
                if phones != saying.words[place]:
                    words = saying.words[:place] + (phones,) + saying.words[place + 1 :]
                    found.append((place, Saying(words, saying.cost - now + cost)))
        return found


def phrase(text: str, pronunciations: dict[str, list[Phones]] | None = None) -> Phrase | None:
    """None where a word has no pronunciation."""
    own = pronunciations or {}
    forms = []
    for word in text.split():
        listed = [(form, 0.0) for form in own[word]] if word in own else weighted_forms(word)
        if not listed:
            return None
        forms.append(tuple(listed[:FORMS]))
    return Phrase(text, tuple(forms))
