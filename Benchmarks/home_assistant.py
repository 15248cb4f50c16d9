#!/usr/bin/env python3
"""Runs the real Home Assistant with `attune serve` behind it, from the discovery to lights that are switched by voice.

usage: home_assistant.py ATTUNE [--environment DIR] [--version HOMEASSISTANT] [--keep]

ATTUNE is the executable. Home Assistant comes from PyPI, with what its integrations need and wyoming-satellite, into a virtual
environment (DIR; .build/home-assistant): the newest version that the Python here may run, or `--version 2025.4.4`. It needs Python
3.13 or later: PYTHON names one, or it is looked for. Where there is none, that is said and nothing is tried; the exit status is 0.

Home Assistant runs as a program of its own, as in a home, and is told everything over its web interface, as its pages do. The house
is config/home-assistant.yaml. Where it may be, all of it happens in a network namespace that has no way out, so that the
announcement over mDNS reaches nobody else. That and Avahi's daemon need root; elsewhere the announcement is left out, and that is said.

Every check is a line of output; the exit status is 1 where one failed. --keep leaves Home Assistant's folder, and names it.
"""

import argparse
import asyncio
import base64
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMANDS = ROOT / "config/home-assistant.yaml"
OLDEST = (3, 13)
# It needs an older wyoming than Home Assistant has, so that it lies in a folder of its own; zeroconf is not asked for.
SATELLITE = ["wyoming-satellite==1.0.0", "wyoming==1.4.1", "pyring-buffer==1.0.0"]
RATE = 16_000
# The address of the namespace's own network.
ADDRESS = "10.64.0.1"

LIGHTS = ["Kitchen lights", "Bedroom lights", "Living room lights", "Bathroom light"]

# What a user writes into configuration.yaml, and lights that exist nowhere else.
CONFIGURATION = """
homeassistant:
  name: Test
  unit_system: metric
  auth_mfa_modules: []
http:
  server_host: 127.0.0.1
  server_port: {port}
api:
config:
onboarding:
zeroconf:
conversation:
assist_pipeline:
intent_script:
  MovieNight:
    action:
      - action: light.turn_off
        target: {{entity_id: light.living_room_lights}}
    speech:
      text: Enjoy the film
logger:
  default: warning
input_boolean:
{switches}
light:
  - platform: template
    lights:
{lights}
"""
SWITCH = "  {id}: {{name: switch of {id}}}"
LIGHT = """      {id}:
        friendly_name: {name}
        unique_id: {id}
        value_template: "{{{{ is_state('input_boolean.{id}', 'on') }}}}"
        turn_on: {{action: input_boolean.turn_on, target: {{entity_id: input_boolean.{id}}}}}
        turn_off: {{action: input_boolean.turn_off, target: {{entity_id: input_boolean.{id}}}}}
        level_template: "{{{{ states('input_number.{id}') | int(0) }}}}"
        set_level:
          - action: input_boolean.turn_on
            target: {{entity_id: input_boolean.{id}}}
          - action: input_number.set_value
            target: {{entity_id: input_number.{id}}}
            data: {{value: "{{{{ brightness }}}}"}}"""
LEVEL = "  {id}: {{name: level of {id}, min: 0, max: 255, step: 1, initial: 0}}"

# The requirements of the integrations that are used, and of all on which these depend, as their manifests have them.
REQUIREMENTS = """
import json, pathlib, homeassistant.bootstrap as bootstrap, homeassistant.components as components
folder = pathlib.Path(components.__path__[0])
waiting = [*bootstrap.DEFAULT_INTEGRATIONS, *bootstrap.CORE_INTEGRATIONS, "assist_pipeline", "config", "conversation", "intent_script",
           "onboarding", "template", "wyoming", "zeroconf"]
seen, packages = set(), set()
while waiting:
    name = waiting.pop()
    if name not in seen:
        seen.add(name)
        manifest = json.loads((folder / name / "manifest.json").read_text())
        waiting += manifest.get("dependencies", [])
        packages.update(manifest.get("requirements", []))
print("\\n".join(sorted(packages)))
"""


# Before Home Assistant is there: nothing but the standard library.

def version_of(python):
    """A Python's version, or none where it does not start."""
    told = subprocess.run(
        [python, "-c", "import sys; print(*sys.version_info[:2])"], capture_output=True, text=True, check=False)
    return tuple(map(int, told.stdout.split())) if told.returncode == 0 else ()


def suitable_python():
    """A Python that may run Home Assistant, or nothing."""
    if named := os.environ.get("PYTHON"):
        return named if shutil.which(named) and version_of(named) >= OLDEST else None
    places = [sys.executable, *(shutil.which(f"python3.{minor}") for minor in (14, 13))]
    places += sorted(map(str, pathlib.Path.home().glob(".pyenv/versions/3.1[3-9]*/bin/python3")), reverse=True)
    return next((place for place in places if place and version_of(place) >= OLDEST), None)


def prepare(environment, version):
    """Makes the virtual environment, and tells its Python; nothing where Home Assistant cannot run here."""
    python = environment / "bin/python"
    if not python.exists():
        suitable = suitable_python()
        if suitable is None:
            print("no Home Assistant: it needs Python 3.13 or later, and there is none here (PYTHON=… names one); nothing was tried")
            return None
        print(f"Home Assistant is installed into {environment}; that takes some minutes", flush=True)
        subprocess.run([suitable, "-m", "venv", environment], check=True)
    install = [python, "-m", "pip", "install", "--quiet"]
    if version or subprocess.run([python, "-c", "import homeassistant"], capture_output=True, check=False).returncode:
        subprocess.run([*install, f"homeassistant=={version}" if version else "homeassistant"], check=True)
    needed = subprocess.run([python, "-c", REQUIREMENTS], check=True, capture_output=True, text=True).stdout.split()
    subprocess.run([*install, *needed], check=True)
    satellite = environment / "satellite"
    if not satellite.exists():
        subprocess.run([*install, "--no-deps", "--target", satellite, *SATELLITE], check=True)
    return python


def enclosed():
    """The command that gives a program a network of its own, and whether there is a machine-wide root to run Avahi."""
    command = ["unshare", "--net", "--mount"]
    for options in ([], ["--user", "--map-root-user"]):
        trial = [*command, *options, "ip", "link", "add", "lan", "type", "veth", "peer", "name", "wall"]
        with contextlib.suppress(FileNotFoundError):
            if subprocess.run(trial, capture_output=True, check=False).returncode == 0:
                return [*command, *options]
    return []


# What runs beside Home Assistant.

class Program:
    """A process until it is stopped; what it prints goes to a file."""

    def __init__(self, command, log, **options):
        self.log = log
        with open(log, "ab") as file:
            self.process = subprocess.Popen(command, stdout=file, stderr=file, stdin=subprocess.DEVNULL, **options)

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def text(self):
        return self.log.read_text(errors="replace")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def own_network(work):
    """Makes a network that ends in this namespace, and Avahi on it, where it is installed; the programs that run then."""
    for command in (
        "link set lo up", "link add lan type veth peer name wall", "link set wall up", f"addr add {ADDRESS}/24 dev lan",
        "link set lan up", "route add default dev lan",
    ):
        subprocess.run(["ip", *command.split()], check=True)
    if not all(map(shutil.which, ("avahi-daemon", "avahi-publish", "dbus-daemon"))):
        return [], "avahi-daemon, avahi-publish or dbus-daemon is not installed"
    if pathlib.Path("/proc/self/uid_map").read_text().split() != ["0", "0", "4294967295"]:
        return [], "Avahi's daemon needs root"
    subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], check=True)
    bus = work / "bus.conf"
    bus.write_text(
        "<busconfig><type>system</type><listen>unix:path=/run/bus</listen><auth>EXTERNAL</auth><policy context='default'>"
        "<allow user='*'/><allow own='*'/><allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/></policy></busconfig>")
    avahi = work / "avahi.conf"
    avahi.write_text("[server]\nuse-ipv6=no\nallow-interfaces=lan\n")
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/run/bus"
    programs = [Program(["dbus-daemon", f"--config-file={bus}", "--nofork", "--nopidfile"], work / "bus.log")]
    for _ in range(50):
        if os.path.exists("/run/bus"):
            break
        time.sleep(0.1)
    os.mkdir("/run/avahi-daemon")
    programs.append(
        Program(["avahi-daemon", "--no-drop-root", "--no-chroot", "--no-rlimits", "--file", avahi], work / "avahi.log"))
    return programs, None


def microphone(folder):
    """A microphone of wyoming-satellite, in real time: silence, and each file that is moved to FOLDER/next."""
    samples, begin, portion = b"", time.monotonic(), RATE // 50
    for index in range(10**9):
        if not samples:
            with contextlib.suppress(FileNotFoundError):
                samples = (folder / "next").read_bytes()
                (folder / "next").unlink()
        block, samples = samples[: 2 * portion], samples[2 * portion :]
        sys.stdout.buffer.write(block.ljust(2 * portion, b"\0"))
        sys.stdout.buffer.flush()
        time.sleep(max(0, begin + (index + 1) * portion / RATE - time.monotonic()))


class Sounds:
    """Samples of fixtures and of sentences that espeak-ng says: 16 kHz, 16 bits, one channel."""

    def __init__(self, attune, work):
        self.attune, self.work = attune, work

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


class Attune:
    """`attune serve` on one port, to be stopped and started again."""

    def __init__(self, executable, log, host):
        self.executable, self.log, self.host, self.port = executable, log, host, free_port()
        self.program = None

    def start(self):
        options = ["--insecure"] if self.host != "127.0.0.1" else []
        listening = self.log.read_text().count("listening on ") if self.log.exists() else 0
        self.program = Program(
            [self.executable, "serve", "--commands", COMMANDS, "--listen", f"tcp://{self.host}:{self.port}", *options], self.log)
        for _ in range(300):
            if self.log.read_text().count("listening on ") > listening:
                return
            if self.program.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the server did not begin: {self.log.read_text()[-2000:]}")

    def stop(self):
        return self.program.stop()


# Home Assistant, asked as its own pages ask it. What follows runs inside of its virtual environment.

class HomeAssistant:
    def __init__(self, folder, log):
        self.folder, self.log, self.port = folder, log, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.session = self.socket = self.program = self.token = None
        self.last, self.waiting, self.runs = 0, {}, {}
        switches = [light.lower().replace(" ", "_") for light in LIGHTS]
        text = CONFIGURATION.format(
            port=self.port, switches="\n".join(SWITCH.format(id=switch) for switch in switches)
            + "\ninput_number:\n" + "\n".join(LEVEL.format(id=switch) for switch in switches),
            lights="\n".join(LIGHT.format(id=switch, name=name) for switch, name in zip(switches, LIGHTS)))
        folder.mkdir()
        (folder / "configuration.yaml").write_text(text)

    async def start(self):
        import aiohttp

        self.session = self.session or aiohttp.ClientSession()
        program = [pathlib.Path(sys.executable).parent / "hass", "--config", self.folder, "--skip-pip"]
        self.program = Program(program, self.log)
        for _ in range(360):
            with contextlib.suppress(aiohttp.ClientError):
                async with self.session.get(self.url + "/api/onboarding") as answer:
                    if answer.status == 200:
                        break
            if self.program.process.poll() is not None or "recovery mode" in self.program.text():
                raise RuntimeError(f"Home Assistant does not come up: {self.program.text()[-3000:]}")
            await asyncio.sleep(0.5)
        if self.token is None:
            self.token = await self.onboard()
        await self.connect()
        for _ in range(240):
            if (await self.get("/api/config"))["state"] == "RUNNING":
                return
            await asyncio.sleep(0.5)
        raise RuntimeError(f"Home Assistant does not come up: {self.log.read_text()[-3000:]}")

    async def stop(self):
        if self.socket is not None:
            self.reader.cancel()
            await self.socket.close()
            self.socket = None
        return await asyncio.to_thread(self.program.stop)

    async def onboard(self):
        """The first user, and the token with which they come in."""
        client = self.url + "/"
        user = {"client_id": client, "name": "Test", "username": "test", "password": "test", "language": "en"}
        code = (await self.post("/api/onboarding/users", user))["auth_code"]
        data = {"client_id": client, "grant_type": "authorization_code", "code": code}
        async with self.session.post(self.url + "/auth/token", data=data) as answer:
            return (await answer.json())["access_token"]

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    async def get(self, path):
        async with self.session.get(self.url + path, headers=self.headers) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def post(self, path, body):
        async with self.session.post(self.url + path, headers=self.headers, json=body) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def transcribe(self, entity, samples):
        form = "format=wav; codec=pcm; sample_rate=16000; bit_rate=16; channel=1; language=en"
        headers = self.headers | {"X-Speech-Content": form}
        async with self.session.post(f"{self.url}/api/stt/{entity}", headers=headers, data=samples) as answer:
            return await answer.json()

    async def say(self, text, agent):
        """What a conversation does with a text: the kind of response, what is spoken, and an error's code."""
        body = {"text": text, "language": "en", "agent_id": agent}
        response = (await self.post("/api/conversation/process", body))["response"]
        speech = response["speech"].get("plain", {}).get("speech")
        return response["response_type"], speech, response["data"].get("code")

    async def state(self, entity):
        return await self.get(f"/api/states/{entity}")

    async def switch(self, entity, state):
        await self.post(f"/api/services/light/turn_{state}", {"entity_id": entity})
        await self.becomes(entity, state)

    async def becomes(self, entity, state, seconds=5):
        for _ in range(int(seconds * 20)):
            if (await self.state(entity))["state"] == state:
                return True
            await asyncio.sleep(0.05)
        return False

    # The WebSocket.

    async def connect(self):
        self.socket = await self.session.ws_connect(self.url.replace("http", "ws") + "/api/websocket", max_msg_size=0)
        await self.socket.receive_json()
        await self.socket.send_json({"type": "auth", "access_token": self.token})
        if (await self.socket.receive_json())["type"] != "auth_ok":
            raise RuntimeError("Home Assistant does not take its own token")
        self.reader = asyncio.create_task(self.read())

    async def read(self):
        async for message in self.socket:
            answer = json.loads(message.data)
            if answer["type"] == "result":
                self.waiting.pop(answer["id"]).set_result(answer)
            elif answer["type"] == "event":
                self.runs[answer["id"]].put_nowait((time.monotonic(), answer["event"]))

    async def ask(self, kind, **fields):
        answer = await self.request(kind, fields)
        if not answer["success"]:
            raise RuntimeError(f"{kind}: {answer['error']}")
        return answer["result"]

    async def request(self, kind, fields):
        self.last += 1
        identifier = self.last
        self.waiting[identifier] = asyncio.get_running_loop().create_future()
        self.runs[identifier] = asyncio.Queue()
        await self.socket.send_json({"id": identifier, "type": kind} | fields)
        return await asyncio.wait_for(self.waiting[identifier], 30)

    async def run(self, pipeline, start, samples, seconds=30):
        """A run of a pipeline, from `start` to the intent, with samples in real time: events by type, each with its time."""
        fields = {"start_stage": start, "end_stage": "intent", "pipeline": pipeline, "input": {"sample_rate": RATE}}
        if start == "wake_word":
            fields["input"]["timeout"] = 10
        answer = await self.request("assist_pipeline/run", fields)
        if not answer["success"]:
            return {"error": (time.monotonic(), answer["error"])}
        events, queue, sender = {}, self.runs[self.last], None
        try:
            async with asyncio.timeout(seconds):
                while True:
                    when, event = await queue.get()
                    events[event["type"]] = (when, event["data"])
                    if event["type"] == "run-start":
                        handler = bytes([event["data"]["runner_data"]["stt_binary_handler_id"]])
                        sender = asyncio.create_task(self.play(handler, samples))
                    if event["type"] == "run-end":
                        return events
        except TimeoutError:
            return events | {"error": (time.monotonic(), {"code": "no end", "message": "the run did not end"})}
        finally:
            if sender is not None:
                sender.cancel()

    async def play(self, handler, samples):
        begin, size = time.monotonic(), RATE // 50 * 2
        for index in range(0, len(samples), size):
            await self.socket.send_bytes(handler + samples[index : index + size])
            await asyncio.sleep(max(0, begin + (index + size) / 2 / RATE - time.monotonic()))

    # The config flow.

    async def add(self, host, port):
        """Adds a Wyoming service by host and port, as a user does."""
        path = "/api/config/config_entries/flow"
        flow = await self.post(path, {"handler": "wyoming", "show_advanced_options": False})
        return await self.post(f"{path}/{flow['flow_id']}", {"host": host, "port": port})

    async def found(self, seconds=60):
        """A Wyoming service that Home Assistant has found by itself, and offers."""
        for _ in range(seconds):
            for flow in await self.ask("config_entries/flow/progress"):
                if flow["handler"] == "wyoming" and flow["context"]["source"] == "zeroconf":
                    return flow
            await asyncio.sleep(1)
        return None

    async def entities(self, entry):
        """The entities of an entry, by domain."""
        registry = await self.ask("config/entity_registry/list")
        return {
            entity["entity_id"].split(".")[0]: entity["entity_id"] for entity in registry
            if entity["config_entry_id"] == entry and not entity["disabled_by"]
        }

    async def add_pipeline(self, name, entities, agent):
        return (await self.ask(
            "assist_pipeline/pipeline/create", name=name, language="en", conversation_engine=agent, conversation_language="en",
            stt_engine=entities["stt"], stt_language="en", tts_engine=None, tts_language=None, tts_voice=None,
            wake_word_entity=entities["wake_word"], wake_word_id="HeyComputer"))["id"]


# The checks.

class Checks:
    def __init__(self):
        self.failed = self.count = 0

    def __call__(self, name, kept, saw):
        self.count += 1
        self.failed += not kept
        print(f"{'ok    ' if kept else 'FAILED'} {name}: {saw}", flush=True)
        return kept


def heard(events):
    """What a run of a pipeline came to, in words."""
    told = []
    if "wake_word-end" in events:
        output = events["wake_word-end"][1]["wake_word_output"]
        told.append(f"woken by '{output.get('wake_word_phrase') or output.get('wake_word_id')}'" if output else "not woken")
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


async def conversation(check, house, agent):
    kitchen, bedroom = "light.kitchen_lights", "light.bedroom_lights"
    begin = time.monotonic()
    answer = await house.say("Turn on the kitchen lights.", agent)
    seconds = time.monotonic() - begin
    check("conversation, on", await house.becomes(kitchen, "on"), f"{answer} in {1000 * seconds:.0f} ms")
    answer = await house.say("switch the kitchen lights off", agent)
    check("conversation, off", await house.becomes(kitchen, "off"), answer)
    answer = await house.say("set the living room lights to 50 percent", agent)
    level = (await house.state("light.living_room_lights"))["attributes"].get("brightness")
    check("conversation, brightness", level in (127, 128), f"{answer}, brightness {level} of 255")
    answer = await house.say("movie night", agent)
    dark = await house.becomes("light.living_room_lights", "off")
    check("conversation, an intent of one's own", dark and answer[1] == "Enjoy the film", answer)
    answer = await house.say("turn on the garden lights", agent)
    check("conversation, what the house does not have", answer == ("error", None, "no_intent_match"), answer)
    answer = await house.say("turn on the kitchen lights and turn on the bedroom lights", agent)
    states = [(await house.state(entity))["state"] for entity in (kitchen, bedroom)]
    # Home Assistant takes the first intent of several and closes.
    check("conversation, two commands in one text", states[0] == "on", f"{answer}; kitchen {states[0]}, bedroom {states[1]}")
    for entity in (kitchen, bedroom):
        await house.switch(entity, "off")


async def speech(check, house, entities, sounds):
    for name, expected in [
        ("espeak-lights-on-kitchen", "turn on the kitchen lights"), ("flite-lights-off-bedroom", "turn off the bedroom lights"),
        ("flite-not-a-command", ""),
    ]:
        begin = time.monotonic()
        answer = await house.transcribe(entities["stt"], sounds.fixture(name))
        seconds = time.monotonic() - begin
        check(f"speech to text, {name}", answer["result"] == "success" and answer["text"] == expected,
              f"{answer['result']} '{answer['text']}' in {seconds:.2f} s")


async def pipelines(check, house, sounds, attunes, own):
    """From sound to a light, understood by Attune or by Home Assistant's own sentences."""
    for name, pipeline in (("Attune's intents", attunes), ("Home Assistant's sentences", own)):
        await house.switch("light.kitchen_lights", "off")
        spoken = sounds.fixture("espeak-lights-on-kitchen")
        begin = time.monotonic()
        events = await house.run(pipeline, "stt", spoken + silence(3))
        on = await house.becomes("light.kitchen_lights", "on")
        ends = events["stt-end"][0] - begin - len(spoken) / 2 / RATE if "stt-end" in events else -1
        check(f"pipeline, {name}", on, f"{heard(events)}; the text {ends:.2f} s after the recording's end, "
              f"Home Assistant's end of speech {between(events, 'stt-vad-end', 'stt-end')} before it, "
              f"then {between(events, 'stt-end', 'intent-end')}")
    events = await house.run(attunes, "stt", sounds.fixture("flite-not-a-command") + silence(3))
    code = events.get("error", (0, {"code": "none"}))[1]["code"]
    check("pipeline, speech that is no command", code == "stt-no-text-recognized", heard(events))


async def wake_word(check, house, entities, sounds, pipeline):
    offered = (await house.ask("wake_word/info", entity_id=entities["wake_word"]))["wake_words"]
    check("wake words that are offered", [word["id"] for word in offered] == ["HeyComputer"], offered)
    await house.switch("light.bedroom_lights", "on")
    woken = silence(1) + sounds.said("hey computer")
    events = await house.run(
        pipeline, "wake_word", woken + silence(0.7) + sounds.fixture("flite-lights-off-bedroom") + silence(3))
    check("wake word, then a command", await house.becomes("light.bedroom_lights", "off"), heard(events))
    await asyncio.sleep(3)
    events = await house.run(pipeline, "wake_word", sounds.fixture("espeak-lights-on-kitchen") + silence(11))
    check("wake word, none was said", "wake-word-timeout" in heard(events) and "stt-end" not in events, heard(events))


class Satellite:
    """A wyoming-satellite with a microphone that plays what is to be said."""

    def __init__(self, folder, *options):
        folder.mkdir()
        self.folder, self.port = folder, free_port()
        command = f"{sys.executable} {pathlib.Path(__file__).resolve()} --microphone {folder}"
        self.program = Program(
            [sys.executable, "-m", "wyoming_satellite", "--name", folder.name, "--uri", f"tcp://127.0.0.1:{self.port}",
             "--mic-command", command, "--mic-command-samples-per-chunk", "320", "--no-zeroconf", *options],
            folder / "log", env=os.environ | {"PYTHONPATH": str(pathlib.Path(sys.prefix) / "satellite")}, start_new_session=True)

    def say(self, samples):
        (self.folder / "saying").write_bytes(samples)
        (self.folder / "saying").rename(self.folder / "next")

    def stop(self):
        self.program.stop()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.program.process.pid, signal.SIGKILL)


async def by_satellite(check, house, sounds, satellite, name, light="light.kitchen_lights", clip="espeak-lights-on-kitchen"):
    wanted = "on" if "-on-" in clip else "off"
    await house.switch(light, "off" if wanted == "on" else "on")
    spoken = silence(0.5) + sounds.said("hey computer") + silence(0.7) + sounds.fixture(clip)
    begin = time.monotonic()
    satellite.say(spoken)
    kept = await house.becomes(light, wanted, 20)
    seconds = time.monotonic() - begin - len(spoken) / 2 / RATE
    return check(name, kept, f"{light} {wanted} {seconds:.2f} s after the last word" if kept else "the light was not switched")


async def after(seconds, condition):
    """Whether a condition comes true in time."""
    for _ in range(int(2 * seconds)):
        if await condition():
            return True
        await asyncio.sleep(0.5)
    return False


async def trial(executable, work, is_enclosed):
    check, programs = Checks(), []
    missing = "this machine lets no network of one's own be made"
    if is_enclosed:
        programs, missing = own_network(work)
    sounds = Sounds(executable, work)
    server = Attune(executable, work / "attune.log", "0.0.0.0" if is_enclosed else "127.0.0.1")
    house = HomeAssistant(work / "home-assistant", work / "home-assistant.log")
    satellites = []
    try:
        server.start()
        begin = time.monotonic()
        await house.start()
        print(f"       Home Assistant runs after {time.monotonic() - begin:.0f} s", flush=True)

        answer = await house.add("127.0.0.1", free_port())
        check("config flow, a port without a server", answer.get("errors") == {"base": "cannot_connect"}, answer.get("errors"))
        answer = await house.add("127.0.0.1", server.port)
        if not check("config flow, host and port", answer["type"] == "create_entry", f"{answer['type']} '{answer.get('title')}'"):
            return check
        entry = answer["result"]["entry_id"]
        entities = await house.entities(entry)
        if not check("entities", {"stt", "conversation", "wake_word"} <= set(entities), ", ".join(sorted(entities.values()))):
            return check

        if missing:
            print(f"       no announcement by mDNS: {missing}", flush=True)
        else:
            flow = await house.found()
            told = flow and await house.post(f"/api/config/config_entries/flow/{flow['flow_id']}", {})
            if check("config flow, found by mDNS", bool(told) and told["type"] == "create_entry",
                     f"{told['type']} '{told.get('title')}'" if told else "nothing was found in 60 s"):
                entry = told["result"]["entry_id"]
                entities = await house.entities(entry)

        await speech(check, house, entities, sounds)
        await conversation(check, house, entities["conversation"])
        attunes = await house.add_pipeline("Attune", entities, entities["conversation"])
        own = await house.add_pipeline("Sentences", entities, "conversation.home_assistant")
        await house.ask("assist_pipeline/pipeline/set_preferred", pipeline_id=attunes)
        await pipelines(check, house, sounds, attunes, own)
        await wake_word(check, house, entities, sounds, attunes)

        # One satellite streams to Home Assistant, which asks Attune for the wake word; the other one asks Attune itself.
        streaming = Satellite(work / "streaming")
        satellites.append(streaming)
        waking = Satellite(
            work / "waking", "--wake-uri", f"tcp://127.0.0.1:{server.port}", "--wake-word-name", "HeyComputer")
        satellites.append(waking)
        for satellite in satellites:
            answer = await house.add("127.0.0.1", satellite.port)
            check(f"config flow, the satellite '{satellite.folder.name}'", answer["type"] == "create_entry", answer["type"])
        await asyncio.sleep(3)
        await by_satellite(check, house, sounds, streaming, "satellite that streams, its wake word and a command")
        await asyncio.sleep(3)
        await by_satellite(check, house, sounds, waking, "satellite that asks for its wake word, and a command")

        status = await asyncio.to_thread(server.stop)
        check("server, stopped while satellites listen", status == 0, f"exit status {status}")
        begin = time.monotonic()
        answer = await house.say("turn on the kitchen lights", entities["conversation"])
        check("conversation without a server", answer[0] == "error",
              f"{answer} after {1000 * (time.monotonic() - begin):.0f} ms")
        answer = await house.transcribe(entities["stt"], sounds.fixture("espeak-lights-on-kitchen"))
        check("speech to text without a server", answer["result"] == "error", answer["result"])
        await asyncio.sleep(5)
        server.start()
        await conversation(check, house, entities["conversation"])
        await speech(check, house, entities, sounds)
        # Both try again by themselves; wyoming-satellite after 3 s, Home Assistant after 10 s.
        await asyncio.sleep(15)
        await by_satellite(check, house, sounds, streaming, "satellite that streams, after the server's restart")
        await asyncio.sleep(3)
        await by_satellite(check, house, sounds, waking, "satellite that asks, after the server's restart")

        # Home Assistant begins without its server, and takes it when it comes.
        for satellite in satellites:
            satellite.stop()
        await house.stop()
        await asyncio.to_thread(server.stop)
        await house.start()

        async def is_(state):
            entries = await house.ask("config_entries/get", domain="wyoming")
            return {item["entry_id"]: item["state"] for item in entries}[entry] == state

        kept = await after(60, lambda: is_("setup_retry"))
        check("Home Assistant started without the server", kept, "it tries again" if kept else "it does not try again")
        server.start()
        begin = time.monotonic()
        kept = await after(120, lambda: is_("loaded"))
        check("and then with it", kept, f"loaded after {time.monotonic() - begin:.0f} s" if kept else "not loaded")
        await pipelines(check, house, sounds, attunes, own)
        status = server.stop()
        check("server, stopped", status == 0, f"exit status {status}")
        return check
    finally:
        for satellite in satellites:
            satellite.stop()
        if house.program is not None:
            await house.stop()
        if house.session is not None:
            await house.session.close()
        if server.program is not None:
            server.stop()
        for program in reversed(programs):
            program.stop()


def versions(executable):
    from importlib.metadata import version

    from homeassistant.const import __version__

    attune = subprocess.run([executable, "--version"], check=True, capture_output=True, text=True).stdout.strip()
    packages = " ".join(f"{name} {version(name)}" for name in ("wyoming", "zeroconf"))
    return f"attune {attune}; Home Assistant {__version__}, Python {sys.version.split()[0]}, {packages}, {SATELLITE[0].replace('==', ' ')}"


def inside(executable, is_enclosed, is_kept):
    print(f"       {versions(executable)}", flush=True)
    work = pathlib.Path(tempfile.mkdtemp(prefix="attune-home-assistant-"))
    try:
        check = asyncio.run(trial(executable, work, is_enclosed))
    finally:
        if is_kept:
            print(f"       what was written lies in {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    print(f"{check.count - check.failed} passed, {check.failed} failed")
    return 1 if check.failed else 0


def main():
    if sys.argv[1:2] == ["--microphone"]:
        return microphone(pathlib.Path(sys.argv[2]))
    parser = argparse.ArgumentParser(usage=__doc__, add_help=True)
    parser.add_argument("attune", type=pathlib.Path)
    parser.add_argument("--environment", type=pathlib.Path, default=ROOT / ".build/home-assistant")
    parser.add_argument("--version")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--inside", choices=["enclosed", "open"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    attune = options.attune.resolve()
    if options.inside:
        return inside(attune, options.inside == "enclosed", options.keep)
    python = prepare(options.environment, options.version)
    if python is None:
        return 0
    command = enclosed()
    again = [*command, python, __file__, attune, "--inside", "enclosed" if command else "open"]
    return subprocess.run(again + ["--keep"] * options.keep, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
