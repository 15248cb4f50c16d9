"""The reference implementation's own client, through every flow that a speech service has.

usage: client.py tcp://HOST:PORT RECORDING.wav TEXT

Each line of output is a flow: its name and what came of it, as JSON.
"""

import asyncio
import json
import sys
import wave

from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncClient
from wyoming.error import Error
from wyoming.info import Describe, Info
from wyoming.intent import Intent, NotRecognized, Recognize
from wyoming.ping import Ping, Pong
from wyoming.vad import VoiceStarted, VoiceStopped
from wyoming.wake import Detect, Detection, NotDetected


def tell(flow, **facts):
    print(json.dumps({"flow": flow, **facts}), flush=True)


def intent(event):
    found = Intent.from_event(event)
    # What has a text is spoken to whoever asked.
    assert found.text is None, found.text
    return {"name": found.name, "entities": {entity.name: entity.value for entity in found.entities},
            "words": event.data.get("words")}


async def until(client, *kinds):
    """The next event of one of these kinds; an error ends everything."""
    while True:
        event = await client.read_event()
        assert event is not None, "the server closed the connection"
        assert not Error.is_type(event.type), Error.from_event(event).text
        if any(kind.is_type(event.type) for kind in kinds):
            return event


async def send_sound(client, file, stop=True):
    with wave.open(file, "rb") as sound:
        layout = (sound.getframerate(), sound.getsampwidth(), sound.getnchannels())
        await client.write_event(AudioStart(*layout).event())
        while frames := sound.readframes(1024):
            await client.write_event(AudioChunk(*layout, frames).event())
    # What follows speech in a room.
    await client.write_event(AudioChunk(*layout, bytes(2 * layout[0] * layout[1] * layout[2])).event())
    if stop:
        await client.write_event(AudioStop().event())


async def main():
    address, file, text = sys.argv[1:]

    async with AsyncClient.from_uri(address) as client:
        await client.write_event(Describe().event())
        info = Info.from_event(await until(client, Info))
        tell("describe", asr=len(info.asr), intent=len(info.intent), wake=[[model.name, model.phrase] for program in info.wake for model in program.models],
             vad=info.asr[0].requires_external_vad)
        await client.write_event(Ping(text="x").event())
        tell("ping", text=Pong.from_event(await until(client, Pong)).text)

    async with AsyncClient.from_uri(address) as client:
        await client.write_event(Transcribe(language="en").event())
        await send_sound(client, file)
        tell("stt", text=Transcript.from_event(await until(client, Transcript)).text)

    async with AsyncClient.from_uri(address) as client:
        await client.write_event(Transcript(text=text, language="en", context={"conversation_id": "c"}).event())
        event = await until(client, Intent, NotRecognized)
        tell("conversation", **intent(event), context=event.data.get("context"))
        await client.write_event(Recognize(text="the quick brown fox").event())
        tell("nothing", type=(await until(client, Intent, NotRecognized)).type)

    async with AsyncClient.from_uri(address) as client:
        await client.write_event(Detect(names=["setLight"]).event())
        await send_sound(client, file, stop=False)
        detection = Detection.from_event(await until(client, Detection, NotDetected))
        tell("wake", name=detection.name, timestamp=detection.timestamp)

    async with AsyncClient.from_uri(address) as client:
        await client.write_event(Detect(names=["no-such-intent"]).event())
        await send_sound(client, file)
        tell("asleep", type=(await until(client, Detection, NotDetected)).type)

    async with AsyncClient.from_uri(address) as client:
        await client.write_event(AudioStart(16000, 2, 1).event())
        await client.write_event(Transcript(text=text).event())
        await send_sound(client, file)
        started = VoiceStarted.from_event(await until(client, VoiceStarted)).timestamp
        stopped = VoiceStopped.from_event(await until(client, VoiceStopped)).timestamp
        words = Transcript.from_event(await until(client, Transcript)).text
        tell("fused", **intent(await until(client, Intent)), transcript=words, speech=stopped - started)


asyncio.run(main())
