"""Opens the page of `attune console` in a headless Chromium and uses it as a person would.

    python3 Benchmarks/console_browser.py [--attune PROGRAM] [--screenshots FOLDER] [--rounds N] [--pages N]

Chromium's own microphone plays a fixture. What is checked: a spoken command and its intent on the page, a sentence that is
typed and one that is refused with its reason, a sound file that is dropped, a broken template with its line, a saved file
that is in force, an utterance that is called right and read by `attune score --manifest`; that nothing is wider than the
screen at 390 pixels; that a page that is closed leaves nothing open. What is measured: the time from when the silence that
ends a command was at the microphone to the intent on the page. Needs Debian's chromium and sndfile-programs, and nothing else
but Python. Exits with 1, and a line for each thing that is wrong.
"""

import argparse
import base64
import json
import os
import pathlib
import re
import select
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SPOKEN = ROOT / "Fixtures/synthetic-espeak-lights-on-kitchen.flac"
REFUSED = ROOT / "Fixtures/synthetic-flite-not-a-command.flac"

# Notes when each sample was sent, so that a time of the sound is a time of the clock.
NOTES = """
(() => {
  const send = WebSocket.prototype.send;
  window.sent = [];
  window.results = [];
  window.rate = 0;
  WebSocket.prototype.send = function (data) {
    if (typeof data === "string") {
      const message = JSON.parse(data);
      if (message.type === "listen") { window.sent = []; window.rate = message.rate; }
      if (!this.isWatched) {
        this.isWatched = true;
        this.addEventListener("message", (event) => {
          const message = JSON.parse(event.data);
          if (message.type !== "result") return;
          // The page's own listener came first: what it shows, it shows now.
          window.results.push({ ...message, shown: performance.now() });
        });
      }
    } else if (window.rate) {
      const before = window.sent.length ? window.sent[window.sent.length - 1][1] : 0;
      window.sent.push([performance.now(), before + data.byteLength / 2]);
    }
    return send.call(this, data);
  };
})();
"""


class Browser:
    """A Chromium, driven over a pipe by its DevTools protocol."""

    def __init__(self, folder: pathlib.Path, microphone: pathlib.Path):
        to_browser, from_us = os.pipe()
        to_us, from_browser = os.pipe()

        def place():
            os.dup2(to_browser, 30)
            os.dup2(from_browser, 31)
            os.dup2(30, 3)
            os.dup2(31, 4)

        flags = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--remote-debugging-pipe", f"--user-data-dir={folder}", "--mute-audio",
            "--autoplay-policy=no-user-gesture-required", "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={microphone}%noloop",
            "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
            "--disable-backgrounding-occluded-windows",
        ]
        self.process = subprocess.Popen(
            ["chromium", *flags, "about:blank"], preexec_fn=place, close_fds=False, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.out, self.inp = from_us, to_us
        self.buffer, self.number, self.events = b"", 0, []

    def ask(self, method: str, parameters: dict | None = None, session: str | None = None) -> dict:
        """Sends a command, and waits for its answer."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if b"\0" not in self.buffer:
                if select.select([self.inp], [], [], 1)[0]:
                    self.buffer += os.read(self.inp, 1 << 20)
                continue
            text, self.buffer = self.buffer.split(b"\0", 1)
            answer = json.loads(text)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)
        raise TimeoutError(method)

    def page(self, address: str, width: int = 1280) -> "Page":
        """Opens a page."""
        target = self.ask("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.ask("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = Page(self, target, session)
        page.ask("Page.enable")
        page.ask("Runtime.enable")
        page.ask("Log.enable")
        page.size(width)
        page.ask("Page.addScriptToEvaluateOnNewDocument", {"source": NOTES})
        page.ask("Page.navigate", {"url": address})
        page.wait("document.getElementById('main') && !document.getElementById('main').hidden")
        return page

    def complaints(self) -> list[str]:
        """What pages complained of: errors of scripts, and what the content security policy has refused."""
        found = []
        for event in self.events:
            if event.get("method") == "Runtime.exceptionThrown":
                found.append(json.dumps(event["params"]["exceptionDetails"])[:400])
            if event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
                found.append(event["params"]["entry"]["text"] + " " + event["params"]["entry"].get("url", ""))
        return found

    def end(self):
        """Ends it."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Page:
    """A page that is open in a browser."""

    def __init__(self, browser: Browser, target: str, session: str):
        self.browser, self.target, self.session = browser, target, session

    def ask(self, method: str, parameters: dict | None = None) -> dict:
        """Sends a command about this page."""
        return self.browser.ask(method, parameters, self.session)

    def value(self, script: str):
        """What a script gives."""
        answer = self.ask("Runtime.evaluate", {"expression": script, "returnByValue": True, "awaitPromise": True})
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, script: str, seconds: float = 20):
        """Waits until a script gives something true, and gives that."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.value(script)
            if found:
                return found
            time.sleep(0.05)
        raise TimeoutError(f"{script}; the page says: {self.value('document.body.innerText')[:1500]}")

    def size(self, width: int, height: int = 900, isDark: bool = False):
        """Sets the size of the screen and its colours."""
        self.ask("Emulation.setDeviceMetricsOverride",
                 {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
        self.ask("Emulation.setEmulatedMedia",
                 {"features": [{"name": "prefers-color-scheme", "value": "dark" if isDark else "light"}]})

    def press(self, selector: str, isDown: bool):
        """Presses the mouse's button on something, or lets it go."""
        place = self.value(
            f"(() => {{ const e = document.querySelector('{selector}'); e.scrollIntoView({{block: 'center'}});"
            f" const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }})()")
        self.ask("Input.dispatchMouseEvent", {
            "type": "mousePressed" if isDown else "mouseReleased", "x": place[0], "y": place[1], "button": "left",
            "clickCount": 1})

    def click(self, selector: str):
        """Clicks on something."""
        self.press(selector, True)
        self.press(selector, False)

    def type(self, selector: str, text: str):
        """Writes a text into a field in the place of what stands there."""
        self.value(f"document.querySelector('{selector}').focus(); document.querySelector('{selector}').select()")
        self.ask("Input.insertText", {"text": text})

    def key(self, key: str, code: str, number: int):
        """Presses a key."""
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent",
                     {"type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, "text": "\r" if key == "Enter" else ""})

    def picture(self, path: pathlib.Path):
        """Keeps a picture of the whole page."""
        answer = self.ask("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True})
        path.write_bytes(base64.b64decode(answer["data"]))

    def close(self):
        """Closes it."""
        self.browser.ask("Target.closeTarget", {"targetId": self.target})

    def results(self) -> int:
        """How many results it has been told."""
        return self.value("results.length")

    def beyondWait(self) -> float:
        """From when the silence that ended the last command was at the microphone to its intent on the page, in ms."""
        return self.value(
            "(() => { const r = results[results.length - 1]; const n = r.ended * rate;"
            " const p = sent.find((one) => one[1] >= n - 1) ?? sent[sent.length - 1];"
            " return r.shown - (p[0] - 1000 * (p[1] - n) / rate); })()")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--attune", default="attune")
    parser.add_argument("--screenshots", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=3)
    options = parser.parse_args()
    wrong = []

    def expect(what: str, holds, detail=""):
        print(("ok    " if holds else "WRONG ") + what + (f": {detail}" if detail != "" else ""), flush=True)
        if not holds:
            wrong.append(what)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = pathlib.Path(name)
        commands = folder / "lights.yaml"
        commands.write_text((ROOT / "config/lights.yaml").read_text())
        spoken = folder / "spoken.wav"
        # With silence before it and after it, so that nothing is cut off.
        raw = subprocess.run(["sndfile-convert", "-pcm16", SPOKEN, folder / "raw.wav"], check=True) and (folder / "raw.wav").read_bytes()
        quiet = bytes(16000)
        samples = quiet + raw[44:] + 5 * quiet
        spoken.write_bytes(raw[:4] + (36 + len(samples)).to_bytes(4, "little") + raw[8:40] + len(samples).to_bytes(4, "little") + samples)
        kept = folder / "kept"
        server = subprocess.Popen(
            [options.attune, "console", "--commands", commands, "--listen", "127.0.0.1:0", "--save", kept],
            stdout=subprocess.PIPE, text=True)
        browser = None
        try:
            address = server.stdout.readline().split()[-1]
            browser = Browser(folder / "browser", spoken)
            use(browser, address, commands, kept, options, expect)
            descriptors = len(os.listdir(f"/proc/{server.pid}/fd"))
            measure(browser, address, server.pid, descriptors, options, expect)
            complaints = browser.complaints()
            expect("the pages complain of nothing", not complaints, complaints[:3] if complaints else "")
        finally:
            if browser:
                browser.end()
            server.terminate()
            status = server.wait(10)
        expect("Ctrl-C ends the console", status == 0, status)
        scored = subprocess.run(
            [options.attune, "score", "--manifest", kept / "manifest.jsonl", "--commands", commands],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        expect("score reads what was called right", scored.returncode == 0 and '"intent": "setLight"' in scored.stdout,
               scored.stderr[-300:] if scored.returncode else "")
    return 1 if wrong else 0


def speak(page: Page):
    """Holds the button until a command was understood."""
    before = page.results()
    page.press("#talk", True)
    page.wait(f"results.length > {before}")
    page.press("#talk", False)
    page.wait("document.querySelector('#talk').getAttribute('aria-pressed') === 'false'")


def use(browser: Browser, address: str, commands: pathlib.Path, kept: pathlib.Path, options, expect):
    """What a person does."""
    page = browser.page(address)
    answer = "document.getElementById('answer').innerText"
    speak(page)
    text = page.value(answer)
    expect("a spoken command", "setLight" in text and "kitchen" in text, text.split("\n")[:4])
    page.wait("!document.getElementById('sight').hidden")
    expect("its words below the spectrogram", page.value(
        "[...document.querySelectorAll('#picture button')].some((one) => one.textContent === 'kitchen')"))
    expect("its three best candidates", page.value("document.querySelectorAll('#candidates tr').length") == 4)
    expect("sound and result are kept", len(list(kept.glob("*.flac"))) == 1 and len(list(kept.glob("*.json"))) == 1)
    page.click("#rows button[aria-label$=right]")
    page.wait("document.querySelector('#rows button[aria-label$=right]').getAttribute('aria-pressed') === 'true'")
    if options.screenshots:
        pictures(page, options.screenshots, expect)

    page.type("#sentence-text", "switch off the bedroom lights")
    page.key("Enter", "Enter", 13)
    page.wait(f"{answer}.includes('bedroom')")
    expect("a typed command", "setLight" in page.value(answer))
    page.type("#sentence-text", "turn on the chicken lights")
    page.key("Enter", "Enter", 13)
    page.wait(f"{answer}.includes('No command')")
    reason = page.value("document.getElementById('reason').textContent")
    expect("a refused sentence and its reason", "chicken" in reason, reason)

    for file, what in ((SPOKEN, "setLight"), (REFUSED, "No command")):
        number = page.value("document.getElementById('answer').dataset.id")
        found = page.ask("DOM.querySelector", {
            "nodeId": page.ask("DOM.getDocument")["root"]["nodeId"], "selector": "#file"})
        page.ask("DOM.setFileInputFiles", {"files": [str(file)], "nodeId": found["nodeId"]})
        page.wait(f"document.getElementById('answer').dataset.id !== '{number}'")
        text = page.value(answer)
        expect(f"the file {file.name}", what in text, text.split("\n")[:2])
        page.wait("!document.getElementById('sight').hidden")
    expect("the file's reason", len(page.value("document.getElementById('reason').textContent")) > 20,
           page.value("document.getElementById('reason').textContent"))
    drop = """(async () => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array([1, 2, 3])], "odd.wav"));
        document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    })()"""
    page.value(drop)
    page.wait("document.getElementById('problem').textContent.includes('odd.wav')")
    expect("a dropped file that is none", True, page.value("document.getElementById('problem').textContent"))

    report = "document.getElementById('check').innerText"
    page.wait(f"{report}.includes('It can be used')")
    old = page.value("document.getElementById('text').value")
    page.type("#text", old.replace('"which lights are {state}"', '"which lights are {stat}"'))
    page.wait(f"{report}.includes('cannot be used')")
    line = next(index for index, one in enumerate(old.split("\n"), 1) if "which lights are" in one)
    found = page.value(report)
    expect("a broken template and its line", f"line {line}," in found and "did you mean 'state'" in found, found.split("\n")[1:3])
    expect("what is broken cannot be saved", page.value("document.getElementById('save').disabled"))
    page.type("#text", old.replace('"which lights are {state}"', '"which lights are {state}"\n          - "abracadabra"'))
    page.wait(f"{report}.includes('It can be used') && !document.getElementById('save').disabled")
    page.click("#save")
    page.wait("document.getElementById('saved').textContent.includes('in force')")
    expect("a saved file is written", "abracadabra" in commands.read_text())
    page.type("#sentence-text", "abracadabra")
    page.key("Enter", "Enter", 13)
    page.wait(f"{answer}.includes('askLight')")
    expect("and in force", True)
    page.value("document.getElementById('threshold').value = 1; document.getElementById('threshold').oninput()")
    expect("another threshold", re.match(r"\d+ of the last \d+", page.value("document.getElementById('would').textContent")),
           page.value("document.getElementById('would').textContent"))
    page.close()


def pictures(page: Page, folder: pathlib.Path, expect):
    """Pictures of the page in both colours, at the width of a phone and of a screen."""
    folder.mkdir(parents=True, exist_ok=True)
    for width in (390, 1280):
        for isDark in (False, True):
            page.size(width, isDark=isDark)
            time.sleep(0.3)
            page.picture(folder / f"console-{width}-{'dark' if isDark else 'light'}.png")
        wide = page.value("document.documentElement.scrollWidth")
        expect(f"nothing is wider than {width} pixels", wide <= width, wide)
    page.size(1280)


def measure(browser: Browser, address: str, server: int, descriptors: int, options, expect):
    """How long an answer takes, alone and beside others, and what is left of pages that are closed."""
    def memory() -> int:
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{server}/status").read_text()).group(1)) // 1024

    page, times = browser.page(address), []
    for _ in range(options.rounds):
        speak(page)
        times.append(page.beyondWait())
    expect("an answer is there in time", statistics.median(times) <= 150,
           f"median {statistics.median(times):.0f} ms, {min(times):.0f} to {max(times):.0f} ms of {len(times)}")
    page.close()

    before = memory()
    pages = [browser.page(address) for _ in range(options.pages)]
    for one in pages:
        one.press("#talk", True)
    for one in pages:
        one.wait("results.length > 0", 40)
    times = sorted(one.beyondWait() for one in pages)
    understood = sum(one.value("results[0].accepted") for one in pages)
    expect(f"{len(pages)} pages at once", understood == len(pages),
           f"{understood} understood; median {statistics.median(times):.0f} ms, at most {times[-1]:.0f} ms")
    for one in pages:
        one.close()
    end = time.monotonic() + 10
    while len(os.listdir(f"/proc/{server}/fd")) > descriptors and time.monotonic() < end:
        time.sleep(0.1)
    expect("closed pages leave no connection", len(os.listdir(f"/proc/{server}/fd")) <= descriptors)
    print(f"      memory of the server: {before} MiB before, {memory()} MiB after {len(pages)} pages were closed")


if __name__ == "__main__":
    sys.exit(main())
