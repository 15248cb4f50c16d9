"""Makes the word bigrams that guess the words of a free part: Sources/Lexicon/Resources/bigrams.bin.

    python -m attune_training.steps.bigrams en-us.lm.bin ../Sources/Lexicon/Resources/bigrams.bin

The input is CMU's generic US English trigram model (2-clause BSD), `model/en-us/en-us.lm.bin` of the PyPI package
pocketsphinx or of Debian's pocketsphinx-en-us. Of its trie the unigrams and bigrams are read. Words are kept that the
shipped lexicon has, the most probable ones; bigrams by weighted difference (K. Seymore and R. Rosenfeld, Scalable
backoff language models, ICSLP 1996): how often a pair comes, times how much the pair's probability differs from what
backing off gives. Unigrams and back-off weights are then made to add up again.

The output, numbers little-endian; a probability is a byte b, for exp(-b / 16):

    magic "ATNG1\\n", then the number of words, of bytes of their texts, and of bigrams (4 bytes each)
    the words in byte order, each with a line feed; "</s>" and "<s>" are the end and the beginning of a sentence
    for each word a byte: its unigram probability
    for each word a byte: its back-off weight, exp((128 - b) / 16)
    for each word 2 bytes: how many bigrams begin with it
    the bigrams in the order of their first word, then of their second: 4 bytes, the second word's number times 256,
    plus a probability
"""

import argparse
from pathlib import Path

import numpy as np

MAGIC = b"ATNG1\n"
STEP = 1 / 16
"""The nats of a unit of a quantised logarithm."""
BACK_OFF = 128
"""The byte of a back-off weight of one."""
BEGIN, END = "<s>", "</s>"


def bits(limit: int) -> int:
    """How many bits a number up to `limit` needs."""
    return max(1, int(limit).bit_length())


class Trie:
    """Unigrams and bigrams of a binary trie as SphinxBase's lm_trie.c writes it, in natural logarithms."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        title = b"Trie Language Model"
        if not data.startswith(title) or data[len(title)] != 3:
            raise SystemExit(f"{path}: this is no binary trie of trigrams as SphinxBase writes it")
        place = len(title) + 1
        counts = np.frombuffer(data, "<u4", 3, place)
        # A number of the quantisation, then its tables: bigrams' probabilities and back-off weights, trigrams'
        # probabilities.
        tables = np.frombuffer(data, "<f4", 3 << 16, place + 16).reshape(3, -1)
        place += 16 + tables.nbytes
        unit = np.log(1.0001)
        kind = np.dtype([("probability", "<f4"), ("back_off", "<f4"), ("next", "<u4")])
        unigrams = np.frombuffer(data, kind, int(counts[0]) + 1, place)
        place += unigrams.nbytes
        words, follow = bits(int(counts[0])), bits(int(counts[2]))
        pairs = self.packed(data, place, int(counts[1]), (words, 16, 16, follow))
        size = [((1 + int(count)) * width + 7) // 8 + 8 for count, width in (
            (counts[1], words + 32 + follow), (counts[2], words + 16))]
        place += sum(size)
        length = int(np.frombuffer(data, "<u4", 1, place)[0])
        texts = data[place + 4 : place + 4 + length].split(b"\0")[:-1]
        self.words = [text.decode() for text in texts]
        if len(self.words) != counts[0]:
            raise SystemExit(f"{path}: {len(self.words)} words where {counts[0]} should be")
        self.unigrams = unigrams["probability"][:-1].astype(float) * unit
        self.back_off = unigrams["back_off"][:-1].astype(float) * unit
        # The trie leads from a word to the words before it. It counts a few more pairs than any word leads to.
        self.second = np.repeat(np.arange(len(self.words)), np.diff(unigrams["next"].astype(int)))
        self.first = pairs[0][: len(self.second)].astype(int)
        self.probabilities = tables[0][pairs[2][: len(self.second)]].astype(float) * unit
        if (np.diff(self.first)[np.diff(self.second) == 0] <= 0).any():
            raise SystemExit(f"{path}: the pairs of a word are not in order")

    @staticmethod
    def packed(data: bytes, place: int, count: int, widths: tuple[int, ...]) -> list[np.ndarray]:
        """Records of fields of some bits each, the lowest first."""
        total = sum(widths)
        stored = np.unpackbits(np.frombuffer(data, "u1", (count * total + 7) // 8, place), bitorder="little")
        stored = stored[: count * total].reshape(count, total)
        fields, start = [], 0
        for width in widths:
            fields.append(stored[:, start : start + width] @ (1 << np.arange(width, dtype=np.uint32)))
            start += width
        return fields


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--lexicon", type=Path, default=Path("../Sources/Lexicon/Resources/lexicon.txt"))
    parser.add_argument("--words", type=int, default=50_000, help="the most words")
    parser.add_argument("--bigrams", type=int, default=400_000, help="the most bigrams")
    arguments = parser.parse_args()

    trie = Trie(arguments.source)
    lines = arguments.lexicon.read_bytes().splitlines()[1:]
    known = {line.split(b" ", 1)[0].decode() for line in lines} | {BEGIN, END}
    kept = [index for index, word in enumerate(trie.words) if word in known]
    ends = [trie.words.index(BEGIN), trie.words.index(END)]
    kept = sorted(kept, key=lambda index: (index not in ends, -trie.unigrams[index]))[: arguments.words]
    kept.sort(key=lambda index: trie.words[index].encode())
    number = np.full(len(trie.words), -1)
    number[kept] = np.arange(len(kept))
    words = [trie.words[index] for index in kept]
    begin = words.index(BEGIN)

    # A sentence begins as often as one ends; nothing is followed by a beginning.
    unigrams = np.exp(trie.unigrams[kept])
    often = unigrams.copy()
    unigrams[begin] = 0
    often[begin] = unigrams[words.index(END)]
    unigrams /= unigrams.sum()

    chosen = (number[trie.first] >= 0) & (number[trie.second] >= 0)
    first, second = number[trie.first[chosen]], number[trie.second[chosen]]
    probabilities = np.exp(trie.probabilities[chosen])
    backed = np.exp(trie.back_off[kept])[first] * unigrams[second]
    worth = often[first] * probabilities * np.abs(np.log(probabilities / np.maximum(backed, 1e-30)))
    best = np.argsort(-worth, kind="stable")[: arguments.bigrams]
    order = best[np.lexsort((second[best], first[best]))]
    first, second, probabilities = first[order], second[order], probabilities[order]

    explained = np.bincount(first, probabilities, len(words)).clip(max=0.999)
    covered = np.bincount(first, unigrams[second], len(words)).clip(max=0.999)
    back_off = (1 - explained) / (1 - covered)

    def quantised(values: np.ndarray, zero: int = 0) -> np.ndarray:
        return np.clip(np.round(zero - np.log(np.maximum(values, 1e-30)) / STEP), 0, 255).astype(np.uint32)

    text = b"".join(word.encode() + b"\n" for word in words)
    begun = np.bincount(first, minlength=len(words))
    if begun.max() >= 1 << 16:
        raise SystemExit("too many bigrams begin with one word")
    content = MAGIC + np.array([len(words), len(text), len(first)], "<u4").tobytes() + text
    content += quantised(unigrams).astype("u1").tobytes() + quantised(back_off, BACK_OFF).astype("u1").tobytes()
    content += begun.astype("<u2").tobytes()
    content += (second.astype("<u4") * 256 + quantised(probabilities)).astype("<u4").tobytes()
    arguments.target.write_bytes(content)
    print(f"{arguments.source}: {len(trie.words)} words, {len(trie.second)} bigrams")
    print(f"{arguments.target}: {len(words)} words, {len(first)} bigrams, {len(content)} bytes")


if __name__ == "__main__":
    main()
