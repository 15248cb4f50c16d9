"""Words -> phones, by the CMU dictionary and flite's letter-to-sound rules, as the Swift module `Lexicon` does it."""

import functools
import re
import subprocess

from .places import LEXICON

NAMES = (
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH"
).split()
INDEX = {name: index + 1 for index, name in enumerate(NAMES)}
BLANK = 0
COLUMNS = len(NAMES) + 1

Phones = tuple[int, ...]

REDUCED: dict[str, list[str]] = {
    "a": ["AH", "EY"], "and": ["AH N", "N", "AE N"], "of": ["AH"], "to": ["T AH", "T IH"], "can": ["K AH N", "K IH N"],
    "have": ["HH AH V", "AH V"], "with": ["W IH TH", "W IH DH"], "the": ["DH AH", "DH IY"], "for": ["F ER"],
    "at": ["AH T"], "in": ["AH N"], "me": ["M IH"], "you": ["Y AH"], "get": ["G IH T"], "i'd": ["AY"], "or": ["ER"],
    "your": ["Y ER"], "some": ["S AH M"], "lots": ["L AA T S"],
}  # fmt: skip
"""Connected-speech forms of function words that the dictionary lacks."""


@functools.cache
def dictionary() -> dict[str, list[Phones]]:
    """word -> pronunciations without stress, best known first."""
    words: dict[str, list[Phones]] = {}
    for line in LEXICON.read_text().splitlines():
        word, _, rest = line.partition("\t")
        words[word] = [tuple(INDEX[p] for p in form.split()) for form in rest.split("\t")]
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
def pronunciations(word: str, reduced: bool = False) -> list[Phones]:
    """All known pronunciations of a word in lower case; a guess where there is none."""
    known = list(dictionary().get(word) or [])
    if not known and word.endswith("'s") and word[:-2] in dictionary():
        for base in dictionary()[word[:-2]]:
            tail = ["IH", "Z"] if NAMES[base[-1] - 1] in ("S", "Z", "SH", "ZH", "CH", "JH") else ["Z"]
            known.append(base + tuple(INDEX[p] for p in tail))
    if not known:
        guess = letter_to_sound(word.replace("'", ""))
        known = [guess] if guess else []
    if reduced:
        known += [form for form in (tuple(INDEX[p] for p in f.split()) for f in REDUCED.get(word, [])) if form not in known]
    return known


def words_of(text: str) -> list[str] | None:
    """The words of a transcript in lower case; None where it has digits, whose reading is not known."""
    if re.search(r"\d", text):
        return None
    text = text.lower().replace("’", "'").replace("-", " ")
    return [word for word in (w.strip("'") if w not in dictionary() else w for w in re.findall(r"[a-z']+", text)) if word]
