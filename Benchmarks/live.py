#!/usr/bin/env python3
"""Measures `attune listen` on ALSA devices without hardware; see `--help`.

  live.py latency  plays recordings through PulseAudio's null sink in real time: are the intents those of
                   `attune score`, and how long after the last sound of a command do they come?
  live.py waits    plays recordings through ALSA's `file` plugin, faster than real time: the intents again, and how long
                   a silence the end of a command took.
  live.py hour     plays an hour of speech that is no command through ALSA's `file` plugin, faster than real time:
                   what is taken for a command, is sound lost, does memory grow?
  live.py names    plays recordings of names, and speech without them, through ALSA's `file` plugin: which names wake
                   `attune listen --wake`, and what else does?
  live.py silence  listens to nothing and to steady noise in real time: what does waiting cost?

Debian's packages pulseaudio, pulseaudio-utils, libasound2-plugins and sndfile-programs have to be there.
"""

import argparse
import contextlib
import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import time
import wave

import real_voices

RATE = 16_000
ROOT = pathlib.Path(__file__).resolve().parent.parent
ATTUNE = ROOT / ".build" / "release" / "attune"
TICKS = os.sysconf("SC_CLK_TCK")


class Devices:
    """A home folder with ALSA devices that need no hardware."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.folder / "run").mkdir(mode=0o700)
        self.sound = self.folder / "sound.raw"
        self.sound.touch()
        (self.folder / ".asoundrc").write_text(f"""
            pcm.filemic {{ type file slave.pcm {{ type null }} file "/dev/null" infile "{self.sound}" format "raw" }}
            pcm.pulsemic {{ type pulse device "speaker.monitor" }}
        """)
        runtime = str(self.folder / "run")
        self.environment = {
            **os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": runtime, "PULSE_RUNTIME_PATH": runtime + "/pulse"}

    @contextlib.contextmanager
    def server(self):
        """PulseAudio with one output that leads nowhere and that `pulsemic` hears."""
        self.run(
            "pulseaudio", "-n", "--daemonize=yes", "--exit-idle-time=-1", "--load=module-native-protocol-unix",
            "--load=module-null-sink sink_name=speaker rate=16000 channels=1")
        try:
            yield
        finally:
            self.run("pulseaudio", "--kill")

    def play(self, path):
        self.run("paplay", "--device=speaker", str(path))

    def run(self, *command):
        subprocess.run(command, env=self.environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Listener:
    """`attune listen` at work."""

    def __init__(self, devices, *arguments):
        self.errors = (devices.folder / "errors").open("w+")
        self.lines = devices.folder / "lines"
        # One core, so that the figures are those of one.
        command = ["taskset", "--cpu-list", "1", str(ATTUNE), "listen", "--json", *arguments]
        self.process = subprocess.Popen(
            command, env=devices.environment, stdout=self.lines.open("w"), stderr=self.errors)

    def events(self, kind):
        lines = self.lines.read_text().splitlines()
        return [event for event in map(json.loads, lines) if event["event"] == kind]

    def finished(self, kind):
        self.process.wait()
        return self.events(kind)

    def wait(self, kind, count, seconds):
        end = time.monotonic() + seconds
        while len(self.events(kind)) < count and time.monotonic() < end:
            time.sleep(0.02)

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mb(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/statm").read_text().split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def stop(self):
        self.process.send_signal(2)
        self.process.wait()
        return self.events("summary")[-1]


def meaning(result):
    slots = " ".join(f"{name}={value}" for name, value in sorted((result["slots"] or {}).items()))
    return f"{result['intent']} {slots}".strip()


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))]


def samples(path, devices):
    """The 16-bit samples of a recording at 16 kHz."""
    raw = devices.folder / "decoded.raw"
    devices.run("sndfile-convert", "-pcm16", str(path), str(raw))
    return raw.read_bytes()


def clips(source, split=None):
    """The paths of a source's recordings in the list of real voices, of one split or of all."""
    lines = [json.loads(line) for line in (real_voices.FOLDER / "manifest.jsonl").open()]
    return [line["path"] for line in lines
            if line["path"].startswith(source + "/") and (split is None or line["split"] == split)]


def join(paths, sound, devices, until):
    """Appends recordings with a second after each until the sound is so many seconds long; gives how long it is."""
    for path in paths:
        if sound.tell() / 2 / RATE >= until:
            break
        sound.write(samples(real_voices.FOLDER / path, devices) + bytes(2 * RATE))
    return sound.tell() / 2 / RATE


def score(commands, files):
    command = [str(ATTUNE), "score", "--encoder", "streaming", *commands, *map(str, files)]
    return [json.loads(line) for line in subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout.splitlines()]


def latency(devices, options):
    commands = ["--commands", str(real_voices.SPEECH_TO_INTENT / "coffee_maker.yaml")]
    clips = sorted((real_voices.SPEECH_TO_INTENT / "dev").glob("*.flac"))
    clips = clips[:: max(1, len(clips) // options.clips)][: options.clips]
    batch = score(commands, clips)
    with devices.server():
        listener = Listener(devices, *commands, "--device", "pulsemic", "--patience", options.patience)
        listener.wait("device", 1, 20)
        live, outer, before = [], [], listener.cpu_seconds()
        begin = time.monotonic()
        for clip in clips:
            devices.play(clip)
            listener.wait("result", len(live) + 1, 8)
            time.sleep(1)
            live.append([meaning(result) for result in listener.events("result")[len(live):]])
        cpu, wall = listener.cpu_seconds() - before, time.monotonic() - begin
        results = listener.events("result")
        summary = listener.stop()
    equal = 0
    for clip, expected, results_of_clip in zip(clips, batch, live):
        if results_of_clip == [meaning(expected)]:
            equal += 1
        else:
            print(f"{clip.name}: live {results_of_clip}, batch {meaning(expected)}")
    print(f"{equal} of {len(clips)} recordings: live equals batch ({options.patience})")
    for part in ["total", "wait", "computing"]:
        values = [result["latency"][part] for result in results if result["intent"]]
        print(f"{part}: median {quantile(values, 0.5):.3f} s, 95th percentile {quantile(values, 0.95):.3f} s")
    print(f"{100 * cpu / wall:.1f} % of a core while somebody speaks half of the time; {summary['overruns']} overruns")
    slow = [result for result in results if result["intent"] and result["latency"]["wait"] > 1]
    for result in slow:
        print(f"waited {result['latency']['wait']} s after \"{result['words']}\"")


def waits(devices, options):
    commands = ["--commands", str(real_voices.SPEECH_TO_INTENT / "coffee_maker.yaml")]
    clips = sorted((real_voices.SPEECH_TO_INTENT / "dev").glob("*.flac"))
    clips = clips[:: max(1, len(clips) // options.clips)][: options.clips]
    ends, total = [], 0.0
    with devices.sound.open("wb") as sound:
        for clip in clips:
            # Silence of the converter alone before and after.
            data = bytes(RATE) + samples(clip, devices) + bytes(4 * RATE)
            sound.write(data)
            total += len(data) / 2 / RATE
            ends.append(total)
    listener = Listener(
        devices, *commands, "--device", "filemic", "--patience", options.patience, "--seconds", str(total))
    begin = time.monotonic()
    listener.process.wait()
    wall = time.monotonic() - begin
    live, waited = [[] for _ in clips], []
    for result in listener.events("result"):
        index = sum(end <= (result["start"] or 0) for end in ends)
        live[index].append(meaning(result))
        if result["intent"]:
            waited.append((result["latency"]["wait"], result["words"]))
    equal = 0
    for clip, expected, results in zip(clips, score(commands, clips), live):
        equal += results == [meaning(expected)]
        if results != [meaning(expected)]:
            print(f"{clip.name}: live {results}, batch {meaning(expected)}")
    print(f"{equal} of {len(clips)} recordings: live equals batch ({options.patience})")
    for wait in sorted({wait for wait, _ in waited}):
        count = sum(other == wait for other, _ in waited)
        print(f"waited {wait} s: {count} commands" + (f", {[w for o, w in waited if o == wait][:6]}" if wait > 0.5 else ""))
    print(f"{total:.0f} s of sound in {wall:.0f} s on one core")


def hour(devices, options):
    commands = [part for file in options.commands for part in ("--commands", str(file))]
    parts = [("LibriSpeech dev", "librispeech", "dev"), ("AN4 test", "an4", "test"),
             ("LibriSpeech, speakers of training", "librispeech-unlabelled", None)]
    limits, total, names = [], 0.0, []
    with devices.sound.open("wb") as sound:
        for name, source, split in parts:
            total = join(clips(source, split), sound, devices, until=options.seconds)
            limits.append((total, name))
            names.append(name)
    listener = Listener(devices, *commands, "--device", "filemic", "--seconds", str(total))
    begin, memory = time.monotonic(), []
    while listener.process.poll() is None:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError, ValueError, IndexError):
            memory.append((time.monotonic() - begin, listener.memory_mb()))
        time.sleep(0.5)
    wall = time.monotonic() - begin
    summary = listener.events("summary")[-1]
    print(f"{summary['seconds']:.0f} s of speech in {wall:.0f} s on one core; {summary['heard']} utterances, "
          f"{summary['overruns']} overruns, {summary['gaps']} gaps")
    for result in listener.events("result"):
        if result["intent"]:
            part = next(name for limit, name in limits if result["start"] <= limit)
            print(f"false accept at {result['start']} s ({part}): {meaning(result)} \"{result['words']}\" "
                  f"{result['confidence']}")
    for (limit, name), before in zip(limits, [0] + [limit for limit, _ in limits]):
        count = sum(before < result["start"] <= limit for result in listener.events("result") if result["intent"])
        print(f"{name}: {count} false accepts in {(limit - before) / 3600:.2f} h")
    tenth = [mb for at, mb in memory if at > wall / 10][0]
    print(f"memory: {tenth:.1f} MB after a tenth, {memory[-1][1]:.1f} MB at the end, highest "
          f"{max(mb for _, mb in memory):.1f} MB")


def names(devices, options):
    """Every `--every`-th recording of each name, one name at a time; then all names against speech without them."""
    spoken = {}
    for path in clips("wake-words"):
        spoken.setdefault(path.split("/")[1], []).append(path)
    common = ["--commands", str(ROOT / "config" / "timers.yaml"), "--device", "filemic", "--awake", "1"]
    for name, paths in sorted(spoken.items()):
        pause, places = bytes(5 * RATE), []
        with devices.sound.open("wb") as sound:
            sound.write(pause)
            for path in sorted(paths)[::options.every]:
                begin = sound.tell() / 2 / RATE
                sound.write(samples(real_voices.FOLDER / path, devices))
                places.append((path, begin, sound.tell() / 2 / RATE))
                sound.write(pause)
            total = sound.tell() / 2 / RATE
        listener = Listener(devices, *common, "--seconds", str(total), "--wake", name)
        calls = listener.finished("woken")
        heard = [any(call["start"] < end + 0.5 and call["end"] > begin - 0.3 for call in calls) for _, begin, end in places]
        print(f"{name}: {len(heard) - sum(heard)} of {len(heard)} missed, called {len(calls)} times in {total:.0f} s", flush=True)
    with devices.sound.open("wb") as sound:
        for source, split in (("negatives", "measure"), ("librispeech", "dev"), ("speechocean", "dev"),
                              ("letters-and-digits", "dev")):
            total = join(clips(source, split), sound, devices, until=options.seconds)
    wakes = [part for name in sorted(spoken) for part in ("--wake", name)]
    listener = Listener(devices, *common, "--seconds", str(total), *wakes)
    calls = listener.finished("woken")
    print(f"{total / 3600:.2f} h of other speech, all names at once: called {len(calls)} times")
    for call in calls:
        print(f"  {call['words']} at {call['start']:.1f} s, {call['confidence']}")


def silence(devices, options):
    commands = [part for file in options.commands for part in ("--commands", str(file))]
    noise = devices.folder / "noise.wav"
    dice = random.Random(1)
    with wave.open(str(noise), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", None))
        values = (int(dice.gauss(0, 300)) for _ in range(int(RATE * options.seconds)))
        file.writeframes(struct.pack(f"<{int(RATE * options.seconds)}h", *values))
    with devices.server():
        listener = Listener(devices, *commands, "--device", "pulsemic")
        listener.wait("device", 1, 20)
        for name, wait in [("silence", lambda: time.sleep(options.seconds)), ("steady noise", lambda: devices.play(noise))]:
            time.sleep(2)
            before, begin = listener.cpu_seconds(), time.monotonic()
            wait()
            share = (listener.cpu_seconds() - before) / (time.monotonic() - begin)
            print(f"{name}: {100 * share:.2f} % of a core")
        listener.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measure", choices=["latency", "waits", "hour", "names", "silence"])
    parser.add_argument("--clips", type=int, default=20)
    parser.add_argument("--seconds", type=float, help="of sound (hour and names: 3600, silence: 30)")
    parser.add_argument("--every", type=int, default=4, help="names: every so many recordings of each")
    parser.add_argument("--patience", default="default")
    parser.add_argument("--commands", action="append", help="(default: the three files in config/)")
    options = parser.parse_args()
    options.commands = options.commands or [ROOT / "config" / f"{name}.yaml" for name in ("coffee", "lights", "timers")]
    options.seconds = options.seconds or {"hour": 3600, "names": 3600, "silence": 30, "latency": 0, "waits": 0}[options.measure]
    if not real_voices.ARE_THERE:
        sys.exit(real_voices.ABSENCE)
    with tempfile.TemporaryDirectory() as folder:
        measures = {"latency": latency, "waits": waits, "hour": hour, "names": names, "silence": silence}
        measures[options.measure](Devices(folder), options)


if __name__ == "__main__":
    main()
