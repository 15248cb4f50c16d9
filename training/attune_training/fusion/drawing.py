"""Transcripts as they really come, drawn anew in every pass."""

import random

import torch

from ..phones import words_of
from .text import Text
from .words import Word, misheard, sounds_of


class TranscriptDraw:
    """Draws a transcript for an utterance."""

    def __init__(self, items: list[dict]) -> None:
        self.whisper: dict[str, list[dict]] = {}
        self.sentences = [u["words"] for item in items for u in item["utterances"]]
        self.vocabulary = sorted({word for words in self.sentences for word in words})

    def draw(self, item: dict, rng: random.Random) -> list[Word]:
        words = [word for u in item["utterances"] for word in u["words"]]
        tokens = self.whisper.get(item["utterances"][0]["path"]) if len(item["utterances"]) == 1 else None
        kind = rng.random()
        if tokens is not None and kind < 0.45:
            found = []
            for token in tokens:
                for word in sounds_of(words_of(token["word"]) or [], rng):
                    word.confidence = token["probability"]
                    found.append(word)
            if rng.random() < 0.5:
                for word in found:
                    word.confidence = 1.0
        elif kind < 0.6:
            found = sounds_of(words, rng)
            if rng.random() < 0.3:
                self.doubt(found, [True] * len(found), rng)
        elif kind < 0.9:
            found = self.wrong(sounds_of(words, rng), rng.uniform(0.1, 0.6), rng)
        else:
            other = rng.choice(self.sentences)
            found = sounds_of(other[: len(words) + 4], rng)
        self.delay(found, rng)
        return found[:100]

    def wrong(self, words: list[Word], rate: float, rng: random.Random) -> list[Word]:
        found, right = [], []
        for word in words:
            if rng.random() >= rate:
                found.append(word), right.append(True)
                continue
            kind = rng.random()
            if kind < 0.4:
                found.append(misheard(word, rng)), right.append(False)
            elif kind < 0.6:
                found += sounds_of([rng.choice(self.vocabulary)], rng)[:1]
                right += [False] * (len(found) - len(right))
            elif kind < 0.8:
                found.append(word), right.append(True)
                found += sounds_of([rng.choice(self.vocabulary)], rng)[:1]
                right += [False] * (len(found) - len(right))
        if rng.random() < 0.4:
            self.doubt(found, right, rng)
        return found

    @staticmethod
    def doubt(words: list[Word], right: list[bool], rng: random.Random) -> None:
        """Confidences that tell something, if not everything."""
        for word, is_right in zip(words, right, strict=True):
            word.confidence = rng.betavariate(5, 1.5) if is_right else rng.betavariate(2, 3)

    @staticmethod
    def delay(words: list[Word], rng: random.Random) -> None:
        """The last words may not have come yet; the others came a while ago."""
        if words and rng.random() < 0.2:
            del words[rng.randint(1, len(words)) :]
        age = rng.expovariate(1.0) if rng.random() < 0.5 else 0.0
        for word in reversed(words):
            word.age = age
            age += rng.uniform(0, 0.6) if age > 0 else 0


def text_of(transcripts: list[list[Word]]) -> Text:
    rows = [
        [(p, float(i == 0), w.confidence, w.age) for w in words for i, p in enumerate(w.phones)]
        for words in transcripts
    ]
    longest = max(1, max(map(len, rows)))
    padded = torch.tensor([[*row, *[(0, 0.0, 0.0, 0.0)] * (longest - len(row))] for row in rows], dtype=torch.float32)
    phones, starts, confidence, age = padded.unbind(-1)
    return Text(phones.long(), torch.tensor([len(row) for row in rows]), starts, confidence, age)
