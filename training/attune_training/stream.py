"""The streaming network step by step, with what it remembers: the reference for the Swift port."""

import copy
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .head import CELLS, INNER, LAYERS, BiLSTM
from .phones import COLUMNS
from .streaming import AHEAD, Chunking, StreamingNetwork, normalised
from .whisper import BLOCKS, HEADS, MELS, POSITIONS, WIDTH, Block

CONTEXT = 2
"""Frames that a convolution looks back: of log-mel before the encoder, of the head's inner frames before a window."""


@dataclass
class StreamState:
    """All that a stream remembers between two chunks.

    mel [n, 80]: frames from two before the next chunk on (the first two are zeros at the beginning).
    keys, values [4, left, 384]: of the frames before the next chunk, oldest first, and of each block; `known` of them, the
    last ones, are real.
    inner [2 + ahead, 256]: the head's frames before the next chunk, after its first linear layer.
    carried: for each of the head's two forward LSTMs the hidden and the cell state [192], as they stand before the first
    frame that is not said yet.
    position: of the next chunk's first frame, counted from the stream's beginning. said: frames that have been said.
    """

    mel: Tensor
    keys: Tensor
    values: Tensor
    known: int
    inner: Tensor
    carried: list[tuple[Tensor, Tensor]]
    position: int = 0
    said: int = 0

    @classmethod
    def beginning(cls, left: int, ahead: int) -> "StreamState":
        return cls(
            mel=torch.zeros(CONTEXT, MELS),
            keys=torch.zeros(BLOCKS, left, WIDTH),
            values=torch.zeros(BLOCKS, left, WIDTH),
            known=0,
            inner=torch.zeros(CONTEXT + ahead, INNER),
            carried=[(torch.zeros(CELLS), torch.zeros(CELLS)) for _ in range(2)],
        )

    def bytes(self, chunk: int) -> int:
        """In single precision, with room for the log-mel frames of a chunk and the three around it."""
        floats = self.keys.numel() + self.values.numel() + self.inner.numel() + 4 * CELLS + (2 * chunk + 3) * MELS
        return 4 * floats


class Stream:
    """One stream of log-mel frames -> log-probabilities, as chunks become complete."""

    def __init__(self, network: StreamingNetwork, chunking: Chunking, ahead: int = AHEAD, first: int = 0) -> None:
        """`first`: the position of the first frame."""
        self.network, self.chunking, self.ahead, self.first = network, chunking, ahead, first
        self.state = StreamState.beginning(chunking.left, ahead)

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
            said.append(self.chunk(self.chunking.frames, last=False))
        return torch.cat(said)

    @torch.inference_mode()
    def finish(self) -> Tensor:
        """Ends the stream: what was not said yet, [0 or more, 40]."""
        if len(self.state.mel) == CONTEXT:
            return torch.zeros(0, COLUMNS)
        return self.chunk((len(self.state.mel) - CONTEXT + 1) // 2, last=True)

    def chunk(self, count: int, last: bool) -> Tensor:
        """Hears `count` frames; says all but the frames ahead, or, in the last chunk, all."""
        x = self.convolved(count)
        places = self.first + self.state.position + torch.arange(count)
        x = (x + self.network.encoder.positions[places % POSITIONS])[None]
        blocks = []
        for number, block in enumerate(self.network.encoder.blocks):
            x = self.attended(number, block, x)
            blocks.append(x)
        self.state.known = min(self.chunking.left, self.state.known + count)
        self.state.position += count
        return self.head(torch.cat(blocks[-LAYERS:], dim=-1)[0], last)

    def convolved(self, count: int) -> Tensor:
        """[count, 384]. The second convolution sees zeros, not the first one's answer to zeros, outside the stream."""
        encoder, mel = self.network.encoder, self.state.mel[: CONTEXT + 2 * count + 1]
        ends = CONTEXT + 2 * count - len(mel)
        x = F.gelu(F.conv1d(F.pad(mel.T, (0, ends + 1)), encoder.conv1.weight, encoder.conv1.bias))
        # Columns: the frames from one before the chunk on. What lies before or beyond the stream is silent.
        x = x[:, : 2 * count + 1].clone()
        if self.state.position == 0:
            x[:, 0] = 0
        if ends > 0:
            x[:, -ends:] = 0
        self.state.mel = self.state.mel[2 * count :]
        return F.gelu(F.conv1d(x, encoder.conv2.weight, encoder.conv2.bias, stride=2)).T

    def attended(self, number: int, block: Block, x: Tensor) -> Tensor:
        """One block, [1, count, 384] -> the same; remembers its keys and values."""
        state, y = self.state, block.attn_ln(x)
        keys = torch.cat([state.keys[number], block.attn.key(y)[0]])
        values = torch.cat([state.values[number], block.attn.value(y)[0]])
        unknown = self.chunking.left - state.known
        q, k, v = (
            t.unflatten(-1, (HEADS, -1)).transpose(0, 1) for t in (block.attn.query(y)[0], keys[unknown:], values[unknown:])
        )
        y = F.scaled_dot_product_attention(q, k, v).transpose(0, 1).flatten(1)
        state.keys[number], state.values[number] = keys[-self.chunking.left :], values[-self.chunking.left :]
        x = x + block.attn.out(y)
        return x + block.mlp(block.mlp_ln(x))

    def head(self, hidden: Tensor, last: bool) -> Tensor:
        """[count, 3 * 384] -> the log-probabilities that can be said, [n, 40]."""
        head, state = self.network.head, self.state
        inner = torch.cat([state.inner, F.gelu(head.input(normalised(hidden)))])
        # The window: from the first frame that is not said yet to the last that is heard.
        count = state.position - state.said
        before = inner[-(count + CONTEXT) :].T
        y = F.conv1d(F.pad(before, (0, CONTEXT)), head.conv.weight, head.conv.bias, groups=INNER).T
        y = head.norm(before.T[CONTEXT:] + y)
        said = count if last else max(0, count - self.ahead)
        for number, layer in enumerate([head.lstm1, head.lstm2]):
            y, state.carried[number] = both_ways(layer, y, state.carried[number], said)
        state.inner = inner[-(self.ahead + CONTEXT) :]
        state.said += said
        return head.heard(y[:said])


def both_ways(
    layer: BiLSTM, x: Tensor, carried: tuple[Tensor, Tensor], said: int
) -> tuple[Tensor, tuple[Tensor, Tensor]]:
    """A window, [W, width] -> [W, 2 * 192]; the forward LSTM begins as it was carried here, the backward one with zeros.
    Also what to carry on: the forward LSTM's state after `said` frames."""
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
