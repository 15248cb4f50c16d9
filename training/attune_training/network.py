"""The whole network, from log-mel frames to log-probabilities, and how it lies in a file."""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from .exported import exported, restored
from .head import LAYERS, PhoneHead
from .phones import BLANK, NAMES
from .places import WHOLE_ENCODER, WHOLE_WEIGHTS
from .stored_weights import rounded
from .whisper import BASE, SAMPLE_RATE, TINY, Encoder, Size

LICENCES = (
    "Encoder weights: OpenAI Whisper, MIT. Phone head trained on: LibriSpeech (CC BY 4.0), CMU AN4 (BSD-style),"
    " Common Voice (CC0), Speech Commands (CC BY 4.0), speechocean762 (CC BY 4.0), Picovoice wake-word benchmark"
    " (Apache-2.0), synthetic speech; noise from ESC-10 (CC BY 3.0) and Speech Commands. See NOTICE."
)


class Network(nn.Module):
    """The whole network, from log-mel frames to log-probabilities."""

    def __init__(self, encoder: Encoder, head: PhoneHead) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = head

    @torch.inference_mode()
    def forward(self, mel: Tensor) -> Tensor:
        """One segment, [frames, 80] -> [ceil(frames / 2), 40]."""
        hidden = torch.cat(self.encoder(mel[None])[-LAYERS:], dim=-1)
        return self.head(hidden, torch.tensor([hidden.shape[1]]))[0]


def shipped() -> Network:
    """The network of whole recordings as it is committed: what fusion listens to and never changes."""
    return stored(WHOLE_ENCODER, WHOLE_WEIGHTS)


def stored(*files: Path) -> Network:
    """A network from the files that hold its tensors."""
    return loaded(rounded({name: tensor for file in files for name, tensor in load_file(file).items()}))


def size_of(head_input: Tensor) -> Size:
    """Of the encoder that a head hears, by the weights of its first layer."""
    return next(size for size in (TINY, BASE) if head_input.shape[1] == LAYERS * size.width)


def loaded(tensors: dict[str, Tensor]) -> Network:
    """The network with these weights, by their exported names."""
    size = size_of(tensors["head.input.weight"])
    encoder, head = Encoder(size), PhoneHead(size)
    ours = {k.removeprefix("encoder."): v for k, v in tensors.items() if k.startswith("encoder.")}
    encoder.load_state_dict(ours, strict=False)
    theirs = {k.removeprefix("head."): v for k, v in tensors.items() if k.startswith("head.")}
    head.load_state_dict(restored(head.state_dict(), theirs))
    return Network(encoder, head).eval()


def tensors_of(encoder: Encoder, head: PhoneHead) -> dict[str, Tensor]:
    """Every tensor by its exported name."""
    found = {f"encoder.{k}": v for k, v in encoder.state_dict().items() if not k.startswith("ln_post")}
    return found | {f"head.{k}": v for k, v in exported(head.state_dict()).items()}


def metadata(version: str) -> dict[str, str]:
    """What the file says of itself."""
    return {
        "format": "attune-phones", "version": version, "sample_rate": str(SAMPLE_RATE), "head_layers": str(LAYERS),
        "blank": str(BLANK), "phones": " ".join(NAMES), "licences": LICENCES,
    }  # fmt: skip
