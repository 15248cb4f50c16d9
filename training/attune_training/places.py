"""Where things lie."""

import os
from pathlib import Path

TRAINING = Path(__file__).resolve().parents[1]
REPOSITORY = TRAINING.parent
SHARED = Path(os.environ.get("ATTUNE_DATA", REPOSITORY.parent / "shared" / "data"))
"""The voices and noise that everybody shares; ATTUNE_DATA names another place, for a work tree that lies elsewhere."""
WORK = TRAINING / "work"
"""Everything the steps make that is not committed: synthetic speech, features, checkpoints."""
LEXICON = REPOSITORY / "Sources" / "Lexicon" / "Resources" / "lexicon.txt"
REDUCED_FORMS = REPOSITORY / "Sources" / "Lexicon" / "English" / "ReducedForms.swift"
MODEL = REPOSITORY / "Sources" / "Aligner" / "Resources" / "attune.safetensors"
FIXTURES = REPOSITORY / "Fixtures"
GOLDEN = FIXTURES / "golden.safetensors"
SPEECH_TO_INTENT = SHARED / "speech-to-intent"
FUSION = REPOSITORY / "Sources" / "Aligner" / "Resources" / "fusion.safetensors"
GOLDEN_FUSION = FIXTURES / "golden-fusion.safetensors"
