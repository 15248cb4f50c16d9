"""The streaming network: one set of weights that hears a segment whole or chunk by chunk.

What differs from the network it is distilled from:

- The floor of the log-mel frames is fixed (`FLOOR`), where Whisper's follows the segment's maximum.
- Positions come round: frame t stands at t modulo 1500, so that a stream may go on for ever. Training hears the seam.
- It is heard step by step, a chunk of new frames at each (`Chunking`): a frame of an encoder block attends to its chunk, to
  some frames before and a few after. Each block answers a little later than the one before it, so nothing is computed twice.
  The convolutions are as they were: they look 12.5 ms beyond a chunk's end.
- The head hears a few frames more than it says in a step. Its forward LSTMs carry their state from step to step; its
  backward LSTMs begin at the last frame that it hears.

`StreamingNetwork.forward` computes a batch of segments at once, with masks; `stream.py` computes the same step by step.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .head import CELLS, LAYERS, BiLSTM, PhoneHead
from .network import shipped
from .phones import BLANK
from .places import WORK
from .whisper import FFT, HOP, MEL_BANK, POSITIONS, WIDTH, WINDOW, Encoder

FLOOR = -6.5
"""The least log10 of a band's power: 8 below the loudest band of ordinary speech, as Whisper has it."""
AHEAD = (8, 8, 8, 8, 8)
"""The least frames after it that a frame of each block attends to, and that the head hears after it: 160 ms each."""
LEFT = 128
"""Frames of left context: 2.56 s."""
CONTEXT = 2
"""Frames that a convolution looks back, and ahead."""


def streaming_log_mel(samples: Tensor, floor: float = FLOOR) -> Tensor:
    """[samples] at 16 kHz -> [samples / 160, 80]: Whisper's features, above a fixed floor."""
    spectrum = torch.stft(samples, FFT, HOP, window=WINDOW, center=True, pad_mode="reflect", return_complex=True)
    bands = (MEL_BANK @ spectrum[:, :-1].abs() ** 2).clamp(min=10**floor).log10()
    return ((bands + 4.0) / 4.0).T.contiguous()


@dataclass(frozen=True)
class Chunking:
    """How a stream is heard, all in frames of 20 ms.

    A step takes a chunk of `frames` new ones. Each block then answers for as many, but `ahead[i]` frames later than its own
    input: block i is behind the sound by ahead[0] + ... + ahead[i]. So each frame attends to that many frames after it at
    least, to its whole chunk, and to the `left` frames before that, and nothing is computed twice. The head says frames
    ahead[4] later still.
    """

    frames: int
    left: int = LEFT
    ahead: tuple[int, int, int, int, int] = AHEAD

    def behind(self, block: int) -> int:
        """Frames by which a block's answers are behind the sound; of block -1, the convolutions: none."""
        return sum(self.ahead[: block + 1])

    def steps(self, time: int, behind: int) -> int:
        """How many steps it takes until `time` frames are through."""
        return -(-(time + behind) // self.frames)

    def mask(self, lengths: Tensor, time: int, block: int) -> Tensor:
        """[B, 1, T, T]: whether a frame (a row) attends to another. Frames beyond a clip's end attend to what is there, or
        to themselves: attention to nothing would be no number."""
        at = torch.arange(time)
        starts = (at + self.behind(block)) // self.frames * self.frames - self.behind(block)
        beyond = starts + self.frames + self.ahead[block]
        seen = (at[None] >= starts[:, None] - self.left) & (at[None] < beyond[:, None])
        return ((seen & (at < lengths[:, None])[:, None]) | torch.eye(time, dtype=torch.bool))[:, None]


@dataclass(frozen=True)
class Heard:
    """What the network makes of a batch: the outputs of the four blocks [B, T, 384], and log-probabilities [B, T, 40]."""

    blocks: list[Tensor]
    log_probabilities: Tensor


class StreamingNetwork(nn.Module):
    def __init__(self, encoder: Encoder, head: PhoneHead) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = head

    def forward(self, mel: Tensor, lengths: Tensor, chunking: Chunking | None = None, first: int = 0) -> Heard:
        """[B, frames, 80] and the mel frames of each -> what is heard, whole or, with `chunking`, in chunks.

        `first`: the position of the first frame.
        """
        x = self.encoder.convolved(mel, lengths)
        time, lengths = x.shape[1], (lengths + 1) // 2
        x = x + self.encoder.positions[(first + torch.arange(time)) % POSITIONS]
        everything = (torch.arange(time)[None] < lengths[:, None])[:, None, None]
        blocks = []
        for number, block in enumerate(self.encoder.blocks):
            x = block(x, everything if chunking is None else chunking.mask(lengths, time, number))
            blocks.append(x)
        hidden = torch.cat([block.float() for block in blocks[-LAYERS:]], dim=-1)
        if chunking is None:
            return Heard(blocks, self.head(hidden, lengths))
        return Heard(blocks, WindowedHead(self.head, chunking)(hidden, lengths))


def run_file(run: str) -> Path:
    return WORK / "streaming" / "runs" / run / "last.pt"


def load(run: str, blank_penalty: float = 0.0) -> StreamingNetwork:
    """The moving average of a run's weights; of the run "shipped", the committed weights. `blank_penalty`: nats taken
    from the blank, beyond what the committed weights have had taken already."""
    network = shipped()
    student = StreamingNetwork(network.encoder, network.head)
    if run != "shipped":
        student.load_state_dict(torch.load(run_file(run), weights_only=True)["average"])
    with torch.no_grad():
        student.head.output.bias[BLANK] -= blank_penalty
    return student.eval()


def normalised(hidden: Tensor) -> Tensor:
    """Each block's output by itself, as the head hears it: [B, T, 3 * 384] -> the same."""
    return F.layer_norm(hidden.unflatten(-1, (LAYERS, WIDTH)), (WIDTH,)).flatten(-2)


class WindowedHead:
    """The head in windows, all windows of a batch at once where time allows it."""

    def __init__(self, head: PhoneHead, chunking: Chunking) -> None:
        self.head, self.chunk, self.ahead = head, chunking.frames, chunking.ahead[-1]
        self.behind, self.steps = chunking.behind(len(chunking.ahead) - 1), chunking.steps
        if not CONTEXT <= self.ahead <= self.chunk:
            bounds = f"{CONTEXT} to {self.chunk}"
            raise ValueError(f"in chunks of {self.chunk} frames the head can look {bounds} ahead, not {self.ahead}")

    def __call__(self, hidden: Tensor, lengths: Tensor) -> Tensor:
        """[B, T, 3 * 384] and the frames of each -> log-probabilities [B, T, 40]."""
        time = hidden.shape[1]
        x = F.gelu(self.head.input(normalised(hidden))).float()
        x = x * (torch.arange(time)[None] < lengths[:, None])[..., None]
        windows, counts = self.windows(x, lengths)
        y = self.lstm(self.head.lstm1, self.convolved(windows), counts)
        y = self.lstm(self.head.lstm2, y, counts)
        said = y[:, :, : self.chunk].flatten(1, 2)[:, self.behind : self.behind + time]
        return self.head.heard(said)

    def windows(self, x: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """[B, K, 2 + chunk + ahead, 256]: the windows, each with two frames before it for the convolution; and the
        frames of each clip from each window's beginning to its end, [B, K]."""
        steps, width = self.steps(x.shape[1], self.behind), CONTEXT + self.chunk + self.ahead
        before = CONTEXT + self.behind
        padded = F.pad(x, (0, 0, before, (steps - 1) * self.chunk + width - before - x.shape[1]))
        windows = padded.unfold(1, width, self.chunk).transpose(2, 3)
        starts = torch.arange(steps) * self.chunk - self.behind
        return windows, (lengths[:, None] - starts[None]).clamp(0, self.chunk + self.ahead)

    def convolved(self, windows: Tensor) -> Tensor:
        """[B, K, 2 + W, 256] -> [B, K, W, 256]; beyond a window's end there is silence."""
        flat = windows.flatten(0, 1)
        padded = F.pad(flat.transpose(1, 2), (0, CONTEXT))
        y = F.conv1d(padded, self.head.conv.weight, self.head.conv.bias, groups=flat.shape[2])
        return self.head.norm(flat[:, CONTEXT:] + y.transpose(1, 2)).unflatten(0, windows.shape[:2])

    def lstm(self, layer: BiLSTM, x: Tensor, counts: Tensor) -> Tensor:
        """[B, K, W, width] -> [B, K, W, 2 * 192]."""
        flat, ends = x.flatten(0, 1), counts.flatten()
        time = torch.arange(flat.shape[1])[None]
        order = torch.where(time < ends[:, None], ends[:, None] - 1 - time, time)[..., None]
        back, _ = layer.back(flat.gather(1, order.expand_as(flat)))
        back = back.gather(1, order.expand_as(back)).unflatten(0, x.shape[:2])
        return torch.cat([self.forward_half(layer.ahead, x), back.to(x.dtype)], dim=-1)

    def forward_half(self, lstm: nn.LSTM, x: Tensor) -> Tensor:
        """The frames that are said, window after window; then the frames ahead of all windows at once, from their states."""
        batch, steps = x.shape[:2]
        empty = self.behind // self.chunk
        # Before a clip's first frame the state is zero; what stands there in the first windows is never read.
        rows = [x.new_zeros(batch, self.chunk, CELLS) for _ in range(empty)]
        zeros = x.new_zeros(1, batch, CELLS)
        states, state, skipped = [(zeros, zeros)] * empty, (zeros, zeros), self.behind % self.chunk
        for number in range(empty, steps):
            said, state = lstm(x[:, number, skipped : self.chunk], state)
            rows.append(F.pad(said.float(), (0, 0, skipped, 0)))
            states.append(state)
            skipped = 0
        h, c = (torch.stack([s[i][0].float() for s in states], 1).flatten(0, 1)[None] for i in (0, 1))
        further, _ = lstm(x[:, :, self.chunk :].flatten(0, 1).contiguous(), (h.contiguous(), c.contiguous()))
        further = further.float().view(batch, steps, self.ahead, CELLS)
        return torch.cat([torch.stack(rows, 1), further], dim=2).to(x.dtype)
