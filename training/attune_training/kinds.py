"""The kinds of commands and of other speech that nothing was trained on."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from .benchmark import labels
from .corpus import manifest, place_of
from .cuts import narrow, tight
from .short_commands import dialogue, everyday_noise, noise_and_music, unrelated_speech
from .places import CONFIG, coffee, kitchen, real_voices, speech_to_intent
from .trials import Clip, Kind, Trial, command_file, intent


Spans = dict[str, tuple[float, float]]


def shipped_files() -> list[Path]:
    """The benchmark's command file, and those that are shipped."""
    return [coffee(), *(CONFIG / f"{name}.yaml" for name in ("coffee", "lights", "timers"))]


def phrases_of(rows: list[dict], known: Iterable[str], name: str, spans: Spans | None = None) -> Trial:
    """The rows with a grammar of some of their texts: the others are other speech. `spans`: of some rows, by path."""
    known, spans = set(known), spans or {}
    clips = [
        Clip(place_of(r), intent(r["text"]) if r["text"] in known else None, span=spans.get(r["path"])) for r in rows
    ]
    return Trial(command_file(name, known), clips)


def words(split: str = "dev", every: int = 1) -> list[dict]:
    return manifest("speech-commands-9", split)[::every]


def rotations(texts: list[str], size: int, step: int) -> list[list[str]]:
    return [[texts[(first + k) % len(texts)] for k in range(size)] for first in range(0, len(texts), step)]


def nine_words(split: str = "dev", every: int = 1, cut: bool = False) -> Iterable[Trial]:
    """Single words, five against four others."""
    rows = words(split, every)
    spans = {r["path"]: tight(place_of(r)) for r in rows} if cut else {}
    texts = sorted({r["text"] for r in rows})
    for number, known in enumerate(rotations(texts, 5, 3)):
        yield phrases_of(rows, known, f"words-{number}", spans)


def telephone_words() -> Iterable[Trial]:
    """The nine words at 8 kHz, cut tight, all known."""
    rows = words()
    texts = sorted({r["text"] for r in rows})
    clips = [Clip(narrow(place_of(r)), intent(r["text"])) for r in rows]
    yield Trial(command_file("words-all", texts), clips)


def names_and_phrases() -> Iterable[Trial]:
    """Names and phrases, four against six."""
    rows = manifest("phrases", "dev")
    for number, known in enumerate(
        [
            ["hadouken", "trick or treat", "joke", "fenrir"],
            ["dracarys", "how are you", "goodnight", "archie"],
            ["hadouken", "dracarys", "goodnight", "hey fenrir"],
        ]
    ):
        # "Hey archie" holds "archie": neither right nor wrong.
        inside = [r for r in rows if r["text"] in known or not any(k in r["text"] or r["text"] in k for k in known)]
        yield phrases_of(inside, known, f"phrases-{number}")


def read_sentences() -> Iterable[Trial]:
    """Read sentences and digit strings of Mandarin speakers, each a command; about 190 of them against all others."""
    rows = manifest("speechocean", "dev")
    texts = sorted({r["text"] for r in rows})
    for number in range(2):
        known = texts[number::4]
        rest = [r for r in rows if r["text"] in known or texts.index(r["text"]) % 4 >= 2]
        yield phrases_of(rest, known, f"sentences-{number}")


def coffee_orders(*snrs: str) -> Iterable[Trial]:
    truth = labels()
    clips = [
        Clip(speech_to_intent() / "dev" / name, label["intent"], {s: v.strip() for s, v in label["slots"].items()})
        for name, label in sorted(truth.items())
    ]
    for snr in snrs:
        yield Trial(coffee(), clips, () if snr == "clean" else ("--noise", str(kitchen()), "--snr", snr))


def others(folders: dict[str, tuple[str, int]]) -> Iterable[Trial]:
    """Speech and noise that is no command of the files that are shipped; "goodnight" is one."""
    rows = [r for folder, (split, every) in folders.items() for r in manifest(folder, split)[::every]]
    clips = [Clip(place_of(r), None) for r in rows if r["text"] != "goodnight"]
    for commands in shipped_files():
        yield Trial(commands, clips)


CALLED = {
    "wildfire": "wildfire", "operator": "operator", "voyager": "voyager", "onword": "on word",
    "thinkengine": "think engine",
}  # fmt: skip
"""The telephone's five words: as they are labelled, and as they are written."""


def telephone(chosen: Callable[[dict], bool] = lambda row: True) -> Iterable[Trial]:
    """Five words over telephones, against names and sentences, of which most have one of the words in them."""
    place = real_voices() / "telephone"
    rows = [r for r in json.loads((place / "labels.json").read_text()) if chosen(r)]
    clips = [Clip(place / r["path"], r["word"] and intent(CALLED[r["word"]])) for r in rows]
    yield Trial(command_file("telephone", CALLED.values()), clips)


def calls_nobody(row: dict) -> bool:
    """Whether none of the five words is in it."""
    return not any(word in row["text"].replace(" ", "") for word in CALLED)


OTHER_SPEECH = {
    "an4/train": ("train", 20),
    "librispeech/": ("train", 20),
    "librispeech/dev": ("dev", 2),
    "commonvoice": ("train", 2),
    "speechocean": ("train", 10),
    "phrases": ("dev", 4),
    "speech-commands-9": ("train", 20),
}

KINDS = [
    Kind("single words, 5 against 4", nine_words, fitted=True),
    Kind("single words, cut tight", lambda: nine_words(every=2, cut=True), fitted=True),
    Kind("single words, 8 kHz, cut tight", telephone_words, fitted=True),
    Kind("names and phrases, 4 against 6", names_and_phrases, fitted=True),
    Kind("sentences, 186 against 372", read_sentences, fitted=True),
    Kind("coffee orders, clean", lambda: coffee_orders("clean"), fitted=True),
    Kind("coffee orders, 12, 6 and 0 dB", lambda: coffee_orders("12", "6", "0"), fitted=True),
    Kind("other speech, files of config/", lambda: others(OTHER_SPEECH), fitted=True),
    Kind("noise, files of config/", lambda: others({"noise/": ("noise", 1)}), fitted=True),
    Kind("other speech, short commands", lambda: unrelated_speech(OTHER_SPEECH)),
    Kind("noise, short commands", everyday_noise),
    Kind("telephone, 5 words", telephone),
    Kind("telephone, none of the 5 words", lambda: telephone(calls_nobody)),
    Kind("single words, training speakers", lambda: nine_words("train", every=4)),
    Kind("dialogue of a game, files of config/", lambda: others({"negatives": ("measure", 1)})),
    Kind(
        "kitchen and music, files of config/",
        lambda: others({"kitchen-noise": ("measure", 1), "music": ("measure", 1)}),
    ),
    Kind("dialogue of a game, short commands", dialogue),
    Kind("kitchen and music, short commands", noise_and_music),
]
