#!/usr/bin/env python3
"""Runs the real Home Assistant with `attune serve` behind it, from its discovery to lights that are switched by voice.

usage: home_assistant.py ATTUNE [--environment DIR] [--version HOMEASSISTANT] [--keep]

ATTUNE is the executable. Home Assistant comes from PyPI, with what its integrations need and wyoming-satellite, into a
virtual environment (DIR; .build/home-assistant): the newest version that the Python here may run, or `--version
2025.4.4`. It needs Python 3.13 or later: PYTHON names one, or it is looked for. Where there is none, that is said,
nothing is tried, and the exit status is 0. For Python 3.14 two packages are compiled, which takes g++ and python3-dev.

Home Assistant runs as a program of its own, as in a home, and is told everything over its web interface, as its pages
do. The house is config/home-assistant.yaml. Where it may be, all of it happens in a network namespace that has no way
out, so that nobody else hears the announcement by mDNS. That needs `ip` and `unshare`, and Avahi's daemon needs root;
elsewhere the announcement is left out, and that is said.

Every check is a line of output; the exit status is 1 where one failed. --keep leaves what Home Assistant and the others
have written, and names the folder. It takes five minutes, the installation not counted.
"""

import argparse
import array
import asyncio
import base64
import json
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

from home.environment import SATELLITE, announced, begin_network, enclosing, prepare
from home.program import Attune, free_port
from home.satellite import RATE, Satellite

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMANDS = ROOT / "config/home-assistant.yaml"
KITCHEN, BEDROOM = "light.kitchen_lights", "light.bedroom_lights"
LIVING_ROOM, BATHROOM = "light.living_room_lights", "light.bathroom_light"

# What Home Assistant's sentences refer to, and does not say itself.
NAMES = """
lists:
  name: {values: [kitchen lights, bedroom lights, living room lights, bathroom light]}
  area: {values: [kitchen, bedroom]}
  floor: {values: [ground floor]}
"""


class Sounds:
    """Samples of fixtures and of sentences that espeak-ng says: 16 kHz, 16 bits, one channel."""

    def __init__(self, attune, work):
        self.attune, self.work = attune, work
        self.turn_on_kitchen = self.fixture("espeak-lights-on-kitchen")
        self.turn_off_bedroom = self.fixture("flite-lights-off-bedroom")
        self.no_command = self.fixture("flite-not-a-command")
        self.wake_word = self.said("hey computer")

    def fixture(self, name):
        return self.samples(ROOT / f"Fixtures/synthetic-{name}.flac")

    def said(self, sentence):
        path = self.work / "said.wav"
        subprocess.run(["espeak-ng", "-v", "en-us", "-s", "150", "-w", path, sentence], check=True)
        return self.samples(path)

    def samples(self, path):
        told = subprocess.run([self.attune, "send", "--print-events", path], check=True, capture_output=True, text=True)
        samples, rate = b"", RATE
        for line in told.stdout.splitlines():
            event = json.loads(line)
            if event["type"] == "audio-chunk":
                samples, rate = samples + base64.b64decode(event["data"]["audio"]), event["data"]["rate"]
        if rate != RATE:
            raise ValueError(f"{path} has {rate} Hz instead of {RATE}")
        return samples


def silence(seconds):
    return bytes(2 * int(RATE * seconds))


def length(samples):
    """The seconds that samples last."""
    return len(samples) / 2 / RATE


def last_word(samples):
    """When the last word ends, in seconds: what comes after it stays below a hundredth of the loudest sample."""
    values = array.array("h", samples)
    limit = max(map(abs, values)) / 100
    return next(index for index in range(len(values) - 1, -1, -1) if abs(values[index]) > limit) / RATE


class Checks:
    """Tells each check in a line, and counts."""

    def __init__(self):
        self.failed = self.count = 0

    def __call__(self, name, kept, saw):
        self.count += 1
        self.failed += not kept
        print(f"{'ok    ' if kept else 'FAILED'} {name}: {saw}", flush=True)
        return kept


def note(text):
    print(f"       {text}", flush=True)


def heard(events):
    """What a run of a pipeline came to, in words."""
    told = []
    if "wake_word-end" in events:
        output = events["wake_word-end"][1]["wake_word_output"]
        word = output.get("wake_word_phrase") or output.get("wake_word_id")
        told.append(f"woken by '{word}'" if word else "not woken")
    if "stt-end" in events:
        told.append(f"heard '{events['stt-end'][1]['stt_output']['text']}'")
    if "intent-end" in events:
        told.append(events["intent-end"][1]["intent_output"]["response"]["response_type"])
    if "error" in events:
        told.append(f"error {events['error'][1]['code']}: {events['error'][1]['message']}")
    return ", ".join(told) or "nothing"


def between(events, first, last):
    """The seconds between two events, or a word where one is missing."""
    return f"{events[last][0] - events[first][0]:.2f} s" if first in events and last in events else "never"


class Trial:
    """The checks, one after another, on one Home Assistant and one server."""

    def __init__(self, executable, work, house):
        self.check, self.executable, self.work, self.house = Checks(), executable, work, house
        self.sounds = Sounds(executable, work)
        self.entities, self.pipelines, self.satellites = {}, {}, []
        self.server, self.entry, self.no_announcement = None, None, None

    async def config_flow(self):
        """A server is added by host and port, then the one that was found; whether there is anything to go on with."""
        answer = await self.house.add("127.0.0.1", free_port())
        errors = answer.get("errors")
        self.check("config flow, a port without a server", errors == {"base": "cannot_connect"}, errors)
        answer = await self.house.add("127.0.0.1", self.server.port)
        if not await self.is_created("config flow, host and port", answer):
            return False
        if self.no_announcement:
            note(f"no announcement by mDNS: {self.no_announcement}")
        elif flow := await self.house.found():
            await self.is_created("config flow, found by mDNS", await self.house.confirm(flow))
        else:
            self.check("config flow, found by mDNS", False, "nothing was found in 60 s")
        names = ", ".join(sorted(self.entities.values()))
        return self.check("entities", {"stt", "conversation", "wake_word"} <= set(self.entities), names)

    async def is_created(self, name, answer):
        kept = answer["type"] == "create_entry"
        if kept:
            self.entry = answer["result"]["entry_id"]
            self.entities = await self.house.entities(self.entry)
        return self.check(name, kept, f"{answer['type']} '{answer.get('title')}'")

    async def speech(self):
        """Whole recordings, as /api/stt takes them; Home Assistant hands them on in portions of any number of bytes."""
        for samples, expected in [
            (self.sounds.turn_on_kitchen, "turn on the kitchen lights"),
            (self.sounds.turn_off_bedroom, "turn off the bedroom lights"), (self.sounds.no_command, ""),
        ]:
            begin = time.monotonic()
            answer = await self.house.transcribe(self.entities["stt"], samples)
            seconds = time.monotonic() - begin
            self.check(
                f"speech to text, '{expected}'", answer["result"] == "success" and answer["text"] == expected,
                f"{answer['result']} '{answer['text']}'; {length(samples):.1f} s of sound in {seconds:.2f} s")

    async def says(self, name, text, condition):
        """A conversation in text, and whether what was to happen has happened."""
        begin = time.monotonic()
        kind, speech, code = await self.house.say(text, self.entities["conversation"])
        seconds = time.monotonic() - begin
        told = f"'{text}': {kind}{f' ({code})' if code else ''}, says {speech!r}, {1000 * seconds:.0f} ms"
        self.check(f"conversation, {name}", await condition(kind, speech, code), told)

    async def conversation(self):
        for light in (KITCHEN, BEDROOM, LIVING_ROOM, BATHROOM):
            await self.house.switch(light, "off")

        async def is_done(light, state):
            return await self.house.becomes(light, state)

        async def is_half(*_):
            await self.house.becomes(LIVING_ROOM, "on")
            return (await self.house.state(LIVING_ROOM))["attributes"].get("brightness") in (127, 128)

        async def is_blue(*_):
            await self.house.becomes(BATHROOM, "on")
            return (await self.house.state(BATHROOM))["attributes"].get("rgb_color") == [0, 0, 255]

        async def is_played(kind, speech, _):
            return speech == "Enjoy the film" and await self.house.becomes(LIVING_ROOM, "off")

        async def is_refused(kind, _, code):
            return (kind, code) == ("error", "no_intent_match")

        await self.says("on", "Turn on the kitchen lights.", lambda *_: is_done(KITCHEN, "on"))
        await self.says("off", "switch the kitchen lights off", lambda *_: is_done(KITCHEN, "off"))
        await self.says("brightness", "set the living room lights to 50 percent", is_half)
        await self.says("colour", "make the bathroom light blue", is_blue)
        await self.says("an intent of one's own", "movie night", is_played)
        await self.says("what the house does not have", "turn on the garden lights", is_refused)
        await self.says(
            "two commands in one text", "turn on the kitchen lights and turn on the bedroom lights",
            lambda *_: is_done(KITCHEN, "on"))
        note(f"Home Assistant has carried out the second one, too: {await self.house.becomes(BEDROOM, 'on', 1)}")

    async def make_pipelines(self):
        """One that leaves the understanding to Attune, and one that leaves it to Home Assistant's own sentences."""
        for name, agent in [
            ("Attune's intents", self.entities["conversation"]),
            ("Home Assistant's sentences", "conversation.home_assistant"),
        ]:
            self.pipelines[name] = await self.house.add_pipeline(name, self.entities, agent)
        await self.house.ask("assist_pipeline/pipeline/set_preferred", pipeline_id=self.pipelines["Attune's intents"])

    async def run(self, start, samples):
        return await self.house.run(self.pipelines["Attune's intents"], start, samples)

    async def run_pipelines(self):
        """From sound to a light."""
        spoken = self.sounds.turn_on_kitchen
        for name, pipeline in self.pipelines.items():
            await self.house.switch(KITCHEN, "off")
            begin = time.monotonic()
            events = await self.house.run(pipeline, "stt", spoken + silence(3))
            is_on = await self.house.becomes(KITCHEN, "on")
            times = ""
            if "stt-end" in events:
                after = events["stt-end"][0] - begin - last_word(spoken)
                end = "stt-vad-end" in events
                times = (
                    f"; text {after:.2f} s after the last word"
                    f"{', when Home Assistant had heard an end' if end else ', before Home Assistant heard an end'}; "
                    f"intent after another {between(events, 'stt-end', 'intent-end')}")
            self.check(f"pipeline, {name}", is_on, heard(events) + times)
        events = await self.run("stt", self.sounds.no_command + silence(3))
        is_refused = "error" in events and events["error"][1]["code"] == "stt-no-text-recognized"
        self.check("pipeline, speech that is no command", is_refused, heard(events))

    async def wake_word(self):
        offered = await self.house.ask("wake_word/info", entity_id=self.entities["wake_word"])
        words = {word["id"]: word["phrase"] for word in offered["wake_words"]}
        self.check("wake words that are offered", words == {"HeyComputer": "hey computer"}, words)
        await self.house.switch(BEDROOM, "on")
        sound = silence(1) + self.sounds.wake_word + silence(1.5) + self.sounds.turn_off_bedroom + silence(3)
        events = await self.run("wake_word", sound)
        self.check("wake word, then a command", await self.house.becomes(BEDROOM, "off"), heard(events))
        await asyncio.sleep(3)
        events = await self.run("wake_word", self.sounds.turn_on_kitchen + silence(11))
        is_asleep = "stt-end" not in events and "wake-word-timeout" in heard(events)
        self.check("wake word, a command without it", is_asleep, heard(events))

    async def add_satellites(self):
        """One streams to Home Assistant, which asks Attune for the wake word; the other one asks Attune itself."""
        asks = ["--wake-uri", f"tcp://127.0.0.1:{self.server.port}", "--wake-word-name", "HeyComputer"]
        for name, options in (("streams", []), ("asks", asks)):
            satellite = Satellite(self.work / name, *options)
            self.satellites.append(satellite)
            # It takes a moment until it listens.
            await asyncio.sleep(3)
            answer = await self.house.add("127.0.0.1", satellite.port)
            kept = answer["type"] == "create_entry"
            self.check(f"config flow, the satellite that {name}", kept, f"{answer['type']} '{answer.get('title')}'")
        await asyncio.sleep(3)

    async def hear_satellites(self):
        spoken = silence(0.5) + self.sounds.wake_word + silence(1.5) + self.sounds.turn_on_kitchen
        for satellite in self.satellites:
            await self.house.switch(KITCHEN, "off")
            told = "the light was not switched"
            # Who is not heard says it once more; on a busy machine that happens.
            for time_of in ("the first time", "the second time"):
                begin = time.monotonic()
                satellite.say(spoken)
                if kept := await self.house.becomes(KITCHEN, "on", 15):
                    seconds = time.monotonic() - begin - last_word(spoken)
                    told = f"the light is on {seconds:.2f} s after the last word, {time_of}"
                    break
            self.check(f"the satellite that {satellite.folder.name}, its wake word and a command", kept, told)
            # Home Assistant takes the same wake word within two seconds for the echo in another room.
            await asyncio.sleep(3)

    async def home_assistants_grammar(self):
        """All of Home Assistant's English sentences, and this house's names: a second server."""
        import home_assistant_intents

        sentences = pathlib.Path(home_assistant_intents.__file__).parent / "data/en.json"
        names = self.work / "names.yaml"
        names.write_text(NAMES)
        server = Attune(self.executable, [sentences, names], self.work / "grammar.log", "127.0.0.1")
        begin = time.monotonic()
        server.start()
        note(f"a server with all of Home Assistant's English sentences begins after {time.monotonic() - begin:.1f} s")
        kept = (self.entry, self.entities)
        try:
            if not await self.is_created("config flow, that server", await self.house.add("127.0.0.1", server.port)):
                return

            async def is_dimmed(*_):
                return (await self.house.state(BEDROOM))["attributes"].get("brightness") in (76, 77)

            await self.says("Home Assistant's grammar", "set bedroom lights brightness to 30%", is_dimmed)
            await self.says(
                "Home Assistant's grammar, all of an area", "turn off all the lights in the bedroom",
                lambda *_: self.house.becomes(BEDROOM, "off"))
            for name, agent in (("Attune", self.entities["conversation"]), ("itself", "conversation.home_assistant")):
                await self.house.switch(KITCHEN, "off")
                pipeline = await self.house.add_pipeline(f"Grammar, {name}", self.entities, agent)
                events = await self.house.run(pipeline, "stt", self.sounds.turn_on_kitchen + silence(3))
                is_on = await self.house.becomes(KITCHEN, "on")
                self.check(f"pipeline, Home Assistant's grammar, understood by {name}", is_on, heard(events))
        finally:
            self.entry, self.entities = kept
            await asyncio.to_thread(server.stop)

    async def stop_server(self):
        begin = time.monotonic()
        status = await asyncio.to_thread(self.server.stop)
        seconds = time.monotonic() - begin
        self.check("server, stopped", status == 0 and seconds < 5, f"exit status {status} after {seconds:.1f} s")
        if not self.no_announcement:
            # Others forget a service a second after it has said farewell.
            for _ in range(10):
                if not (left := announced()):
                    break
                await asyncio.sleep(0.5)
            self.check("server, its announcement withdrawn", not left, left or "nothing is announced")

    async def without_server(self):
        async def is_error(kind, *_):
            return kind == "error"

        await self.says("without a server", "turn on the kitchen lights", is_error)
        answer = await self.house.transcribe(self.entities["stt"], self.sounds.turn_on_kitchen)
        self.check("speech to text, without a server", answer["result"] == "error", answer["result"])

    async def restart_house(self):
        """Home Assistant begins without its server, and takes it when it comes."""
        await self.house.stop()
        await self.house.start()

        async def is_(state):
            return (await self.house.entry_states())[self.entry] == state

        kept = await after(60, lambda: is_("setup_retry"))
        self.check("Home Assistant, started without a server", kept, "tries again" if kept else "does not try again")
        self.server.start()
        begin = time.monotonic()
        kept = await after(120, lambda: is_("loaded"))
        told = f"loaded {time.monotonic() - begin:.0f} s later" if kept else "not loaded"
        self.check("Home Assistant, its server comes", kept, told)

    async def go(self):
        self.server.start()
        begin = time.monotonic()
        await self.house.start()
        note(f"Home Assistant runs after {time.monotonic() - begin:.0f} s")
        await self.house.put(BEDROOM, "bedroom")
        if not await self.config_flow():
            return
        await self.speech()
        await self.conversation()
        await self.make_pipelines()
        await self.run_pipelines()
        await self.wake_word()
        await self.home_assistants_grammar()
        await self.add_satellites()
        await self.hear_satellites()
        await self.stop_server()
        await self.without_server()
        await asyncio.sleep(5)
        self.server.start()
        await self.conversation()
        await self.run_pipelines()
        # Satellites and Home Assistant try again by themselves, every ten seconds at the latest.
        await asyncio.sleep(15)
        await self.hear_satellites()
        self.stop_satellites()
        await self.stop_server()
        await self.restart_house()
        await self.run_pipelines()

    def stop_satellites(self):
        while self.satellites:
            self.satellites.pop().stop()


async def after(seconds, condition):
    """Whether a condition comes true in time."""
    for _ in range(int(2 * seconds)):
        if await condition():
            return True
        await asyncio.sleep(0.5)
    return False


async def run_trial(executable, work, is_enclosed):
    from home.house import House

    programs, no_announcement = [], "this machine does not let a network of its own be made"
    if is_enclosed:
        programs, no_announcement = begin_network(work)
    # Nothing is announced through the machine's own Avahi, to others who cannot reach it.
    is_told = not no_announcement
    house = House(work / "home-assistant", work / "home-assistant.log", is_told)
    trial = Trial(executable, work, house)
    trial.no_announcement = no_announcement
    trial.server = Attune(executable, [COMMANDS], work / "attune.log", "0.0.0.0" if is_told else "127.0.0.1")
    try:
        await trial.go()
    finally:
        trial.stop_satellites()
        await house.close()
        if trial.server.program is not None:
            trial.server.stop()
        for program in reversed(programs):
            program.stop()
    return trial.check


def versions(executable):
    from importlib.metadata import version

    attune = subprocess.run([executable, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    packages = ", ".join(f"{name} {version(name)}" for name in ("homeassistant", "wyoming", "zeroconf"))
    return f"attune {attune}, {packages}, {SATELLITE[0].replace('==', ' ')}, Python {sys.version.split()[0]}"


def run_inside(executable, is_enclosed, is_kept):
    """Inside of the virtual environment, and of a network of its own."""
    note(versions(executable))
    work = pathlib.Path(tempfile.mkdtemp(prefix="attune-home-assistant-"))
    try:
        check = asyncio.run(run_trial(executable, work, is_enclosed))
    finally:
        if is_kept:
            note(f"what was written lies in {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    print(f"{check.count - check.failed} passed, {check.failed} failed")
    return 1 if check.failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("attune", type=pathlib.Path)
    parser.add_argument("--environment", type=pathlib.Path, default=ROOT / ".build/home-assistant")
    parser.add_argument("--version", help="of Home Assistant, which is installed if it is not there")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--inside", choices=["enclosed", "open"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    attune = options.attune.resolve()
    if options.inside:
        return run_inside(attune, options.inside == "enclosed", options.keep)
    try:
        python = prepare(options.environment, options.version)
    except subprocess.CalledProcessError as error:
        print(f"no Home Assistant: {shlex.join(map(str, error.cmd))[:200]} failed")
        return 1
    if python is None:
        print("no Home Assistant: it needs Python 3.13 or later, and there is none here (PYTHON=... names one)")
        return 0
    command = enclosing()
    again = [*command, python, __file__, attune, "--inside", "enclosed" if command else "open"]
    return subprocess.run(again + ["--keep"] * options.keep, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
