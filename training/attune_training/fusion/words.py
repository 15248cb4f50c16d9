"""Words of a transcript, heard rightly or not."""

import random
from dataclasses import dataclass

from ..phones import NAMES, pronunciations

PHONE_COUNT = len(NAMES)
ALIKE = (
    "AA AO AH/AE EH AH/IH IY EH/UH UW OW/ER R/EY AY IH/OW AO AA/AW OY AY/B P D/T D K/K G T/M N NG/F TH V/S Z SH/SH CH"
    " ZH/JH CH ZH/DH D V/L R W/Y W IY/HH F K"
)
"""Groups of phones that are mistaken for one another."""


def confusions() -> dict[int, list[int]]:
    found: dict[int, set[int]] = {index + 1: set() for index in range(PHONE_COUNT)}
    for group in ALIKE.split("/"):
        members = [NAMES.index(name) + 1 for name in group.split()]
        for phone in members:
            found[phone] |= set(members) - {phone}
    return {phone: sorted(others) for phone, others in found.items()}


CONFUSIONS = confusions()


@dataclass
class Word:
    """A word of a transcript, as phones."""

    phones: tuple[int, ...]
    confidence: float = 1.0
    age: float = 0.0


def sounds_of(words: list[str], rng: random.Random) -> list[Word]:
    """Words in their first form, or sometimes in another that the dictionary lists."""
    found = []
    for word in words:
        forms = pronunciations(word)
        if forms:
            found.append(Word(forms[0] if rng.random() < 0.9 else rng.choice(forms)))
    return found


def misheard(word: Word, rng: random.Random) -> Word:
    """A word that sounds nearly like it: some phones changed, left out or put in."""
    phones: list[int] = []
    for phone in word.phones:
        kind = rng.random()
        if kind < 0.25:
            phones.append(rng.choice(CONFUSIONS[phone] or [phone]))
        elif kind < 0.35:
            phones.append(rng.randint(1, PHONE_COUNT))
        elif kind < 0.42 and len(word.phones) > 1:
            continue
        else:
            phones.append(phone)
        if rng.random() < 0.05:
            phones.append(rng.randint(1, PHONE_COUNT))
    if tuple(phones) == word.phones or not phones:
        phones = [*phones[:-1], rng.randint(1, PHONE_COUNT)]
    return Word(tuple(phones))
