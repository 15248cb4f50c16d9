"""A speech recogniser made of the reference implementation's own server: it hears nothing, but says what arrived.

usage: transcriber.py MODE

The port that it listens on is its first line of output. MODE "facts" answers with what it was sent, "streaming" with the
same in chunks, "early" before all of the sound has come; any other MODE is the answer itself.
"""

import asyncio
import sys
import zlib

from wyoming.asr import Transcribe, Transcript, TranscriptChunk, TranscriptStart, TranscriptStop
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.event import Event
from wyoming.server import AsyncEventHandler


class Handler(AsyncEventHandler):
    def __init__(self, mode, reader, writer):
        super().__init__(reader, writer)
        self.mode = mode
        self.sound = b""
        self.facts = []

    async def handle_event(self, event: Event) -> bool:
        if Transcribe.is_type(event.type):
            self.facts.append(f"language={Transcribe.from_event(event).language}")
        elif AudioStart.is_type(event.type):
            start = AudioStart.from_event(event)
            self.facts.append(f"{start.rate}/{start.width}/{start.channels}")
        elif AudioChunk.is_type(event.type):
            self.sound += AudioChunk.from_event(event).audio
            if self.mode == "early":
                await self.write_event(Transcript(text="early").event())
                return False
        elif AudioStop.is_type(event.type):
            self.facts.append(f"{len(self.sound)} bytes, crc {zlib.crc32(self.sound)}")
            await self.answer(self.mode if self.mode not in ("facts", "streaming") else "; ".join(self.facts))
            return False
        return True

    async def answer(self, text):
        if self.mode == "streaming":
            await self.write_event(TranscriptStart(language="en").event())
            for chunk in (text[:5], text[5:]):
                await self.write_event(TranscriptChunk(text=chunk).event())
        await self.write_event(Transcript(text=text, language="en").event())
        if self.mode == "streaming":
            await self.write_event(TranscriptStop().event())


async def main():
    handlers = []

    async def serve(reader, writer):
        handler = Handler(sys.argv[1], reader, writer)
        handlers.append(handler)
        await handler.run()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
