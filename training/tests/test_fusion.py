"""The aligner is the one whose weights and golden vectors are committed."""

import importlib.util
import unittest
from pathlib import Path

if not importlib.util.find_spec("torch"):
    raise unittest.SkipTest("PyTorch is not installed")

import torch
from safetensors.torch import load_file

from attune_training.fusion import strategies
from attune_training.fusion.aligner import Aligner
from attune_training.places import FUSION_WEIGHTS, GOLDEN_FUSION
from attune_training.steps.export_fusion import golden, loaded, tensors_of


class FusionTests(unittest.TestCase):
    def test_every_strategy_has_a_file_and_every_file_is_a_strategy(self):
        (folder,) = strategies.__path__
        files = {file.stem for file in Path(folder).glob("*.py")} - {"__init__"}
        self.assertEqual(files, strategies.STRATEGIES.keys())

    def test_tensors_are_those_of_the_committed_file(self):
        shapes = {name: value.shape for name, value in load_file(FUSION_WEIGHTS).items()}
        self.assertEqual({name: value.shape for name, value in tensors_of(Aligner()).items()}, shapes)

    def test_golden_vectors_are_what_it_computes(self):
        torch.set_num_threads(1)
        computed, committed = golden(loaded(Aligner(), load_file(FUSION_WEIGHTS))), load_file(GOLDEN_FUSION)
        self.assertEqual(computed.keys(), committed.keys())
        for name, value in computed.items():
            with self.subTest(name):
                self.assertLess(float((value.float() - committed[name]).abs().max()), 1e-4)


if __name__ == "__main__":
    unittest.main()
