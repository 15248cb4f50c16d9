"""Shows that a cluster gives what a single machine gives, though a worker is killed: see demonstrate.sh.

    demonstrate.py ROWS FOLDER

makes a list of ROWS recordings out of Fixtures/, sound and broken ones, scores it with one attune, then on a local
cluster of two workers, kills one of them with -9 as soon as a few partitions are done, and compares row for row.
"""

import glob
import json
import os
import signal
import subprocess
import sys
import time

import pyarrow.parquet

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PARTITIONS_BEFORE_THE_KILL = 3


def descendants(pid):
    """The processes that a process has started, and those that they have."""
    found = []
    for child in subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout.split():
        found += [int(child)] + descendants(child)
    return found


def executors(pid):
    """The processes of Spark's workers among those that `pid` has started."""
    def command(pid):
        try:
            with open(f"/proc/{pid}/cmdline", encoding="utf-8") as file:
                return file.read()
        except OSError:
            return ""

    return [child for child in descendants(pid) if "CoarseGrainedExecutorBackend" in command(child)]


def attune(manifest, output):
    commands = ["--commands", f"{ROOT}/config/lights.yaml"]
    with open(manifest, "rb") as rows, open(output, "wb") as results:
        run = subprocess.run(
            [f"{ROOT}/.build/release/attune", "score", "-", *commands], stdin=rows, stdout=results, stderr=subprocess.PIPE
        )
    # 1: the broken files could not be read.
    assert run.returncode == 1, run.stderr.decode()


def spark(manifest, output, log):
    """Runs the job, and kills a worker in its midst; true where that was done."""
    home = os.path.dirname(__import__("pyspark").__file__)
    with open(log, "w", encoding="utf-8") as messages:
        job = subprocess.Popen(
            [f"{home}/bin/spark-submit", "--master", "local-cluster[2,1,1024]", "--conf", "spark.ui.enabled=false",
             "--archives", f"{os.path.dirname(manifest)}/attune.tar.gz#attune", f"{HERE}/score.py",
             "--manifest", manifest, "--output", output, "--rows", "100"],
            env={**os.environ, "SPARK_HOME": home, "PYSPARK_PYTHON": sys.executable}, stderr=messages, stdout=messages,
        )
        killed = False
        while job.poll() is None:
            done = glob.glob(f"{output}/_temporary/0/task_*")
            if not killed and len(done) >= PARTITIONS_BEFORE_THE_KILL:
                workers = executors(job.pid)
                print(f"{len(done)} partitions are done by {len(workers)} workers; kill -9 {workers[0]}")
                os.kill(workers[0], signal.SIGKILL)
                killed = True
            time.sleep(0.1)
    assert job.returncode == 0, f"the job failed, see {log}"
    return killed


def main():
    rows, folder = int(sys.argv[1]), sys.argv[2]
    files = [path for path in sorted(glob.glob(f"{ROOT}/Fixtures/*.*")) if path.endswith((".flac", ".wav"))]
    manifest = f"{folder}/manifest.jsonl"
    with open(manifest, "w", encoding="utf-8") as list_:
        list_.writelines(json.dumps({"path": files[row % len(files)]}) + "\n" for row in range(rows))

    start = time.monotonic()
    attune(manifest, f"{folder}/single.jsonl")
    single = time.monotonic()
    killed = spark(manifest, f"{folder}/results.parquet", f"{folder}/spark.log")
    cluster = time.monotonic()

    with open(f"{folder}/single.jsonl", encoding="utf-8") as lines:
        expected = lines.read().splitlines()
    table = pyarrow.parquet.read_table(f"{folder}/results.parquet").sort_by("row")
    assert table["row"].to_pylist() == list(range(rows)), "the table has other rows"
    different = sum(first != second for first, second in zip(expected, table["line"].to_pylist(), strict=True))
    with open(f"{folder}/spark.log", encoding="utf-8") as log:
        lost = sum("Lost executor" in line for line in log)
    print(f"{rows} rows, {different} of them different; workers lost: {lost}")
    print(f"one machine: {single - start:.1f} s; Spark with its start, two workers, one of them killed: {cluster - single:.1f} s")
    assert different == 0 and killed and lost >= 1


if __name__ == "__main__":
    main()
