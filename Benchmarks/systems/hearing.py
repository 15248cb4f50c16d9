"""What the recognisers of peers.py have in common; each runs in a process of its own, with its own packages.

A recogniser is an object with three members:

- `facts`, what a reader of its figures should know, ready for JSON;
- `hear(block)`, called with every 100 ms of sound, 16-bit samples at 16 kHz, while it comes;
- `finish()`, called after the last sample; returns the words, or None where it knows no words.
"""

import importlib.metadata
import json
import pathlib
import resource
import sys
import time
import wave

RATE = 16_000
BLOCK = RATE // 10 * 2
REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
# Whoever has imported this can import `attune_training`.
sys.path.append(str(REPOSITORY / "training"))


def processor_seconds():
    """What this process has used so far, in all of its threads."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def samples(path):
    with wave.open(str(path), "rb") as file:
        if file.getparams()[:3] != (1, 2, RATE):
            raise ValueError(f"{path}: not 16-bit samples of one channel at 16 kHz")
        return file.readframes(file.getnframes())


def measure(recogniser, path):
    """Lets it hear a file block by block, as fast as it can."""
    sound = samples(path)
    before = processor_seconds()
    for offset in range(0, len(sound), BLOCK):
        recogniser.hear(sound[offset : offset + BLOCK])
    end = time.perf_counter()
    words = recogniser.finish()
    return {
        "file": pathlib.Path(path).name, "words": words, "seconds": len(sound) / 2 / RATE,
        "latency": time.perf_counter() - end, "processor": processor_seconds() - before}


def work(load, packages):
    """Prints, as JSON, what the recogniser that `load` returns makes of the files that standard input names."""
    begin = time.perf_counter()
    recogniser = load()
    # The start of Python and of the packages belongs to it.
    start_up = {"processor": processor_seconds(), "wall": time.perf_counter() - begin}
    clips = [measure(recogniser, line) for line in sys.stdin.read().splitlines()]
    versions = {name: importlib.metadata.version(name) for name in packages}
    json.dump({"versions": versions, "facts": recogniser.facts, "start_up": start_up, "clips": clips}, sys.stdout)
