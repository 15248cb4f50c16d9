#!/usr/bin/env python3
"""Asks hassil and Attune what the same written sentences mean, and says where they differ; see `--help`.

Sentences are drawn from a grammar with hassil's own sampler (Sampler in hassil_sentences.py), and as many are changed
so that most are of no grammar (Mutator). hassil is asked as Home Assistant's core asks it: recognize_best, names before
areas, and the area of the device that was spoken to in the context. Attune gets the texts as written text over the
Wyoming protocol.

Answers agree where both understand nothing, or the same intent with the same slots: numbers as numbers, texts without
case, punctuation and blanks at their ends. A slot that hassil takes from the context alone is left out.

A disagreement has a reason where one of the rules below proves it, which docs/commands.md has among the differences
from hassil; everything else is listed without one, and counts.

hassil gets a virtual environment below .build/peers-venv, made out of PyPI.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import re
import socket
import subprocess
import sys
import unicodedata

import peers
import real_voices

PACKAGES = ["hassil==3.12.1", "home-assistant-intents==2026.10.27", "PyYAML"]
# The area in hassil's context. No list has it, so a slot with this value is the context's.
CONTEXT_AREA = "area of the context"


class Hassil:
    """hassil with the grammar of some files."""

    def __init__(self, paths):
        import yaml
        from hassil import Intents
        from hassil.util import merge_dict
        grammar = {}
        for path in paths:
            merge_dict(grammar, yaml.load(path.read_text(), getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        self.intents = Intents.from_dict(grammar)

    def ask(self, text):
        """[{"intent", "slots"}], or nothing."""
        from hassil import recognize_best
        result = recognize_best(
            text, self.intents, intent_context={"area": CONTEXT_AREA}, language=self.intents.language,
            best_metadata_key="hass_custom_sentence", best_slot_name="name")
        if result is None:
            return []
        slots = {entity.name: entity.value for entity in result.entities_list if entity.value != CONTEXT_AREA}
        return [{"intent": result.intent.name, "slots": slots}]


class Attune:
    """A server with the same files, until the end of a `with`."""

    def __init__(self, program, paths):
        files = [word for path in paths for word in ("--commands", path)]
        self.process = subprocess.Popen(
            [program, "serve", *files, "--listen", "tcp://127.0.0.1:0"], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            sys.exit(f"{program} serve did not begin: {self.process.stderr.read()}")
        host, port = line.split()[-1].removeprefix("tcp://").rsplit(":", 1)
        self.connection = socket.create_connection((host, int(port)), timeout=60)
        self.stream = self.connection.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()
        self.connection.close()
        self.process.terminate()
        self.process.wait()

    def ask(self, text):
        """[{"intent", "slots", "words"}] of each command in the text."""
        event = {"type": "recognize", "data": {"text": text, "context": {"text": "written"}}}
        self.connection.sendall(json.dumps(event).encode() + b"\n")
        commands, is_open = [], False
        while True:
            header = json.loads(self.stream.readline())
            data = header.get("data") or {}
            data |= json.loads(self.stream.read(header["data_length"])) if header.get("data_length") else {}
            kind = header["type"]
            if kind == "intent":
                slots = {slot["name"]: slot["value"] for slot in data["entities"]}
                commands.append({"intent": data["name"], "slots": slots, "words": data["words"]})
            elif kind == "error":
                sys.exit(f"Attune answers {text!r} with an error: {data}")
            is_open = (is_open or kind == "intents-start") and kind != "intents-stop"
            if not is_open:
                return commands


# How answers are compared.


def normal(value):
    """
    >>> normal(20.0), normal("20"), normal(" Oat Milk! "), normal(["b", "a"]), normal(True)
    ('20', '20', 'oat milk', ('a', 'b'), 'true')
    """
    if isinstance(value, (list, tuple)):
        return tuple(sorted(map(normal, value)))
    if isinstance(value, bool):
        return str(value).lower()
    try:
        return f"{float(value):.10g}"
    except ValueError:
        letters = unicodedata.normalize("NFKC", value).casefold().replace("’", "'")
        return " ".join(re.sub(r"[^\w\s'&/+-]", " ", letters).split())


def meaning(command):
    return command["intent"], {name: normal(value) for name, value in command["slots"].items()}


def verdict(hassil, attune):
    """How the answers to a text differ; nothing where they agree.

    >>> light, lamp = {"intent": "on", "slots": {"name": "light"}}, {"intent": "on", "slots": {"name": "lamp"}}
    >>> verdict([], []), verdict([light], [light]), verdict([light], [lamp])
    ('', '', 'other slots')
    >>> verdict([], [light]), verdict([light], [])
    ('Attune alone understands', 'hassil alone understands')
    """
    if list(map(meaning, hassil)) == list(map(meaning, attune)):
        return ""
    if not hassil or not attune:
        return "Attune alone understands" if attune else "hassil alone understands"
    if len(attune) > 1:
        return "several commands"
    return "other intent" if hassil[0]["intent"] != attune[0]["intent"] else "other slots"


def several_commands(text, hassil, attune, ask):
    """Attune takes a text for several commands, and hassil takes each of them for the same one."""
    return len(attune) > 1 and all(verdict(ask(command["words"]), [command]) == "" for command in attune)


REASONS = [several_commands]


def compare(sentence, hassil, attune):
    """A line of the output."""
    row = {"text": sentence.text, "from": sentence.intent, "change": sentence.change,
           "hassil": hassil.ask(sentence.text), "attune": attune.ask(sentence.text)}
    row["verdict"] = verdict(row["hassil"], row["attune"])
    proofs = (rule for rule in REASONS if row["verdict"])
    found = (rule for rule in proofs if rule(sentence.text, row["hassil"], row["attune"], hassil.ask))
    row["reason"] = next((rule.__name__.replace("_", " ") for rule in found), "")
    return row


# What is printed.


def summary(name, rows):
    """A row of the table."""
    same = sum(not row["verdict"] for row in rows)
    unexplained = sum(bool(row["verdict"]) and not row["reason"] for row in rows)
    cells = [name, str(len(rows)), str(sum(bool(row["hassil"]) for row in rows))]
    for count in (same, len(rows) - unexplained):
        low, high = peers.wilson(count, len(rows))
        cells.append(f"{100 * count / len(rows):.2f} ({100 * low:.2f}-{100 * high:.2f})")
    return cells + [str(unexplained)]


def short(answer):
    commands = [f"{command['intent']} {command['slots']}" for command in answer]
    return "; ".join(commands) or "nothing"


def show(rows, limit):
    """Every disagreement by its kind."""
    kinds = collections.defaultdict(list)
    for row in rows:
        if row["verdict"]:
            kinds[row["reason"] or "without a reason", row["verdict"]].append(row)
    for (reason, kind), found in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"\n{kind}, {reason}: {len(found)}")
        for row in found[:limit]:
            print(f"  {row['text']!r}" + (f" ({row['change']})" if row["change"] else ""))
            print(f"    hassil  {short(row['hassil'])}\n    attune  {short(row['attune'])}")


def draw(options, hassil):
    """The sentences of each kind."""
    from hassil_sentences import Mutator, Sampler
    chance = random.Random(options.seed)
    sampled = Sampler(hassil.intents, chance).sentences(options.count)
    mutator = Mutator(sampled, hassil.intents.skip_words, chance)
    return {"sampled": sampled, "mutated": mutator.sentences_of(options.count)}


def measure(options):
    hassil = Hassil(options.grammar)
    with Attune(options.attune, options.grammar) as attune:
        groups = {}
        for name, sentences in draw(options, hassil).items():
            groups[name] = [compare(sentence, hassil, attune) for sentence in sentences]
            print(*summary(name, groups[name]), sep=" | ", file=sys.stderr)
    return groups


def record(options):
    """Writes what hassil answers."""
    hassil = Hassil(options.grammar)
    with options.record.open("w") as file:
        for sentence in (sentence for sentences in draw(options, hassil).values() for sentence in sentences):
            answer = (hassil.ask(sentence.text) or [{"intent": None, "slots": {}}])[0]
            print(json.dumps({"text": sentence.text} | answer, ensure_ascii=False), file=file)


def own_python(packages):
    """Goes on in a Python that has these packages, where this one has not."""
    try:
        import hassil
        assert hassil
    except ImportError:
        try:
            python = peers.environment(packages)
        except peers.Unavailable as reason:
            sys.exit(f"nothing was measured: {reason}")
        os.execv(python, [str(python), *sys.argv])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attune", type=pathlib.Path, default=peers.ROOT / ".build" / "release" / "attune")
    parser.add_argument(
        "--grammar", type=pathlib.Path, action="append",
        help="a command file; may be repeated ($ATTUNE_DATA/home-assistant/en.yaml)")
    parser.add_argument("--count", type=int, default=5000, help="sentences of each kind (5000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=1000, help="how many disagreements of a kind are printed (1000)")
    parser.add_argument("--min", type=float, default=0, help="exit status 1 below this share of agreement (0)")
    parser.add_argument("--output", type=pathlib.Path, help="a line of JSON for each sentence")
    parser.add_argument(
        "--record", type=pathlib.Path, metavar="FILE",
        help="write hassil's answers, a line of JSON each, and ask nobody else")
    parser.add_argument("--check", action="store_true", help="try the examples in this file, and measure nothing")
    options = parser.parse_args()
    if options.check:
        import doctest
        sys.exit(bool(doctest.testmod(verbose=False).failed))
    options.grammar = options.grammar or [real_voices.FOLDER / "home-assistant" / "en.yaml"]
    for path in options.grammar + ([] if options.record else [options.attune]):
        if not path.is_file():
            sys.exit(f"no {path}")
    own_python(PACKAGES)
    if options.record:
        record(options)
        return
    groups = measure(options)
    rows = [row for group in groups.values() for row in group]
    header = ["sentences", "number", "understood by hassil", "agreement, % (95 %)",
              "with differences that have a reason, %", "without a reason"]
    groups["all"] = rows
    print(peers.table(header, [summary(name, group) for name, group in groups.items()]))
    show(rows, options.show)
    if options.output:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(row, ensure_ascii=False, default=str) for row in rows)
        options.output.write_text("".join(f"{line}\n" for line in lines))
    agreement = sum(not row["verdict"] or bool(row["reason"]) for row in rows) / len(rows)
    sys.exit(1 if agreement < options.min else 0)


if __name__ == "__main__":
    main()
