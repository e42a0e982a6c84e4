# make demo   install what is missing, build, open the console on an embedded simulated exchange
# make test   install what is missing, build, run every test
# make format    rewrite the sources in the house's form (.swift-format)
# make lint      say where the sources are not in that form, and where translations are missing or malformed
# make sanitize  the unit and adapter tests under the thread and the address sanitizer (SANITIZE_FILTER=… for some of them)
# make fuzz   every decoder under libFuzzer, a minute each (FUZZ_TIME=seconds, FUZZ_RUNS=executions, FUZZ_TARGETS="json keys")
# make bench  print the table of budgets, measured on this machine (BENCH=--quick for a short one)
# make install PREFIX=/usr/local   one self-contained binary with themes, keymaps, translations and manual page

PREFIX ?= /usr/local
DESTDIR ?=

# What building, the demo and the tests need of Debian 12. Whatever is added here is installed on CI too.
PACKAGES := libncurses-dev libmosquitto-dev libssl-dev libyaml-dev libsqlite3-dev libjson-c-dev \
            libcurl4-openssl-dev libmicrohttpd-dev libxml2-dev pkg-config gettext mosquitto ncurses-term
TEST_PACKAGES := libvterm-dev locales openssl zsh fish groff
BENCH_PACKAGES := $(TEST_PACKAGES) mosquitto-clients curl

VERSION := $(shell head -n 1 VERSION)
SWIFT ?= swift
BUILD := $(SWIFT) build
DATA := $(DESTDIR)$(PREFIX)/share/cordboard
# Where bash, zsh and fish look for what completes a program's words.
COMPLETIONS := bash-completion/completions/cordboard zsh/site-functions/_cordboard fish/vendor_completions.d/cordboard.fish

.PHONY: demo test tests build release bench install format lint sanitize fuzz toolchain packages test-packages bench-packages clean

demo: release
	@if [ -t 0 ] && [ -t 1 ]; then exec .build/release/cordboard --demo; \
	else .build/release/cordboard --demo; fi

# TEST_OPTIONS goes to `swift test`: --filter NAME.
test: tests
	$(SWIFT) test --skip-build --no-parallel $(TEST_OPTIONS)

# Builds the tests; a module that imports another must declare it in Package.swift.
tests: toolchain test-packages
	$(BUILD) --build-tests --explicit-target-dependency-import-check error

SWIFT_SOURCES := Package.swift Sources Tests

format: toolchain
	$(SWIFT) format format --in-place --parallel --recursive $(SWIFT_SOURCES)

lint: toolchain packages
	$(SWIFT) format lint --strict --parallel --recursive $(SWIFT_SOURCES)
	msgfmt --check -o /dev/null Sources/Translations/zh_CN.po

# Each sanitizer needs a build of its own. Tests that start the program or a terminal are left out: they would run a program
# that is not sanitized, or measure time.
SANITIZE_FILTER := ^(TextTests|JSONTests|DiagnosticsTests|ExchangeTests|WireTests|SmartPBXTests|AsteriskTests|ConferenceServerTests|WebCTITests|YeastarTests|ICPTests|DeskTests|ConsoleTests|SettingsTests)\.
SANITIZERS := thread address

sanitize: $(addprefix sanitize-,$(SANITIZERS))

sanitize-%: toolchain test-packages
	$(BUILD) --build-tests --sanitize $* --scratch-path .build/sanitize-$*
	TSAN_OPTIONS="halt_on_error=0 exitcode=66 suppressions=$(CURDIR)/.ci/thread-sanitizer" \
	ASAN_OPTIONS="detect_leaks=0" \
	$(SWIFT) test --skip-build --no-parallel --sanitize $* --scratch-path .build/sanitize-$* --filter "$(SANITIZE_FILTER)"

# Coverage of every module, optimised as a release is; lld, as gold cannot link it.
fuzz: toolchain packages
	CORDBOARD_FUZZ=1 $(BUILD) -c release --product cordboard-fuzz -Xswiftc -sanitize=fuzzer -Xswiftc -enable-testing \
	  --scratch-path .build/fuzz
	Tests/cordboard-fuzz/run.sh .build/fuzz/release/cordboard-fuzz .build/fuzz/corpus

build: toolchain packages
	$(BUILD)

# Release binaries carry the Swift runtime with them: they start fast and need no toolchain to run.
release: toolchain packages
	$(BUILD) -c release -Xswiftc -static-stdlib --product cordboard
	$(BUILD) -c release -Xswiftc -static-stdlib --product cordboard-sim

bench: release bench-packages
	$(BUILD) -c release -Xswiftc -static-stdlib --product cordboard-bench
	.build/release/cordboard-bench $(BENCH)

install: release
	install -s -D -m 755 .build/release/cordboard $(DESTDIR)$(PREFIX)/bin/cordboard
	install -s -D -m 755 .build/release/cordboard-sim $(DESTDIR)$(PREFIX)/bin/cordboard-sim
	install -d $(DATA)/themes $(DATA)/keymaps
	install -m 644 themes/*.yaml $(DATA)/themes
	install -m 644 keymaps/*.yaml $(DATA)/keymaps
	install -d $(DESTDIR)$(PREFIX)/share/locale/zh_CN/LC_MESSAGES
	msgfmt --check -o $(DESTDIR)$(PREFIX)/share/locale/zh_CN/LC_MESSAGES/cordboard.mo Sources/Translations/zh_CN.po
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	sed '1s/cordboard VERSION/cordboard $(VERSION)/' docs/cordboard.1 > $(DESTDIR)$(PREFIX)/share/man/man1/cordboard.1
	install -d $(DESTDIR)$(PREFIX)/share/man/man7 $(addprefix $(DESTDIR)$(PREFIX)/share/,$(dir $(COMPLETIONS)))
	LC_ALL=C .build/release/cordboard ops --manual > $(DESTDIR)$(PREFIX)/share/man/man7/cordboard-ops.7
	install -d $(DESTDIR)$(PREFIX)/share/man/man5
	LC_ALL=C .build/release/cordboard kinds --manual > $(DESTDIR)$(PREFIX)/share/man/man5/cordboard-kinds.5
	.build/release/cordboard completion bash > $(DESTDIR)$(PREFIX)/share/$(word 1,$(COMPLETIONS))
	.build/release/cordboard completion zsh > $(DESTDIR)$(PREFIX)/share/$(word 2,$(COMPLETIONS))
	.build/release/cordboard completion fish > $(DESTDIR)$(PREFIX)/share/$(word 3,$(COMPLETIONS))

clean:
	$(SWIFT) package clean

toolchain:
	@command -v $(SWIFT) >/dev/null 2>&1 || { \
	  echo "Cordboard is written in Swift, and there is no Swift toolchain on the PATH." >&2; \
	  echo "Install Swift 6.2 or later for Debian 12 from https://www.swift.org/install/linux/," >&2; \
	  echo "put its usr/bin on the PATH, and run this again." >&2; exit 1; }

packages: NEEDED = $(PACKAGES)
test-packages: NEEDED = $(PACKAGES) $(TEST_PACKAGES)
bench-packages: NEEDED = $(PACKAGES) $(BENCH_PACKAGES)

packages test-packages bench-packages:
	@command -v dpkg-query >/dev/null 2>&1 || { \
	  echo "This is no Debian system: install the equivalents of $(NEEDED) yourself." >&2; exit 0; }; \
	missing=$$(for package in $(NEEDED); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || echo $$package; done); \
	[ -z "$$missing" ] && exit 0; \
	echo "Installing" $$missing; \
	if [ "$$(id -u)" = 0 ]; then root=; elif command -v sudo >/dev/null 2>&1; then root=sudo; else \
	  echo "Run this as root, or install sudo, or install them yourself: apt-get install" $$missing >&2; exit 1; fi; \
	$$root apt-get update -qq && \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null
