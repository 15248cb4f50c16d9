"""PocketSphinx with the sentences of a Rhino file and nothing else; usage:

    sphinx.py COMMANDS.yaml live|batch automaton|jsgf < FILES

`live` decodes while sound comes, and takes the mean of the cepstra from what it has heard so far, of whomever; `batch`
waits for the end, and takes it from the whole recording. The acoustic model, the dictionary and the beams are its own.

With `jsgf` the file is translated as it stands, sentence by sentence. PocketSphinx makes a finite-state grammar of that in
which every reference to a rule is a copy of the rule. With `automaton` it is given the smallest one that has the same
sentences, which people do not make by hand. The search for the best path through the lattice is left out: it takes most
of the time after the end of speech, and what it finds may stop in the middle of a sentence.
"""

import pathlib
import re
import sys

import pocketsphinx
import yaml
from hearing import work

from attune_training.grammar import automaton
from attune_training.phones import NAMES, pronunciations

NAME = "commands"


def states(root):
    """The states of an automaton, each once, its first one first."""
    found, queue = {id(root): root}, [root]
    for node in queue:
        for _, target in node.arcs:
            if id(target) not in found:
                found[id(target)] = target
                queue.append(target)
    return queue


def transitions(nodes):
    """(from, to, probability, word) as `Decoder.create_fsg` wants them; what is no word is a transition without one."""
    number = {id(node): index for index, node in enumerate(nodes)}
    return [
        (number[id(node)], number[id(target)], 1.0, *([symbol[1]] if symbol[0] == "word" else []))
        for node in nodes
        for symbol, target in node.arcs
    ]


def jsgf(commands):
    """The sentences as a grammar in the Java Speech Grammar Format, with a rule for each slot."""
    context = yaml.safe_load(commands.read_text())["context"]
    sentences = [
        re.sub(r"\$(\w+):\w+", r"<\1>", sentence.lower()).replace("[", "(").replace("]", ")").replace(",", " |")
        for sentences in context["expressions"].values()
        for sentence in sentences
    ]
    rules = [f"<{name}> = {' | '.join(values)};".lower() for name, values in context["slots"].items()]
    return "\n".join(["#JSGF V1.0;", "grammar commands;", *rules, f"public <command> = {' | '.join(sentences)};"])


class Sphinx:
    def __init__(self, commands, normalisation, form):
        self.decoder = pocketsphinx.Decoder(
            samprate=16000, lm=None, cmn=normalisation, bestpath=False, loglevel="FATAL")
        nodes = states(automaton(pathlib.Path(commands)))
        arcs = transitions(nodes)
        added = self.pronounce({word for arc in arcs for word in arc[3:]})
        if form == "jsgf":
            self.decoder.add_jsgf_string(NAME, jsgf(pathlib.Path(commands)))
        else:
            # Every sentence ends in the same state, after the symbol of its intent.
            final = next(index for index, node in enumerate(nodes) if node.final)
            self.decoder.add_fsg(NAME, self.decoder.create_fsg(NAME, 0, final, arcs))
        self.decoder.activate_search(NAME)
        # The automaton's, in either form.
        self.facts = {"states": len(nodes), "transitions": len(arcs), "words it lacked": added}
        self.waits = normalisation == "batch"
        self.is_hearing = False
        self.sound = bytearray()

    def pronounce(self, words):
        """Gives it the words that its dictionary lacks, as Attune's lexicon pronounces them; returns them."""
        missing = sorted(word for word in words if self.decoder.lookup_word(word) is None)
        for word in missing:
            for index, phones in enumerate(pronunciations(word)):
                name = word if index == 0 else f"{word}({index + 1})"
                self.decoder.add_word(name, " ".join(NAMES[phone - 1] for phone in phones), update=False)
        return missing

    def hear(self, block):
        if not self.is_hearing:
            self.decoder.start_utt()
            self.is_hearing = True
        if self.waits:
            self.sound += block
        else:
            self.decoder.process_raw(block)

    def finish(self):
        if self.waits:
            self.decoder.process_raw(bytes(self.sound), full_utt=True)
            self.sound.clear()
        self.decoder.end_utt()
        self.is_hearing = False
        best = self.decoder.hyp()
        return best.hypstr if best else ""


if __name__ == "__main__":
    work(lambda: Sphinx(*sys.argv[1:]), ["pocketsphinx"])
