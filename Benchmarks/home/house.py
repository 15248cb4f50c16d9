"""Home Assistant as a program, asked as its own pages ask it: over HTTP and a WebSocket."""

import asyncio
import contextlib
import json
import pathlib
import sys
import time

import aiohttp

from .program import Program, free_port

RATE = 16_000
FLOW = "/api/config/config_entries/flow"

# What a user writes into configuration.yaml, without what `default_config` would bring beside it.
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
conversation:
assist_pipeline:
logger:
  default: warning
light:
  - platform: house
intent_script:
  MovieNight:
    action:
      - action: light.turn_off
        target: {{entity_id: light.living_room_lights}}
    speech:
      text: Enjoy the film
"""

# Lights that exist nowhere else: an integration of the user's own.
INTEGRATION = {
    "manifest.json": json.dumps({"domain": "house", "name": "House", "version": "1.0.0", "requirements": []}),
    "__init__.py": "",
    "light.py": '''
from homeassistant.components.light import ATTR_BRIGHTNESS, ATTR_HS_COLOR, ColorMode, LightEntity

NAMES = ["Kitchen lights", "Bedroom lights", "Living room lights", "Bathroom light"]


async def async_setup_platform(hass, config, async_add_entities, discovery_info=None):
    async_add_entities([HouseLight(name) for name in NAMES])


class HouseLight(LightEntity):
    _attr_should_poll = False
    _attr_color_mode = ColorMode.HS
    _attr_supported_color_modes = {ColorMode.HS}
    _attr_is_on = False

    def __init__(self, name):
        self._attr_name = name
        self._attr_unique_id = name

    async def async_turn_on(self, **values):
        self._attr_is_on = True
        self._attr_brightness = values.get(ATTR_BRIGHTNESS, self._attr_brightness or 255)
        self._attr_hs_color = values.get(ATTR_HS_COLOR, self._attr_hs_color or (0, 0))
        self.async_write_ha_state()

    async def async_turn_off(self, **values):
        self._attr_is_on = False
        self.async_write_ha_state()
''',
}


class House:
    """A Home Assistant with four lights.

    It looks for others by mDNS, and tells them of itself, where that is wanted.
    """

    def __init__(self, folder, log, is_told):
        self.folder, self.log, self.port = folder, log, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.session = self.socket = self.reader = self.program = self.token = None
        self.last, self.waiting, self.runs = 0, {}, {}
        integration = folder / "custom_components/house"
        integration.mkdir(parents=True)
        for name, text in INTEGRATION.items():
            (integration / name).write_text(text)
        (folder / "configuration.yaml").write_text(
            CONFIGURATION.format(port=self.port) + ("zeroconf:\n" if is_told else ""))

    async def start(self):
        """Starts it, and waits until everything in it runs."""
        self.session = self.session or aiohttp.ClientSession()
        program = [pathlib.Path(sys.executable).parent / "hass", "--config", self.folder, "--skip-pip"]
        self.program = Program(program, self.log)
        await self.until(self.answers)
        if self.token is None:
            self.token = await self.onboard()
        await self.connect()
        await self.until(self.is_running)

    async def until(self, condition):
        for _ in range(360):
            if await condition():
                return
            if self.program.process.poll() is not None or "recovery mode" in self.program.text():
                break
            await asyncio.sleep(0.5)
        raise RuntimeError(f"Home Assistant does not come up: {self.program.text()[-3000:]}")

    async def answers(self):
        with contextlib.suppress(aiohttp.ClientError):
            async with self.session.get(self.url + "/api/onboarding") as answer:
                return answer.status == 200
        return False

    async def is_running(self):
        return (await self.get("/api/config"))["state"] == "RUNNING"

    async def stop(self):
        if self.socket is not None:
            self.reader.cancel()
            await self.socket.close()
            self.socket = None
        if self.program is not None:
            await asyncio.to_thread(self.program.stop)

    async def close(self):
        await self.stop()
        if self.session is not None:
            await self.session.close()

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
        """A run of a pipeline to the intent, with samples in real time: events by type, each with its time."""
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

    async def put(self, entity, area):
        """Puts an entity into one of the areas that a new Home Assistant has."""
        await self.ask("config/entity_registry/update", entity_id=entity, area_id=area)

    # The config flow.

    async def add(self, host, port):
        """Adds a Wyoming service by host and port, as a user does."""
        flow = await self.post(FLOW, {"handler": "wyoming", "show_advanced_options": False})
        return await self.post(f"{FLOW}/{flow['flow_id']}", {"host": host, "port": port})

    async def confirm(self, flow):
        """Takes what was found."""
        return await self.post(f"{FLOW}/{flow['flow_id']}", {})

    async def found(self, seconds=60):
        """A Wyoming service that Home Assistant has found by itself, and offers."""
        for _ in range(seconds):
            for flow in await self.ask("config_entries/flow/progress"):
                if flow["handler"] == "wyoming" and flow["context"]["source"] == "zeroconf":
                    return flow
            await asyncio.sleep(1)
        return None

    async def entry_states(self):
        """What became of each entry, by its identifier."""
        return {entry["entry_id"]: entry["state"] for entry in await self.ask("config_entries/get", domain="wyoming")}

    async def entities(self, entry):
        """The entities of an entry, by domain."""
        registry = await self.ask("config/entity_registry/list")
        return {
            entity["entity_id"].split(".")[0]: entity["entity_id"] for entity in registry
            if entity["config_entry_id"] == entry and not entity["disabled_by"]
        }

    async def add_pipeline(self, name, entities, agent):
        wakes = {"wake_word_entity": entities.get("wake_word")}
        wakes["wake_word_id"] = "HeyComputer" if wakes["wake_word_entity"] else None
        pipeline = await self.ask(
            "assist_pipeline/pipeline/create", name=name, language="en", conversation_engine=agent,
            conversation_language="en", stt_engine=entities["stt"], stt_language="en", tts_engine=None,
            tts_language=None, tts_voice=None, **wakes)
        return pipeline["id"]
