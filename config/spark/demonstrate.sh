#!/usr/bin/env bash
# Spark against one machine: demonstrate.sh [ROWS]
#
# Needs Java 17, Python 3.10 or later with venv, and `make build`. Installs pyspark (about 450 MB) from PyPI into
# config/spark/.venv, which git ignores. Two workers on this machine share the work; one is killed.
set -euo pipefail
cd "$(dirname "$0")"

if ! .venv/bin/python -c 'import pyspark, pyarrow' 2>/dev/null; then
  python3 -m venv .venv
  .venv/bin/pip install --quiet --requirement requirements.txt
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
./pack.sh "$folder/attune.tar.gz" ../lights.yaml
.venv/bin/python demonstrate.py "${1:-4000}" "$folder" || { tail -n 40 "$folder/spark.log" 2>/dev/null; exit 1; }
