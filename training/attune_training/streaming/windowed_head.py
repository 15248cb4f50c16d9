"""The phone head as a stream hears it, many windows at once."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ..head import CELLS, PhoneHead, normalised
from ..recurrent import BiLSTM
from .chunking import CONTEXT, Chunking


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
        """The frames that are said, window after window; then those ahead of all windows at once, from their states."""
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
