"""The streaming network step by step, with what it remembers: the reference for the Swift port."""

import copy

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..head import CELLS, INNER, LAYERS, normalised
from ..phones import COLUMNS
from ..recurrent import BiLSTM
from ..whisper import POSITIONS, TINY, Block
from .chunking import CONTEXT, Chunking
from .masked import StreamingNetwork
from .state import StreamState


class Stream:
    """One stream of log-mel frames -> log-probabilities, as chunks become complete."""

    def __init__(self, network: StreamingNetwork, chunking: Chunking, first: int = 0) -> None:
        """`first`: the position of the first frame."""
        self.network, self.chunking, self.first = network, chunking, first
        self.state = StreamState.beginning()

    def saved(self) -> StreamState:
        return copy.deepcopy(self.state)

    @torch.inference_mode()
    def feed(self, mel: Tensor) -> Tensor:
        """The next log-mel frames, [any, 80] -> what can be said now, [0 or more, 40].

        A chunk is heard when the log-mel frame after its last one is there.
        """
        self.state.mel = torch.cat([self.state.mel, mel])
        said = [torch.zeros(0, COLUMNS)]
        while len(self.state.mel) >= CONTEXT + 2 * self.chunking.frames + 1:
            said.append(self.step(self.chunking.frames, self.state.heard + self.chunking.frames))
        return torch.cat(said)

    @torch.inference_mode()
    def finish(self) -> Tensor:
        """Ends the stream: what was not said yet, [0 or more, 40]. Empty chunks follow the last, until all is said."""
        count, end, said = (len(self.state.mel) - CONTEXT + 1) // 2, self.state.heard, [torch.zeros(0, COLUMNS)]
        total = end + count
        while self.state.said < total:
            end += self.chunking.frames
            said.append(self.step(count, end))
            count = 0
        return torch.cat(said)

    def step(self, count: int, end: int) -> Tensor:
        """Hears `count` frames in the step whose chunk ends at frame `end`, or would if the stream went on."""
        x = self.convolved(count)
        self.state.heard += count
        for number, block in enumerate(self.network.encoder.blocks):
            x = self.attended(number, block, x, end)
            if (place := number - TINY.blocks + LAYERS) >= 0:
                self.state.hidden[place] = torch.cat([self.state.hidden[place], x])
        count = len(x)
        hidden = torch.cat([rows[:count] for rows in self.state.hidden], dim=-1)
        self.state.hidden = [rows[count:] for rows in self.state.hidden]
        return self.head(hidden, end)

    def convolved(self, count: int) -> Tensor:
        """[count, 384]. The second convolution sees zeros, not the first one's answer to zeros, outside the stream."""
        if count == 0:
            return torch.zeros(0, TINY.width)
        encoder, mel, start = self.network.encoder, self.state.mel[: CONTEXT + 2 * count + 1], self.state.heard
        missing = CONTEXT + 2 * count + 1 - len(mel)
        x = F.gelu(F.conv1d(F.pad(mel.T, (0, missing)), encoder.conv1.weight, encoder.conv1.bias))
        # The columns are the frames from one before the chunk to its last.
        if start == 0:
            x[:, 0] = 0
        if missing > 1:
            x[:, -(missing - 1) :] = 0
        self.state.mel = self.state.mel[2 * count :]
        x = F.gelu(F.conv1d(x, encoder.conv2.weight, encoder.conv2.bias, stride=2)).T
        return x + encoder.positions[(self.first + start + torch.arange(count)) % POSITIONS]

    def attended(self, number: int, block: Block, x: Tensor, end: int) -> Tensor:
        """One block: its new input, [n, 384] -> its new answers, [m, 384]; remembers keys, values, and what waits."""
        state, attention, y = self.state.blocks[number], block.attn, block.attn_ln(x)
        state.heard += len(x)
        keys, values = torch.cat([state.keys, attention.key(y)]), torch.cat([state.values, attention.value(y)])
        waiting = torch.cat([state.waiting, x])
        # In a step the frames from `start` answer, and attend from `left` before it on.
        stop = max(0, min(end - self.chunking.behind(number), state.heard))
        start = end - self.chunking.frames - self.chunking.behind(number)
        now, oldest = waiting[: stop - state.said], state.heard - len(keys)
        seen = max(0, start - self.chunking.left - oldest)
        kept = max(0, start + self.chunking.frames - self.chunking.left - oldest)
        state.waiting, state.said = waiting[len(now) :], stop
        state.keys, state.values = keys[kept:], values[kept:]
        if len(now) == 0:
            return now
        x = now + attention.out(attend(attention.query(block.attn_ln(now)), keys[seen:], values[seen:]))
        return x + block.mlp(block.mlp_ln(x))

    def head(self, hidden: Tensor, end: int) -> Tensor:
        """The head's new input, [n, 3 * 384] -> the log-probabilities that can be said, [m, 40]."""
        head, state = self.network.head, self.state
        inner = torch.cat([state.inner, F.gelu(head.input(normalised(hidden)))])
        window = len(inner) - CONTEXT
        said = max(0, min(end - self.chunking.behind(TINY.blocks) - state.said, window))
        state.inner = inner[said:]
        state.said += said
        if said == 0:
            return torch.zeros(0, COLUMNS)
        y = F.conv1d(F.pad(inner.T, (0, CONTEXT)), head.conv.weight, head.conv.bias, groups=INNER).T
        y = head.norm(inner[CONTEXT:] + y)
        for number, layer in enumerate([head.lstm1, head.lstm2]):
            y, state.carried[number] = both_ways(layer, y, state.carried[number], said)
        return head.heard(y[:said])


def attend(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """[n, 384] to [m, 384] -> [n, 384]."""
    q, k, v = (x.unflatten(-1, (TINY.heads, -1)).transpose(0, 1) for x in (q, k, v))
    return F.scaled_dot_product_attention(q, k, v).transpose(0, 1).flatten(1)


def both_ways(
    layer: BiLSTM, x: Tensor, carried: tuple[Tensor, Tensor], said: int
) -> tuple[Tensor, tuple[Tensor, Tensor]]:
    """A window, [W, width] -> [W, 2 * 192]; the forward LSTM begins as it was carried here, the backward one with
    zeros. Also what to carry on: the forward LSTM's state after `said` frames."""
    now, kept = run(layer.ahead, x[:said], carried)
    later, _ = run(layer.ahead, x[said:], kept)
    back, _ = layer.back(x.flip(0))
    return torch.cat([torch.cat([now, later]), back.flip(0)], dim=-1), kept


def run(lstm: nn.LSTM, x: Tensor, state: tuple[Tensor, Tensor]) -> tuple[Tensor, tuple[Tensor, Tensor]]:
    """[n, width], perhaps of no frames -> [n, 192] and the state after them."""
    if len(x) == 0:
        return x.new_zeros(0, CELLS), state
    rows, (h, c) = lstm(x, (state[0][None], state[1][None]))
    return rows, (h[0], c[0])
