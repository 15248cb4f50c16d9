"""The whole network, from log-mel frames to log-probabilities, and how it lies in a file."""

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from .exported import exported, restored
from .head import LAYERS, PhoneHead
from .phones import BLANK, NAMES
from .places import WHOLE_WEIGHTS
from .whisper import SAMPLE_RATE, Encoder

LICENCES = (
    "Encoder weights: OpenAI Whisper tiny.en, MIT. Phone head trained on: LibriSpeech (CC BY 4.0), CMU AN4 (BSD-style),"
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
    """The network as it is committed: what fusion listens to and never changes."""
    return loaded({name: tensor.float() for name, tensor in load_file(WHOLE_WEIGHTS).items()})


def loaded(tensors: dict[str, Tensor]) -> Network:
    """The network with these weights, by their exported names."""
    encoder, head = Encoder(), PhoneHead()
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
