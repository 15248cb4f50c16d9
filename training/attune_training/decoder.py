"""CTC token passing through a graph of phones: the reference that the Swift decoder is compared with."""

from dataclasses import dataclass, field

import numpy as np

from .phones import BLANK

NEVER = np.float32(-1e30)


@dataclass
class Graph:
    """States and arcs; an arc consumes a phone and may say something (an index in `outputs`, or -1)."""

    source: list[int] = field(default_factory=list)
    target: list[int] = field(default_factory=list)
    phone: list[int] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)
    output: list[int] = field(default_factory=list)
    outputs: list = field(default_factory=list)
    finals: list[tuple[int, int]] = field(default_factory=list)
    states: int = 1

    def state(self) -> int:
        self.states += 1
        return self.states - 1

    def arc(self, source: int, target: int, phone: int, weight: float = 0.0, output: int = -1) -> None:
        self.source.append(source)
        self.target.append(target)
        self.phone.append(phone)
        self.weight.append(weight)
        self.output.append(output)

    def say(self, output: object) -> int:
        self.outputs.append(output)
        return len(self.outputs) - 1


class Decoder:
    """The best path of a graph, exactly: no beam."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        order = np.lexsort((graph.phone, graph.target))
        self.source = np.array(graph.source)[order]
        self.target = np.array(graph.target)[order]
        self.phone = np.array(graph.phone)[order]
        self.weight = np.array(graph.weight, np.float32)[order]
        self.output = np.array(graph.output)[order]
        # Arcs into the same state with the same phone form a group; groups into the same state follow one another.
        new_group = np.r_[True, (np.diff(self.target) != 0) | (np.diff(self.phone) != 0)]
        self.groups = np.flatnonzero(new_group)
        self.group_state, self.group_phone = self.target[self.groups], self.phone[self.groups]
        self.state_groups = np.flatnonzero(np.r_[True, np.diff(self.group_state) != 0])
        self.entered = self.group_state[self.state_groups]
        self.groups_per_state = np.diff(np.r_[self.state_groups, len(self.groups)])

    def __call__(self, log_probabilities: np.ndarray) -> tuple[float, list[tuple[int, int, int]]] | None:
        """[T, 40] -> the score and the path as (arc or -1, first frame, last frame + 1), or None where there is none.

        An arc of -1 ends the path: its first number is the index in `graph.finals`.
        """
        arcs, states, frames = len(self.source), self.graph.states, len(log_probabilities)
        e = np.full((frames + 1, arcs), NEVER, np.float32)
        b = np.full((frames + 1, states), NEVER, np.float32)
        b[0, 0] = 0
        for t in range(frames):
            best, best_phone, second = self.incoming(e[t], states)
            repeats = best_phone[self.source] == self.phone
            enter = np.maximum(b[t][self.source], np.where(repeats, second[self.source], best[self.source]))
            e[t + 1] = np.maximum(e[t], enter + self.weight) + log_probabilities[t, self.phone]
            b[t + 1] = np.maximum(b[t], best) + log_probabilities[t, BLANK]
        ends = np.maximum(b[frames], self.incoming(e[frames], states)[0])
        final = max(range(len(self.graph.finals)), key=lambda f: ends[self.graph.finals[f][0]], default=None)
        if final is None or ends[self.graph.finals[final][0]] <= NEVER / 2:
            return None
        state = self.graph.finals[final][0]
        return float(ends[state]), self.trace(e, b, state, log_probabilities) + [(-1, final, frames)]

    def incoming(self, e: np.ndarray, states: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For each state the best token that enters it, its phone, and the best with another phone."""
        best, second = np.full(states, NEVER), np.full(states, NEVER)
        phone = np.full(states, -1)
        by_group = np.maximum.reduceat(e, self.groups)
        top = np.maximum.reduceat(by_group, self.state_groups)
        is_top = by_group == np.repeat(top, self.groups_per_state)
        best[self.entered] = top
        phone[self.group_state[is_top]] = self.group_phone[is_top]
        second[self.entered] = np.maximum.reduceat(np.where(is_top, NEVER, by_group), self.state_groups)
        return best, phone, second

    def trace(
        self, e: np.ndarray, b: np.ndarray, state: int, log_probabilities: np.ndarray
    ) -> list[tuple[int, int, int]]:
        """Walks back from a state after the last frame, taking at each step the predecessor that scored best."""
        path: list[tuple[int, int, int]] = []
        t = len(e) - 1
        arc: int | None = None
        into = np.flatnonzero(self.target == state)
        if len(into) and e[t, into].max() > b[t, state]:
            arc = int(into[e[t, into].argmax()])
        end = t
        while t > 0:
            if arc is None:
                into = np.flatnonzero(self.target == state)
                t -= 1
                if len(into) and e[t, into].max() > b[t, state]:
                    arc, end = int(into[e[t, into].argmax()]), t
                continue
            before = t - 1
            source = self.source[arc]
            into = np.flatnonzero((self.target == source) & (self.phone != self.phone[arc]))
            from_arc = e[before, into].max() if len(into) else NEVER
            entered = max(b[before, source], from_arc) + self.weight[arc]
            if e[before, arc] >= entered:
                t = before
                continue
            path.append((arc, before, end))
            t, end = before, before
            if from_arc > b[before, source]:
                arc = int(into[e[before, into].argmax()])
            else:
                state, arc = int(source), None
        return path[::-1]
