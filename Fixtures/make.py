#!/usr/bin/env python3
"""Makes the sound files of this folder: synthetic speech (said so in the names) and hostile files.

Needs espeak-ng and flite on the path, and the Python packages numpy and soundfile.
Run it anywhere; it writes beside itself. The files are committed, so that tests need none of this.
"""

import io
import struct
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile as sf

HERE = Path(__file__).resolve().parent
RATE = 16_000

# name, engine, voice, sentence
SPEECH = [
    ("lights-on-kitchen", "espeak", "en-us", "turn on the kitchen lights"),
    ("lights-off-bedroom", "flite", "slt", "turn off the bedroom lights"),
    ("lights-dim-half", "flite", "rms", "set the living room lights to fifty percent"),
    ("lights-colour-blue", "espeak", "en-gb", "make the bathroom light blue"),
    ("timer-five-minutes", "flite", "slt", "set a timer for five minutes"),
    ("timer-ninety-seconds", "espeak", "en-us+f3", "set a timer for ninety seconds"),
    ("timer-hour-and-half", "flite", "awb", "set a timer for one hour and thirty minutes"),
    ("timer-cancel", "flite", "kal16", "cancel the timer"),
    ("coffee-large-latte", "flite", "slt", "i would like a large latte"),
    ("coffee-double-espresso", "espeak", "en-gb", "make me a double espresso"),
    ("coffee-cappuccino-sugar", "flite", "rms", "can i have a small cappuccino with two sugars"),
    ("coffee-americano-milk", "espeak", "en-us+f2", "a medium americano with oat milk please"),
    ("not-a-command", "flite", "slt", "the birch canoe slid on the smooth planks"),
]


def speak(engine: str, voice: str, text: str) -> np.ndarray:
    """One sentence at 16 kHz, with 0.2 s of silence around it."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        if engine == "espeak":
            command = ["espeak-ng", "-v", voice, "-s", "150", "-w", file.name, text]
        else:
            command = ["flite", "-voice", voice, "-t", text, "-o", file.name]
        subprocess.run(command, check=True, capture_output=True)
        samples, rate = sf.read(file.name)
    samples = resample(samples, rate)
    silence = np.zeros(RATE // 5)
    return np.concatenate([silence, 0.5 * samples / np.abs(samples).max(), silence])


def resample(samples: np.ndarray, rate: int) -> np.ndarray:
    """To 16 kHz by cutting or padding the spectrum of the whole sentence."""
    if rate == RATE:
        return samples
    count = round(len(samples) * RATE / rate)
    return np.fft.irfft(np.fft.rfft(samples)[: count // 2 + 1], count) * count / len(samples)


def wav_header(data_bytes: int, *, rate: int = RATE, bits: int = 16, tag: int = 1) -> bytes:
    """The 44 bytes before the samples of a mono WAV file."""
    width = bits // 8
    form = struct.pack("<HHIIHH", tag, 1, rate, rate * width, width, bits)
    return b"RIFF" + struct.pack("<I", 36 + data_bytes) + b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", data_bytes)


def pcm16(samples: np.ndarray) -> bytes:
    return (samples * 32767).round().astype("<i2").tobytes()


def encoded(samples: np.ndarray, form: str) -> bytes:
    buffer = io.BytesIO()
    sf.write(buffer, samples, RATE, format=form, subtype="PCM_16")
    return buffer.getvalue()


def write_speech() -> None:
    """The clips, and what is said in each: sentences of config/coffee.yaml, lights.yaml and timers.yaml, and one of none."""
    lines = []
    for name, engine, voice, text in SPEECH:
        file = f"synthetic-{engine}-{name}.flac"
        sf.write(HERE / file, speak(engine, voice, text), RATE, subtype="PCM_16")
        lines.append(f"{file}\t{text}\n")
    (HERE / "transcripts.tsv").write_text("".join(sorted(lines)))


def write_hostile() -> None:
    """Files that break readers. Tests call them by name and expect exact error texts."""
    sine = 0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)

    (HERE / "empty.wav").write_bytes(b"")
    (HERE / "header-only.wav").write_bytes(wav_header(0))
    # Promises a second, holds a quarter, and ends in the middle of a sample.
    (HERE / "truncated.wav").write_bytes(wav_header(2 * RATE) + pcm16(sine)[: RATE // 2 + 1])
    (HERE / "not-audio.wav").write_text("This is a text whose name ends in .wav.\n" * 8)
    (HERE / "silence.wav").write_bytes(wav_header(2 * RATE) + bytes(2 * RATE))

    broken = sine[:1600].astype("<f4")
    broken[1234] = np.nan
    (HERE / "nan.wav").write_bytes(wav_header(broken.nbytes, bits=32, tag=3) + broken.tobytes())

    flac = bytearray(encoded(speech_like(4 * RATE), "FLAC"))
    middle = len(flac) // 2
    flac[middle : middle + 3000] = bytes(3000)
    (HERE / "lost-sync.flac").write_bytes(flac)
    whole = encoded(speech_like(2 * RATE), "FLAC")
    (HERE / "truncated.flac").write_bytes(whole[: len(whole) // 2])
    # All frames are sound, but the header promises twice as many: bytes 22..25 end the 36-bit count of samples.
    short = encoded(speech_like(RATE // 2), "FLAC")
    (HERE / "ends-early.flac").write_bytes(short[:22] + struct.pack(">I", RATE) + short[26:])

    sample = np.arange(8_000) / 8_000
    stereo = np.stack([0.5 * np.sin(2 * np.pi * 440 * sample), 0.25 * np.sin(2 * np.pi * 1000 * sample)], axis=1)
    sf.write(HERE / "stereo-8k.wav", stereo, 8_000, subtype="PCM_16")
    sample = np.arange(48_000) / 48_000
    sf.write(HERE / "24bit-48k.wav", 0.5 * np.sin(2 * np.pi * 440 * sample), 48_000, subtype="PCM_24")


def speech_like(count: int) -> np.ndarray:
    """Seeded noise under a slow envelope: something a FLAC encoder cannot reduce to nothing."""
    envelope = 0.5 + 0.5 * np.sin(2 * np.pi * 3 * np.arange(count) / RATE)
    return 0.2 * envelope * np.random.default_rng(1).uniform(-1, 1, count)


if __name__ == "__main__":
    write_speech()
    write_hostile()
