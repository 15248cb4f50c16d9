#!/usr/bin/env python3
"""Asks hassil and Attune what the same written sentences mean, and says where they differ; see `--help`.

Sentences are drawn from a grammar with hassil's own sampler (Sampler in hassil_sentences.py), and as many are changed
so that most are of no grammar (Mutator). hassil is asked as Home Assistant's core asks it: recognize_best, names before
areas, and the area of the device that was spoken to in the context. Attune gets the texts as written text over the
Wyoming protocol.

Answers agree where both understand nothing, or the same intent with the same slots: numbers as numbers, texts without
case, punctuation and blanks at their ends. A slot that hassil takes from the context alone is left out.

A disagreement is a tie where hassil finds Attune's answer as good as its own (two names that are said alike), and only
the order of its search decides. It has a reason where one of the rules below proves it, which docs/commands.md has
among the differences from hassil. Everything else is listed without one.

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
import tempfile
import unicodedata

import peers
import real_voices

PACKAGES = ["hassil==3.12.1", "home-assistant-intents==2026.10.27", "PyYAML"]
# The area in hassil's context. No list has it, so a slot with this value is the context's.
CONTEXT_AREA = "area of the context"
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
ONES = "one|two|three|four|five|six|seven|eight|nine"


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
        """[{"intent", "slots", "spans"}] with the text of each slot, or nothing."""
        from hassil import recognize_best
        result = recognize_best(text, best_metadata_key="hass_custom_sentence", best_slot_name="name", **self._options)
        return [] if result is None else [self._command(text, result)]

    def equals(self, text):
        """The commands that hassil finds as good as the one that it answers, that one among them."""
        from hassil import recognize_all
        results = list(recognize_all(text, **self._options))
        best = min(map(self._rank, results), default=None)
        return [self._command(text, result) for result in results if self._rank(result) == best]

    def is_beyond(self, text):
        """Whether a slot has a number behind the end of every range that fills it."""
        from hassil import recognize_best
        from hassil.intents import RangeSlotList
        result = recognize_best(text, best_metadata_key="hass_custom_sentence", best_slot_name="name", **self._options)
        ends = collections.defaultdict(list)
        for reference in result.intent_sentence.expression.list_references(self.intents.expansion_rules):
            values = self.intents.slot_lists.get(reference.list_name)
            if isinstance(values, RangeSlotList):
                ends[reference.slot_name].append(abs(values.stop * (values.multiplier or 1)))
        numbers = (entity for entity in result.entities_list if isinstance(entity.value, float) and ends[entity.name])
        return any(abs(entity.value) > max(ends[entity.name]) for entity in numbers)

    @property
    def _options(self):
        return {"intents": self.intents, "intent_context": {"area": CONTEXT_AREA}, "language": self.intents.language}

    @staticmethod
    def _command(text, result):
        entities = [entity for entity in result.entities_list if entity.value != CONTEXT_AREA]
        spans = {entity.name: text[slice(*entity.text_span)] for entity in entities if entity.text_span}
        slots = {entity.name: entity.value for entity in entities}
        return {"intent": result.intent.name, "slots": slots, "spans": spans}

    @staticmethod
    def _rank(result):
        """What recognize_best sorts by: names, the longest first, then few wildcards, then much literal text; last
        the name of the intent, which is left out."""
        name = result.entities.get("name")
        length = len(name.text) if name and not name.is_wildcard else -1
        free = [entity.text or "" for entity in result.entities_list if entity.is_wildcard]
        return -length, len(free), -result.text_chunks_matched, sum(map(len, free))


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


# Why they differ. A rule gets the sentence, hassil's answer, Attune's, and hassil itself, and is true where it proves
# that the two differ by nothing but what its name says.


def a_tie(sentence, answer, attune, hassil):
    """hassil finds Attune's answer as good as its own, and only the order of its search decides."""
    return same(hassil.equals(sentence.text), attune)


def number_words_of_another_list(sentence, answer, attune, hassil):
    """hassil keeps the words of numbers by the range alone, so that a list gets the multiplier of another one that was
    asked earlier. It answers as Attune where the number has digits."""
    return same(hassil.equals(with_digits(sentence.text)), attune)


def skip_words(sentence, answer, attune, hassil):
    """hassil drops skip words inside slots too, and keeps them at the edges of a wildcard at the end of a template."""
    from hassil.util import remove_skip_words
    phrases = hassil.intents.skip_words
    spans = (span.lower() for command in answer for span in command["spans"].values())
    if any(re.search(rf"\b{phrase}\b", span) for span in spans for phrase in phrases):
        return True
    text = remove_skip_words(sentence.text, phrases, False)
    return text != sentence.text and same(hassil.equals(text), attune)


def minus_is_a_blank(sentence, answer, attune, hassil):
    """hassil takes the sign of a number for a hyphen where the template has a blank."""
    text = re.sub(r" -(?=\d)", " ", sentence.text)
    return text != sentence.text and bool(answer) and same(answer, hassil.ask(text))


def decimal_comma(sentence, answer, attune, hassil):
    """hassil reads 1,5 as 1.5 in English too."""
    text = re.sub(r"(?<=\d),(?=\d)", ".", sentence.text)
    return text != sentence.text and bool(answer) and same(answer, hassil.ask(text))


def beyond_the_range(sentence, answer, attune, hassil):
    """hassil adds the fractions to the last number of a range as well."""
    return bool(answer) and not attune and hassil.is_beyond(sentence.text)


def apostrophes(sentence, answer, attune, hassil):
    """To Attune an apostrophe makes no difference, wherever it stands."""
    text = sentence.text.replace("'", "")
    return text != sentence.text and same(hassil.equals(text), attune)


def forms_of_numbers(sentence, answer, attune, hassil):
    """Attune reads numbers in more ways: hassil answers as Attune where they are written in another one."""
    text = sentence.text
    others = [
        re.sub("-+", "-", text), re.sub(r"(\d+)\.5\b", r"\1 and a half", text),
        re.sub(rf"(?<!\w)point ({ONES})\b", lambda match: f"0.{ONES.split('|').index(match[1]) + 1}", text),
        re.sub(rf"\b({TENS}) ?(?=({ONES})\b)", r"\1-", text)]
    return any(other != text and same(hassil.equals(other), attune) for other in others)


def part_of_a_word(sentence, answer, attune, hassil):
    """hassil ends a free part within a word."""
    spans = (span for command in answer for span in command["spans"].values())
    return not attune and any(re.search(rf"\w{re.escape(span)}|{re.escape(span)}\w", sentence.text) for span in spans)


def no_blank(sentence, answer, attune, hassil):
    """hassil needs no blank between what fills a slot and what follows; it understands the same with the blank."""
    return sentence.change == "glued" and bool(answer) and not attune and any(
        same(answer, hassil.equals(text)) for text in with_one_blank_more(sentence.text))


def blank_left_out(sentence, answer, attune, hassil):
    """Attune needs no blank behind a word that some template of the grammar has before a blank that may be left out."""
    return sentence.change == "glued" and not answer and any(
        same(hassil.equals(text), attune) for text in with_one_blank_more(sentence.text))


def several_commands(sentence, answer, attune, hassil):
    """Attune takes a text for several commands, and hassil would take each of them for the same one."""
    return len(attune) > 1 and all(agrees(command["words"], [command], hassil) for command in attune) or (
        len(attune) == len(sentence.parts) > 1 and all(
            agrees(text, [command], hassil) for text, command in zip(sentence.parts, attune)))


REASONS = [
    a_tie, beyond_the_range, number_words_of_another_list, skip_words, minus_is_a_blank, decimal_comma, apostrophes,
    forms_of_numbers, no_blank, blank_left_out, part_of_a_word, several_commands]


def same(hassil, attune):
    """Whether an answer is Attune's, or one of several that are equally good."""
    if len(attune) > 1 or not hassil or not attune:
        return not hassil and not attune
    return any(verdict([command], attune) == "" for command in hassil)


def agrees(text, attune, hassil):
    """Whether hassil answers a text of its own as Attune, but for the reasons that one command can have."""
    import hassil_sentences
    sentence, answer = hassil_sentences.Sentence(text, ""), hassil.ask(text)
    return same(answer, attune) or any(rule(sentence, answer, attune, hassil) for rule in REASONS[:-1])


def with_one_blank_more(text):
    return [text[:place] + " " + text[place:] for place in range(1, len(text))]


def with_digits(text):
    """A text with the numbers below a thousand in digits, as hassil's sampler spells them."""
    for number in reversed(range(1000)):
        for value in (number + 0.5, number):
            words = SPELLED.setdefault(value, spelled(value))
            if words in text:
                text = re.sub(rf"(?<![\w-]){words}(?![\w-])", str(value), text)
    return text


SPELLED = {}


def spelled(number):
    from hassil.numbers import get_rbnf_engine
    return get_rbnf_engine("en").format_number(number).text_by_ruleset["spellout-cardinal"]


def compare(sentence, hassil, attune):
    """A line of the output."""
    answer, commands = hassil.ask(sentence.text), attune.ask(sentence.text)
    kind = verdict(answer, commands)
    reason = next((rule.__name__ for rule in REASONS if kind and rule(sentence, answer, commands, hassil)), "")
    return {"text": sentence.text, "from": sentence.intent, "change": sentence.change, "hassil": answer,
            "attune": commands, "verdict": kind, "reason": reason.replace("_", " ")}


# What is printed.


def summary(name, rows):
    """A row of the table."""
    equal = sum(not row["verdict"] for row in rows)
    ties = sum(row["reason"] == "a tie" for row in rows)
    proved = sum(bool(row["verdict"] and row["reason"]) for row in rows)
    cells = [name, str(len(rows)), str(sum(bool(row["hassil"]) for row in rows))]
    for count in (equal, equal + ties, equal + proved):
        low, high = peers.wilson(count, len(rows))
        cells.append(f"{100 * count / len(rows):.2f} ({100 * low:.2f}-{100 * high:.2f})")
    return cells + [str(len(rows) - equal - proved)]


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


def record(path, rows):
    """Writes what hassil answers, and the reason where Attune does not answer the same."""
    with path.open("w") as file:
        for row in rows:
            answer = (row["hassil"] or [{"intent": None, "slots": {}}])[0]
            line = {"text": row["text"], "intent": answer["intent"], "slots": answer["slots"]}
            line |= {"reason": row["reason"]} if row["reason"] else {}
            print(json.dumps(line, ensure_ascii=False), file=file)


def package_files(names, folder):
    """en.json of home-assistant-intents, and the names that a grammar has, in a file of their own."""
    import home_assistant_intents
    import yaml
    grammar = yaml.load(names.read_text(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    lists = {name: grammar["lists"][name] for name in ("name", "area", "floor")}
    path = pathlib.Path(folder) / "names.json"
    path.write_text(json.dumps({"language": "en", "lists": lists}))
    return [pathlib.Path(home_assistant_intents.__file__).parent / "data" / "en.json", path]


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
    parser.add_argument(
        "--package", action="store_true",
        help="of the grammar only the names, areas and floors; the rest is en.json of home-assistant-intents")
    parser.add_argument("--count", type=int, default=5000, help="sentences of each kind (5000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=1000, help="how many disagreements of a kind are printed (1000)")
    parser.add_argument("--min", type=float, default=0, help="exit status 1 below this share of agreement (0)")
    parser.add_argument("--output", type=pathlib.Path, help="a line of JSON for each sentence")
    parser.add_argument(
        "--record", type=pathlib.Path, metavar="FILE",
        help="write hassil's answers in short, a line of JSON each, with the reason where Attune has others")
    parser.add_argument("--check", action="store_true", help="try the examples in this file, and measure nothing")
    options = parser.parse_args()
    if options.check:
        import doctest
        sys.exit(bool(doctest.testmod(verbose=False).failed))
    options.grammar = options.grammar or [real_voices.FOLDER / "home-assistant" / "en.yaml"]
    for path in [options.attune, *options.grammar]:
        if not path.is_file():
            sys.exit(f"no {path}")
    own_python(PACKAGES)
    with tempfile.TemporaryDirectory() as folder:
        if options.package:
            options.grammar = package_files(options.grammar[0], folder)
        groups = measure(options)
    rows = [row for group in groups.values() for row in group]
    header = ["sentences", "number", "understood by hassil", "the same, % (95 %)", "and ties", "and with a reason",
              "without one"]
    groups["all"] = rows
    print(peers.table(header, [summary(name, group) for name, group in groups.items()]))
    show(rows, options.show)
    if options.output:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(row, ensure_ascii=False, default=str) for row in rows)
        options.output.write_text("".join(f"{line}\n" for line in lines))
    if options.record:
        record(options.record, rows)
    agreement = sum(not row["verdict"] or bool(row["reason"]) for row in rows) / len(rows)
    sys.exit(1 if agreement < options.min else 0)


if __name__ == "__main__":
    main()
