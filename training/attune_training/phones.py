"""Words -> phones, by the CMU dictionary and flite's letter-to-sound rules, as the Swift module `Lexicon` does it."""

import functools
import re
import subprocess

from .places import LEXICON, REDUCED_FORMS

NAMES = ("AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH").split()
INDEX = {name: index + 1 for index, name in enumerate(NAMES)}
BLANK = 0
COLUMNS = len(NAMES) + 1

Phones = tuple[int, ...]


@functools.cache
def reduced_forms() -> dict[str, list[tuple[Phones, float]]]:
    """word -> connected-speech forms that the dictionary lacks, and their log-probabilities, as Swift has them."""
    forms: dict[str, list[tuple[Phones, float]]] = {}
    for word, phones, weight in re.findall(r'\("([a-z\']+)", "([A-Z ]+)", (-[\d.]+)\)', REDUCED_FORMS.read_text()):
        forms.setdefault(word, []).append((tuple(INDEX[p] for p in phones.split()), float(weight)))
    return forms


@functools.cache
def dictionary() -> dict[str, list[Phones]]:
    """word -> pronunciations without stress, best known first."""
    words: dict[str, list[Phones]] = {}
    for line in LEXICON.read_text().splitlines()[1:]:
        word, _, rest = line.partition(" ")
        words[word] = [tuple(INDEX[p] for p in form.split()) for form in rest.split(",")]
    return words


@functools.cache
def letter_to_sound(word: str) -> Phones:
    """flite's guess, by its program `t2p`."""
    said = subprocess.run(["t2p", word], check=True, capture_output=True, text=True).stdout
    found = []
    for phone in said.split():
        name = {"ax": "AH", "axr": "ER", "ix": "IH", "em": "M", "en": "N", "el": "L"}.get(
            phone.rstrip("012"), phone.rstrip("012").upper()
        )
        if name in INDEX:
            found.append(INDEX[name])
    return tuple(found)


@functools.cache
def pronunciations(word: str) -> list[Phones]:
    """All listed pronunciations of a word in lower case; a guess where there is none."""
    known = list(dictionary().get(word) or [])
    if not known and word.endswith("'s") and word[:-2] in dictionary():
        for base in dictionary()[word[:-2]]:
            tail = ["IH", "Z"] if NAMES[base[-1] - 1] in ("S", "Z", "SH", "ZH", "CH", "JH") else ["Z"]
            known.append(base + tuple(INDEX[p] for p in tail))
    if not known:
        guess = letter_to_sound(word.replace("'", ""))
        known = [guess] if guess else []
    return known


def weighted_forms(word: str, reduced: bool = True) -> list[tuple[Phones, float]]:
    """Pronunciations and what they cost; with the connected-speech forms, unless they are listed anyway."""
    listed = pronunciations(word)
    further = reduced_forms().get(word, []) if reduced else []
    return [(form, 0.0) for form in listed] + [(form, weight) for form, weight in further if form not in listed]


def words_of(text: str) -> list[str] | None:
    """The words of a transcript in lower case; None where it has digits, whose reading is not known."""
    if re.search(r"\d", text):
        return None
    text = text.lower().replace("’", "'").replace("-", " ")
    return [
        word for word in (w.strip("'") if w not in dictionary() else w for w in re.findall(r"[a-z']+", text)) if word
    ]
