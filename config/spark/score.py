"""Scores a list of recordings on a Spark cluster.

    spark-submit --archives attune.tar.gz#attune score.py --manifest recordings.jsonl --output results.parquet

The list is JSON Lines, as `attune score -` takes them, and the recordings have to lie under the same paths on all workers.
The archive, which pack.sh makes, is sent to each worker once; every partition goes through a pipe into one `attune`.

A partition whose attune fails is tried again by Spark, perhaps elsewhere (spark.task.maxFailures, four times by default).
At its last attempt it is halved, again and again, until the recording is found that attune cannot get over; that one
becomes a row with an error, and the others have their results.

The table has the columns of attune's lines, `row`, the number of the line in the list, and `line`, what attune wrote.
"""

import argparse
import glob
import json
import os
import subprocess

from pyspark import SparkFiles, TaskContext
from pyspark.sql import SparkSession
from pyspark.sql.types import DoubleType, LongType, StringType, StructField, StructType

PATHS = ("path", "file", "file_name", "filename", "audio_filepath", "audio")

SCHEMA = StructType(
    [StructField("row", LongType(), False), StructField("file", StringType(), False)]
    + [StructField(name, StringType()) for name in ("intent", "slots", "words")]
    + [StructField(name, DoubleType()) for name in ("confidence", "start", "end", "seconds")]
    + [StructField("error", StringType()), StructField("line", StringType(), False)]
)


class AttuneFailed(Exception):
    """attune ended as it should not, or did not write a line for each row."""


def located(line, root):
    """The row with its path made absolute; one that is no object is left for attune to complain of."""
    try:
        row = json.loads(line)
        key = next(name for name in PATHS if name in row)
        row[key] = os.path.join(root, row[key])
    except (ValueError, TypeError, StopIteration):
        return line
    return json.dumps(row, ensure_ascii=False)


def attune(lines, options):
    """The lines that one attune writes for these."""
    folder = SparkFiles.get("attune")
    libraries = os.pathsep.join(filter(None, [f"{folder}/lib", os.environ.get("LD_LIBRARY_PATH")]))
    commands = [word for path in sorted(glob.glob(f"{folder}/commands/*")) for word in ("--commands", path)]
    run = subprocess.run(
        [f"{folder}/attune", "score", "-", "--format", "jsonl", "--jobs", "1", *commands, *options],
        input="".join(f"{line}\n" for line in lines).encode(),
        capture_output=True,
        env={**os.environ, "LD_LIBRARY_PATH": libraries},
    )
    written = run.stdout.decode().splitlines()
    # 1 says that some recordings could not be read: their lines tell why.
    if run.returncode not in (0, 1) or len(written) != len(lines):
        reason = (run.stderr.decode(errors="replace").strip().splitlines() or [""])[-1]
        raise AttuneFailed(f"attune ended with {run.returncode} after {len(written)} of {len(lines)} rows: {reason}")
    return written


def survived(lines, options):
    """As `attune`, but a row at which it fails has a line with an error."""
    try:
        return attune(lines, options)
    except AttuneFailed as failure:
        if len(lines) > 1:
            middle = len(lines) // 2
            return survived(lines[:middle], options) + survived(lines[middle:], options)
        return [json.dumps({"file": lines[0], "error": str(failure)})]


def score(partition, root, options, attempts):
    """The rows of a partition's results."""
    rows = list(partition)
    if not rows:
        return
    lines = [located(line, root) for line, _ in rows]
    is_last = TaskContext.get().attemptNumber() + 1 >= attempts
    written = (survived if is_last else attune)(lines, options)
    for (_, number), line in zip(rows, written):
        record = json.loads(line)
        slots = record.get("slots")
        yield (
            number,
            record["file"],
            record.get("intent"),
            json.dumps(slots, ensure_ascii=False) if slots is not None else None,
            *(record.get(name) for name in ("words", "confidence", "start", "end", "seconds", "error")),
            line,
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--manifest", required=True, help="the list, in JSON Lines")
    parser.add_argument("--root", help="what relative paths are relative to (default: the list's folder)")
    parser.add_argument("--output", required=True, help="where the Parquet table is written")
    parser.add_argument("--rows", type=int, default=500, help="how many rows a partition has")
    parser.add_argument("options", nargs="*", help="options of attune score, after --")
    arguments = parser.parse_args()

    spark = SparkSession.builder.appName("attune").getOrCreate()
    context = spark.sparkContext
    attempts = int(context.getConf().get("spark.task.maxFailures", "4"))
    root = arguments.root or os.path.dirname(os.path.abspath(arguments.manifest))
    options = arguments.options
    rows = context.textFile(arguments.manifest).filter(lambda line: line.strip()).zipWithIndex()
    partitions = max(1, -(-rows.count() // arguments.rows))
    results = (
        rows.map(lambda row: (row[1] // arguments.rows, row))
        .partitionBy(partitions, lambda part: part)
        .values()
        .mapPartitions(lambda part: score(sorted(part, key=lambda row: row[1]), root, options, attempts))
    )
    spark.createDataFrame(results, SCHEMA).write.mode("overwrite").parquet(arguments.output)
    spark.stop()


if __name__ == "__main__":
    main()
