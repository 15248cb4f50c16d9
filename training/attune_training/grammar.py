"""Rhino's command dialect -> a graph of phones. As much of it as the benchmark needs; Swift reads all of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from .decoder import Graph
from .phones import weighted_forms

Symbol = tuple
"""("word", w), ("open", slot), ("close", slot, value) or ("intent", name)."""


@dataclass(frozen=True, eq=False)
class Node:
    """A state of a deterministic acyclic automaton; equal states are one object."""

    final: bool
    arcs: tuple[tuple[Symbol, "Node"], ...]


class Automata:
    """Builds minimal automata from the right: every state is looked up before it is made."""

    def __init__(self) -> None:
        self.nodes: dict = {}
        self.unions: dict = {}
        self.empty = self.node(True, {})

    def node(self, final: bool, arcs: dict[Symbol, Node]) -> Node:
        ordered = tuple(sorted(arcs.items()))
        key = (final, tuple((symbol, id(node)) for symbol, node in ordered))
        return self.nodes.setdefault(key, Node(final, ordered))

    def symbol(self, symbol: Symbol, then: Node) -> Node:
        return self.node(False, {symbol: then})

    def union(self, a: Node, b: Node) -> Node:
        if a is b:
            return a
        key = (id(a), id(b))
        if key not in self.unions:
            arcs = dict(a.arcs)
            for symbol, node in b.arcs:
                arcs[symbol] = self.union(arcs[symbol], node) if symbol in arcs else node
            self.unions[key] = self.node(a.final or b.final, arcs)
        return self.unions[key]

    def any_of(self, nodes: list[Node]) -> Node:
        result = nodes[0]
        for node in nodes[1:]:
            result = self.union(result, node)
        return result

    def words(self, text: str, then: Node) -> Node:
        for word in reversed(text.lower().split()):
            then = self.symbol(("word", word), then)
        return then


def automaton(path: Path) -> Node:
    """The whole context as one automaton of words and tags."""
    context = yaml.safe_load(path.read_text())["context"]
    automata = Automata()
    expressions = []
    for intent, templates in context["expressions"].items():
        end = automata.symbol(("intent", intent), automata.empty)
        for template in templates:
            node = end
            for part in reversed(re.findall(r"\[[^\]]*\]|\$\w+:\w+|[\w']+", template)):
                if part.startswith("["):
                    node = automata.any_of([automata.words(choice, node) for choice in part[1:-1].split(",")])
                elif part.startswith("$"):
                    kind, _, slot = part[1:].partition(":")
                    values = [
                        automata.words(value, automata.symbol(("close", slot, value), node))
                        for value in context["slots"][kind]
                    ]
                    node = automata.symbol(("open", slot), automata.any_of(values))
                else:
                    node = automata.words(part, node)
            expressions.append(node)
    return automata.any_of(expressions)


def compile_graph(root: Node, reduced: bool = True) -> Graph:
    """Words -> phones by a prefix tree of pronunciations in each state; tags ride on the word that follows them.

    `reduced`: with the connected-speech forms of function words.
    """
    graph = Graph()
    states = {id(root): 0}
    todo = [root]

    def steps(node: Node, tags: tuple) -> list[tuple[tuple, str | None, Node]]:
        found = [(tags, None, node)] if node.final else []
        for symbol, target in node.arcs:
            found += [(tags, symbol[1], target)] if symbol[0] == "word" else steps(target, tags + (symbol,))
        return found

    while todo:
        node = todo.pop()
        tree: dict[tuple[int, tuple], int] = {}
        for tags, word, target in steps(node, ()):
            if word is None:
                graph.finals.append((states[id(node)], graph.say((tags, None))))
                continue
            if id(target) not in states:
                states[id(target)] = graph.state()
                todo.append(target)
            output = graph.say((tags, word))
            for form, weight in weighted_forms(word, reduced):
                state = states[id(node)]
                for length in range(1, len(form)):
                    prefix = (weight, form[:length])
                    if prefix not in tree:
                        tree[prefix] = graph.state()
                        graph.arc(state, tree[prefix], form[length - 1], weight if length == 1 else 0.0)
                    state = tree[prefix]
                graph.arc(state, states[id(target)], form[-1], weight if len(form) == 1 else 0.0, output)
    return graph


def meaning(graph: Graph, decoder_output: list[int]) -> tuple[str | None, dict[str, str], list[str]]:
    """Outputs in their order, the final's last -> intent, slots, words."""
    intent, slots, words = None, {}, []
    for index in decoder_output:
        tags, word = graph.outputs[index]
        for tag in tags:
            if tag[0] == "close":
                slots[tag[1]] = tag[2]
            elif tag[0] == "intent":
                intent = tag[1]
        if word:
            words.append(word)
    return intent, slots, words
