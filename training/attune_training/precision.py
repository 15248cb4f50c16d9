"""In which numbers the trainers multiply."""

import torch

HAS_BRAIN_FLOATS = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
"""Without such instructions products of brain floats take six to ten times as long as those of floats (measured: the
encoder and the head, one core with AVX2)."""


def fast_products(wanted: bool = True) -> torch.autocast:
    """Brain floats, where the processor multiplies them and `wanted`."""
    return torch.autocast("cpu", torch.bfloat16, enabled=wanted and HAS_BRAIN_FLOATS)
