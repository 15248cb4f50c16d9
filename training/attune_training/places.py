"""Where things lie."""

from pathlib import Path

TRAINING = Path(__file__).resolve().parents[1]
REPOSITORY = TRAINING.parent
SHARED = REPOSITORY.parent / "shared" / "data"
WORK = TRAINING / "work"
"""Everything the steps make that is not committed: synthetic speech, features, checkpoints."""
LEXICON = WORK / "cmudict.txt"
MODEL = REPOSITORY / "Sources" / "Aligner" / "Resources" / "attune.safetensors"
GOLDEN = REPOSITORY / "Fixtures" / "golden.safetensors"
SPEECH_TO_INTENT = SHARED / "speech-to-intent"
