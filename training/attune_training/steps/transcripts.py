"""Transcripts of the speech-to-intent dev clips, right and wrong, to measure fusion with.

    swift build -c release --product attune
    python -m attune_training.steps.transcripts            # the true words, words with errors, unrelated sentences
    python -m attune_training.steps.transcripts --recogniser whisper --recogniser pocketsphinx [--snr 6 …]

Writes work/transcripts/NAME/CLIP.json, tokens as `attune score --transcripts` reads them:

- `true`: the words of the sentence that Attune finds in the clean recording, of the clips whose labels it meets; the
  benchmark gives labels, no words. All figures of fusion are about these clips.
- `errors20`, `errors40`: each word is wrong with this probability: replaced by a word of the dictionary that sounds
  nearly like it (six times in ten), left out (two), or followed by a word that nobody said (two).
- `unrelated`: a sentence of LibriSpeech.
- `whisper/clean`, `whisper/6dB`, …: Whisper tiny.en's words, with its times and confidences, of the clean recording or
  of the same mix with the kitchen that `attune score --noise --snr` makes. Its encoder is the one with
  which Attune listens as it comes. `pocketsphinx/…`: those of PocketSphinx with its own American English language model.
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .. import corpus
from ..benchmark import is_right, labels
from ..binary import score
from ..misheard import with_errors
from ..noise import in_noise
from ..places import TRANSCRIPTS, coffee, kitchen, speech_to_intent
from ..recognisers import RECOGNISERS


def true_words() -> dict[str, list[str]]:
    """clip -> words, of the clips that are understood rightly when clean."""
    records = score("--threshold", "0", "--jobs", "1", "--commands", coffee(), speech_to_intent() / "dev")
    truth = labels()
    return {Path(r["file"]).stem: r["words"].split() for r in records if r["intent"] and is_right(r, truth)}


def unrelated() -> list[str]:
    """Something else that people say."""
    rows = corpus.rows()
    return [r["text"] for r in rows if r["path"].startswith("librispeech/") and r["split"] == "dev" and r["text"]]


def write(name: str, clip: str, tokens: list) -> None:
    path = TRANSCRIPTS / name / f"{clip}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(tokens))


def simulate() -> None:
    rng, others = random.Random(2026), unrelated()
    inserted = sorted({word for sentence in others for word in sentence.lower().split() if word.isalpha()})
    for clip, words in sorted(true_words().items()):
        write("true", clip, words)
        write("errors20", clip, with_errors(words, 0.2, inserted, rng))
        write("errors40", clip, with_errors(words, 0.4, inserted, rng))
        write("unrelated", clip, rng.choice(others).lower().split()[: len(words) + 4])


def sounds(snr: float | None) -> Iterator[tuple[str, np.ndarray]]:
    """The clips as `attune score` hears them."""
    noise = corpus.read(kitchen())
    for path in sorted((speech_to_intent() / "dev").glob("*.flac")):
        sound = corpus.read(path)
        if snr is not None:
            sound = in_noise(sound, path.name, noise, snr)
        yield path.stem, sound


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--recogniser", action="append", choices=list(RECOGNISERS), help="transcribe instead of simulating"
    )
    parser.add_argument(
        "--snr", type=float, action="append", default=[], help="in the kitchen at this ratio, besides clean"
    )
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
