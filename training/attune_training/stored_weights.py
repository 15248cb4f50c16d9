"""Weights as they lie in a file: matrices as whole numbers of 8 bits with a scale for each output (`NAME_scale`, float32), the
rest float16."""

import torch
from torch import Tensor


def quantised(weight: Tensor) -> tuple[Tensor, Tensor]:
    """[outputs, ...] -> whole numbers -127...127 of the same shape, and the scale of each output."""
    scale = weight.flatten(1).abs().amax(1).clamp(min=1e-12) / 127
    whole = (weight / scale.view(-1, *[1] * (weight.dim() - 1))).round()
    return whole.to(torch.int8), scale


def quantised_tensors(found: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors as they are written. The depthwise convolution has five weights an output: not worth a scale."""
    written = {}
    for name, value in found.items():
        if name.endswith((".weight", ".weight_ih", ".weight_hh")) and value.dim() > 1 and value[0].numel() > 8:
            written[name], written[f"{name}_scale"] = quantised(value.float())
        else:
            written[name] = value.half()
    return {name: value.contiguous() for name, value in written.items()}


def rounded(written: dict[str, Tensor]) -> dict[str, Tensor]:
    """What was written, as numbers."""
    found = {}
    for name, value in written.items():
        if name.endswith("_scale"):
            continue
        scale = written.get(f"{name}_scale")
        found[name] = value.float() if scale is None else value.float() * scale.view(-1, *[1] * (value.dim() - 1))
    return found
