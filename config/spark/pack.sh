#!/usr/bin/env bash
# Packs attune for a cluster: pack.sh OUTPUT.tar.gz COMMANDS.yaml...
#
# The archive holds the executable, the model, Swift's libraries where they are not part of the executable, and the command
# files. The workers need what the executable is linked with besides: apt-get install libasound2 libfftw3-single3 libflite1 libdnnl2 libsamplerate0 libsndfile1
set -euo pipefail

build=$(dirname "$0")/../../.build/release
output=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/lib" "$folder/commands"
cp -RL "$build"/attune "$build"/attune_*.resources "$folder"
# Swift's own libraries lie where Swift was installed; all others are the system's.
ldd "$build/attune" | awk '$3 ~ /swift/ { print $3 }' | xargs --no-run-if-empty cp -L --target-directory "$folder/lib"
cp "$@" "$folder/commands"
tar --create --gzip --file "$output" --directory "$folder" .
