# Everything that a person or CI runs. Needs Swift 6.2 or later; Debian's packages are installed where they are missing.

PREFIX ?= /usr/local
SWIFT ?= swift
PACKAGES := libasound2-dev libfftw3-dev flite1-dev libdnnl-dev libsamplerate0-dev libsndfile1-dev pkg-config
BINARY := .build/release/attune
RELEASE := --configuration release
# One build for everything: what the tests try is what people run. It is optimised, since one that is not takes as long, and
# its tests ten times as long; preconditions are checked in both, and nothing in Sources is asserted for a debug build alone.
# That tests may look inside makes nothing slower.
BUILD := $(RELEASE) -Xswiftc -enable-testing

.PHONY: build demo test figures live-figures fusion-figures memory-figures bench load peers hassil home-assistant faults \
  unit aarch64 aarch64-instructions checksums fuzz fuzz-asan fuzz-tsan install package package-test clean packages \
  documentation console-test real-voices

build: packages
	$(SWIFT) build $(BUILD) --product attune

demo: build
	@echo
	@echo "Synthetic voices (espeak-ng, flite) order coffee, light lamps and set timers:"
	@$(BINARY) score --format table \
	  --commands config/coffee.yaml --commands config/lights.yaml --commands config/timers.yaml Fixtures/synthetic-*.flac

# The tests that talk to servers and programs wait for one another, and are not to wait for those that compute as well.
TALKING := ^(AttuneClient|AttuneCommand|HomeAssistant|Monitoring|Service|Upstream)Tests\.
# Those that measure memory or time have the process to themselves.
MEASURING := AllocatesNothing|RealVoice|CommandFile|HostileFile|Hostility

# The sound server through which commands are heard in real time.
test: PACKAGES += libasound2-plugins pulseaudio pulseaudio-utils
test: packages
	$(SWIFT) format lint --strict --recursive Sources Tests Benchmarks/Sources Benchmarks/MicroBenchmarks Benchmarks/Package.swift Package.swift config/examples
	SWIFT=$(SWIFT) python3 .ci/arrows.py . Benchmarks config/examples
	$(SWIFT) build $(BUILD) --build-tests --explicit-target-dependency-import-check error
	$(SWIFT) test $(BUILD) --skip-build --skip '$(TALKING)' --skip '$(MEASURING)'
	$(SWIFT) test $(BUILD) --skip-build --filter '$(TALKING)'
	$(SWIFT) test $(BUILD) --skip-build --no-parallel --filter '$(MEASURING)'

# Recordings of real people, which are no part of the repository: docs/data.md says what lies in the folder.
ATTUNE_DATA ?=
BENCHMARK := $(ATTUNE_DATA)/speech-to-intent

real-voices:
	@test -n "$(ATTUNE_DATA)" -a -d "$(BENCHMARK)" || \
	  { echo "no real voices: ATTUNE_DATA names no folder with them (docs/data.md)"; exit 1; }

# The README's figures.

SNRS := clean 24 21 18 15 12 9 6
# Ignored by git. The page has the charts, and every failure to be heard.
FIGURES := results/speech-to-intent

figures: real-voices build
	@mkdir -p $(FIGURES)
	$(BINARY) score --commands $(BENCHMARK)/coffee_maker.yaml --labels $(BENCHMARK)/labels.json \
	  --noise $(BENCHMARK)/kitchen.flac $(addprefix --snr ,$(SNRS)) --beside Benchmarks/speech-to-intent/published.csv \
	  --output $(FIGURES)/results.jsonl --measurements $(FIGURES)/measurements.json --report $(FIGURES)/report.html \
	  $(BENCHMARK)/dev

# The README's figures of live use, in real time where it says so; about ten minutes.
live-figures: PACKAGES += libasound2-plugins pulseaudio pulseaudio-utils sndfile-programs
live-figures: real-voices build
	python3 Benchmarks/live.py latency
	python3 Benchmarks/live.py waits --clips 318
	python3 Benchmarks/live.py hour
	python3 Benchmarks/live.py silence

# Sound and text together; about half an hour on two cores. training/README.md tells how the transcripts are made.
TRANSCRIPTS := training/work/transcripts
COMPARE = $(BINARY) fusion --commands $(BENCHMARK)/coffee_maker.yaml --labels $(BENCHMARK)/labels.json \
  --noise $(BENCHMARK)/kitchen.flac --snr 18 --snr 12 --snr 6 --snr 0

fusion-figures: real-voices build
	@test -d $(TRANSCRIPTS)/true || { echo "no transcripts in $(TRANSCRIPTS): see training/README.md"; exit 1; }
	$(COMPARE) $(addprefix --transcripts $(TRANSCRIPTS)/,true errors20 errors40 unrelated whisper) $(BENCHMARK)/dev
	$(COMPARE) --transcripts $(TRANSCRIPTS)/pocketsphinx $(BENCHMARK)/dev

# What sounds at once cost a server in memory, and what is given back; a quarter of an hour, up to 1.5 GB.
memory-figures: build
	python3 Benchmarks/memory.py

# Each part of the recogniser by itself: time, processor time, allocations. BENCH="--filter decoder.*" chooses.
bench: packages
	$(SWIFT) package --package-path Benchmarks benchmark --no-progress --grouping metric $(BENCH)

# Streams in real time on the loopback until answers are late, on recordings of real people; some minutes. The server has
# one processor and the clients have the others, where there are others. LOAD="--streams 400 --seconds 60" goes further.
load: real-voices build
	$(SWIFT) build --package-path Benchmarks $(RELEASE) --product ServiceLoad
	@taskset --cpu-list 0 $(BINARY) serve --commands $(BENCHMARK)/coffee_maker.yaml --listen tcp://127.0.0.1:10499 & server=$$!; \
	trap "kill $$server" EXIT; sleep 3; \
	last=$$(($$(nproc) - 1)); taskset --cpu-list $$((last > 0))-$$last \
	  Benchmarks/.build/release/ServiceLoad --host tcp://127.0.0.1:10499 --pid $$server $(LOAD) $(BENCHMARK)/dev/*

# Attune beside other recognisers, which come from PyPI, on one core; twenty minutes, the machine doing nothing else.
peers: PACKAGES += python3-venv
peers: real-voices build
	python3 Benchmarks/peers.py --attune $(BINARY)

# The same sentences asked of hassil, and Home Assistant's own sentences loaded; ten minutes.
hassil: PACKAGES += python3-venv
hassil: real-voices build
	python3 Benchmarks/home_assistant_load.py --attune $(BINARY)
	python3 Benchmarks/hassil_agreement.py --attune $(BINARY) --min 0.995 --show 20
	python3 Benchmarks/hassil_agreement.py --attune $(BINARY) --min 0.995 --show 20 --package --seed 2

# What goes wrong in the world, done to a server; a minute.
faults: build
	python3 Benchmarks/faults.py $(BINARY)

# The systemd unit's restrictions, set by hand around a server; some seconds, as root, with systemd and libseccomp2 installed.
unit: build
	python3 Benchmarks/unit.py $(BINARY)

# The loops of CVectors against plain ones, on this processor and, by qemu, on the Raspberry Pi 4's: some seconds. Swift's own
# clang compiles them as it does in a build; Debian's cross compiler shows that another one can, too.
CLANG ?= clang
LOOPS := -O2 -static -Wall -Wextra -Werror -ISources/CVectors/include Tests/CVectorsTests/vectors.c Sources/CVectors/CVectors.c -lm
AARCH64 := --target=aarch64-linux-gnu -fuse-ld=lld -isystem /usr/aarch64-linux-gnu/include
QEMU := qemu-aarch64 -cpu cortex-a72
VECTORS := .build/vectors

aarch64: PACKAGES += gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
aarch64: packages
	@mkdir -p $(VECTORS)
	$(CLANG) $(LOOPS) -o $(VECTORS)/native
	$(VECTORS)/native
	$(CLANG) $(AARCH64) $(LOOPS) -o $(VECTORS)/aarch64
	$(QEMU) $(VECTORS)/aarch64
	aarch64-linux-gnu-gcc -Wno-psabi -Wno-maybe-uninitialized $(LOOPS) -o $(VECTORS)/aarch64-gcc
	$(QEMU) $(VECTORS)/aarch64-gcc

# How many instructions of AArch64 one run of each loop takes: some minutes.
aarch64-instructions: aarch64
	@for loop in exp sigmoid gelu softmax log_softmax layer_norm add_products add_matrix_product remember narrow widen; do \
	  for times in 1 2; do \
	    $(QEMU) -singlestep -d exec,nochain $(VECTORS)/aarch64 $$loop $$times 2>&1 | wc --lines; \
	  done | paste --serial | awk -v loop=$$loop '{ print loop, $$2 - $$1 }'; \
	done

# What attune doctor compares the weights with; to be made anew whenever one of them is.
checksums:
	sha256sum Sources/*/Resources/* > Sources/attune/Doctor/checksums.txt

# The real Home Assistant, out of PyPI, with a server: found, spoken to, restarted; five minutes, after some for the
# installation. It needs Python 3.13 or later, which PYTHON=python3.14 may name; without one it says so and is content.
home-assistant: PACKAGES += avahi-daemon avahi-utils dbus espeak-ng iproute2 python3-venv
home-assistant: build
	python3 Benchmarks/home_assistant.py $(BINARY)

# The page of attune console in a headless Chromium, whose microphone plays a fixture. CONSOLE may ask for screenshots, more
# rounds and more pages: make console-test CONSOLE="--rounds 20 --pages 10 --screenshots results/console".
CONSOLE ?=

console-test: PACKAGES += chromium sndfile-programs
console-test: build
	python3 Benchmarks/console_browser.py --attune $(BINARY) $(CONSOLE)

# Sessions, texts, command files and sound files with mistakes in them; about an hour.
FUZZ := ATTUNE_FUZZ_SESSIONS=20000 ATTUNE_FUZZ_TEXTS=20000 ATTUNE_FUZZ_COMMAND_FILES=3000 ATTUNE_FUZZ_SOUNDS=2000
# The same under the sanitizers, which make everything several times slower, each in a build of its own.
FUZZ_SANITIZED := ATTUNE_FUZZ_SESSIONS=4000 ATTUNE_FUZZ_TEXTS=4000 ATTUNE_FUZZ_COMMAND_FILES=300 ATTUNE_FUZZ_SOUNDS=400
# One after another: each looks at how the process grows.
HOSTILITY := --no-parallel --filter Hostility

fuzz: packages
	$(FUZZ) $(SWIFT) test $(BUILD) $(HOSTILITY)

fuzz-asan: packages
	ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 $(FUZZ_SANITIZED) \
	  $(SWIFT) test $(BUILD) --scratch-path .build/asan --sanitize address $(HOSTILITY)

fuzz-tsan: packages
	TSAN_OPTIONS=halt_on_error=0 $(FUZZ_SANITIZED) \
	  $(SWIFT) test $(BUILD) --scratch-path .build/tsan --sanitize thread $(HOSTILITY)

# Pages of the libraries' comments, out of what is built; some seconds.
documentation: build
	SWIFT=$(SWIFT) python3 .ci/documentation.py .build/documentation AttuneClient Commands Recognition

# The resources have to lie beside the executable.
install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/attune
	install $(BINARY) $(DESTDIR)$(PREFIX)/lib/attune/
	cp -R $(addprefix .build/release/attune_,Aligner.resources Lexicon.resources Recognition.resources) \
	  $(DESTDIR)$(PREFIX)/lib/attune/
	ln -sf ../lib/attune/attune $(DESTDIR)$(PREFIX)/bin/attune

# For Debian: attune_VERSION_ARCHITECTURE.deb, the sources and SHA256SUMS. The program is only linked anew, with Swift's own
# libraries within, so that it runs where there is no Swift.
PACKAGE := .build/package

package: export ATTUNE_WITH_SWIFT := yes
package: PACKAGES += debhelper python3
package: packages
	rm -rf $(PACKAGE)
	$(MAKE) install DESTDIR=$(PACKAGE)/tree PREFIX=/usr
	python3 config/debian/pack.py $(PACKAGE)/tree $(PACKAGE)
	rm -r $(PACKAGE)/tree

# The package in a Debian of its own, where there is no Swift; some minutes, as root, with Debian's archive.
package-test: PACKAGES += lintian mmdebstrap systemd
package-test: package
	lintian --allow-root --fail-on error,warning $(PACKAGE)/*.deb
	python3 config/debian/try.py $(PACKAGE)/*.deb

clean:
	$(SWIFT) package clean

# Looks before it installs, so that no rights are needed where nothing is missing.
packages:
	@missing="$$(for package in $(PACKAGES); do \
	  dpkg-query --show --showformat='$${Status}' $$package 2>/dev/null | grep --quiet 'ok installed' || echo $$package; \
	done)"; \
	if [ -n "$$missing" ]; then \
	  echo "Installing" $$missing; \
	  if [ "$$(id -u)" -ne 0 ]; then sudo="sudo"; fi; \
	  $$sudo apt-get update --quiet && \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install --yes --quiet --no-install-recommends $$missing; \
	fi
