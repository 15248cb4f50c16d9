#!/usr/bin/env python3
"""Loads Home Assistant's own sentences, and tries those of other languages; see `--help`.

English: the grammar with names that stands in $ATTUNE_DATA/home-assistant (en.yaml), and en.json of PyPI's
home-assistant-intents unmodified, with the names of the former beside it in a file of their own. For each the states of
the graph (`attune check --quick`), the seconds until `attune serve` listens, and its peak memory then; in brackets
what this is more than for a file with one sentence, which is what the grammar costs: the rest are the networks.

Other languages: `attune check` of their files, each of which has to be refused. Prints tables in Markdown.

home-assistant-intents gets a virtual environment below .build/peers-venv, made out of PyPI.
"""

import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

import hassil_agreement
import peers
import real_voices

LANGUAGES = ["de", "es", "nl", "fr", "zh-CN", "it", "zh-HK"]
ONE_SENTENCE = '{"language": "en", "intents": {"go": {"data": [{"sentences": ["go home"]}]}}}'


def load(attune, files):
    """Seconds until the server listens, its processor seconds, and its peak memory in MB then."""
    words = [word for path in files for word in ("--commands", path)]
    start = time.monotonic()
    process = subprocess.Popen(
        [attune, "serve", *words, "--listen", "tcp://127.0.0.1:0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True)
    try:
        if not process.stdout.readline().startswith("listening on "):
            sys.exit(f"{attune} serve did not begin: {process.stderr.read()}")
        seconds = time.monotonic() - start
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        times = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
        processor = sum(map(int, times)) / os.sysconf("SC_CLK_TCK")
        return seconds, processor, int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024 / 1e6
    finally:
        process.terminate()
        process.communicate()


def loads(attune, files, times):
    """The medians of several loads."""
    return [statistics.median(values) for values in zip(*(load(attune, files) for _ in range(times)))]


def states(attune, files):
    report = subprocess.run(
        [attune, "check", "--quick", "--format", "json", *files], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True)
    if report.returncode != 0:
        sys.exit(f"{' '.join(map(str, files))} is not loaded: {report.stderr}")
    return json.loads(report.stdout)["graph"]["states"]


def refusal(attune, path):
    """Seconds, peak memory in MB, the exit status, and what is said."""
    with tempfile.TemporaryFile("w+") as errors:
        start = time.monotonic()
        process = subprocess.Popen([attune, "check", path], stdout=subprocess.DEVNULL, stderr=errors, text=True)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
        errors.seek(0)
        text = errors.read().strip().replace(str(path.parent) + "/", "")
        return seconds, usage.ru_maxrss * 1024 / 1e6, process.returncode, text


def english(options, folder):
    single = folder / "single.json"
    single.write_text(ONE_SENTENCE)
    base = loads(options.attune, [single], options.times)
    for files in ([options.names], hassil_agreement.package_files(options.names, folder)):
        found = loads(options.attune, files, options.times)
        cells = [f"{value:.{digits}f} ({value - less:.{digits}f})"
                 for value, less, digits in zip(found, base, (2, 2, 0))]
        yield [" + ".join(path.name for path in files), f"{states(options.attune, files):,}", *cells]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attune", type=pathlib.Path, default=peers.ROOT / ".build" / "release" / "attune")
    parser.add_argument(
        "--names", type=pathlib.Path, default=real_voices.FOLDER / "home-assistant" / "en.yaml",
        help="a grammar with names ($ATTUNE_DATA/home-assistant/en.yaml)")
    parser.add_argument("--times", type=int, default=5, help="how often each is loaded; medians are told (5)")
    options = parser.parse_args()
    for path in [options.attune, options.names]:
        if not path.is_file():
            sys.exit(f"no {path}")
    hassil_agreement.own_python(hassil_agreement.PACKAGES)
    import home_assistant_intents
    data = pathlib.Path(home_assistant_intents.__file__).parent / "data"
    with tempfile.TemporaryDirectory() as folder:
        rows = english(options, pathlib.Path(folder))
        print(peers.table(
            ["files", "states", "until it listens, s", "processor, s", "memory, MB"], rows),
            flush=True)
    rows = []
    for language in LANGUAGES:
        seconds, megabytes, status, text = refusal(options.attune, data / f"{language}.json")
        rows.append([language, f"{seconds:.2f}", f"{megabytes:.0f}", str(status), text])
    print("\n" + peers.table(["language", "s", "MB", "exit status", "what is said"], rows))
    sys.exit(any(row[3] != "2" for row in rows))


if __name__ == "__main__":
    main()
