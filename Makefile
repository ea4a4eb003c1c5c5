# Quadless on Debian 12 with Swift 6.3. Every target sets up what it needs.
PREFIX ?= /usr/local
DESTDIR ?=
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
# Shaders for `make bench` and `make test-metamorphic`, and the JSON file of an earlier run of `make bench` to
# compare with.
CORPUS ?= Shaders
BASELINE ?=
# The runtime is linked in: the command starts faster and runs where no Swift is installed. The checks of
# exclusive access at run time, which cost an eighth of the pass, are left to debug builds and their tests. lld,
# because gold does not hide Swift's symbols as exports.map asks for. No cached build plans: SwiftPM would take one
# made for other linker flags.
RELEASE := swift build -c release --disable-build-manifest-caching --static-swift-stdlib \
	-Xswiftc -static-stdlib -Xswiftc -use-ld=lld -Xswiftc -enforce-exclusivity=unchecked
# The library for C. Its version is its header's; a new major version is another library to the linker.
VERSION := $(shell sed -n 's/^\#define QUADLESS_VERSION_[A-Z]* //p' Sources/CQuadless/include/quadless.h | paste -sd.)
SONAME := libquadless.so.$(firstword $(subst ., ,$(VERSION)))
PACKAGES := dpkg-dev g++ git glslang-dev glslang-tools libpng-dev libspirv-cross-c-shared-dev libvulkan-dev \
	llvm-19-dev mesa-vulkan-drivers pkg-config python3 spirv-headers spirv-tools vulkan-validationlayers
TEST_PACKAGES := chromium-common cmake meson ninja-build
# What takes longer: each is a target `test-NAME`, and the packages it needs are in NAME_PACKAGES.
LONG_TESTS := browser sarif swiftpm deb derivate kill memory ninja slurm metamorphic
browser_PACKAGES := chromium
sarif_PACKAGES := python3-jsonschema
deb_PACKAGES := debootstrap
slurm_PACKAGES := slurm-wlm munge

SANITIZERS ?= address thread
# What `make libfuzzer` feeds, and how long.
TARGET ?= spirv
SECONDS ?= 3600

.PHONY: build library deps test-deps demo pictures test test-all $(LONG_TESTS:%=test-%) bench sanitize libfuzzer \
	lint documents docs deb fuzz \
	install install-library install-cmake grammar clean

build: library
	$(RELEASE) --product quadless
	$(RELEASE) --product quadless-harness

library: deps
	$(RELEASE) --product quadless-c -Xlinker -soname=$(SONAME) \
	  -Xlinker --version-script=$(CURDIR)/Sources/CQuadless/exports.map

# Installs what is missing of some packages, so that it neither asks nor needs the network where nothing is.
define install_missing
@missing=""; \
for package in $(1); do \
  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
    || missing="$$missing $$package"; \
done; \
test -z "$$missing" && exit 0; \
echo "installing$$missing"; \
sudo=""; test "$$(id -u)" = 0 || sudo=sudo; \
install="env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install --yes \
  --no-install-recommends"; \
$$sudo $$install $$missing || { $$sudo apt-get update && $$sudo $$install $$missing; }
endef

deps:
	$(call install_missing,$(PACKAGES))

test-deps: deps
	$(call install_missing,$(TEST_PACKAGES))

# Draws the README's pictures again.
pictures: build
	@Tests/pictures.sh .build/release/quadless Shaders

demo: build
	@Tests/demo.sh .build/release/quadless Shaders

test: test-deps
	swift build --build-tests
	swift test --skip-build
	$(MAKE) library
	Tests/library.sh .build/debug/convert-example
	Tests/builds.sh .build/debug/quadless
	Tests/documents.py .build/debug/quadless

# All that `make test` runs, and the long ones.
test-all: test $(LONG_TESTS:%=test-%)

$(LONG_TESTS:%=test-%): test-%: install-for-%

install-for-%: test-deps
	$(call install_missing,$($*_PACKAGES))

# Converted shaders in Chromium.
test-browser:
	swift build --product quadless
	Tests/browser.py --quadless .build/debug/quadless

# What `quadless lint` writes, against the schema of SARIF.
test-sarif: build
	Tests/lint_sarif.sh .build/release/quadless

# The package in a bare Debian.
test-deb: deb
	Tests/deb.sh .build/quadless_$(VERSION)_$$(dpkg --print-architecture).deb

test-swiftpm:
	Tests/swiftpm.sh

# Every case of the derivatives' conformance; `make test` runs some of each kind.
test-derivate:
	swift build --build-tests
	DERIVATE=all swift test --skip-build --filter DerivateConformanceTests

# Batches that die at random moments.
test-kill: build
	Tests/kill.py .build/release/quadless

# 100,000 conversions in one process.
test-memory: library
	Tests/memory.sh

# The shaders of CORPUS, a folder or a list, in other forms: the same tangents.
test-metamorphic: deps
	$(RELEASE) --product metamorphic-check
	.build/release/metamorphic-check $(CORPUS)

# All tests under sanitizers: make sanitize [SANITIZERS="address thread"]
sanitize: test-deps
	Tests/sanitize.sh $(SANITIZERS)

# Coverage-guided fuzzing of one of Tests/FuzzTargets: make libfuzzer TARGET=spirv SECONDS=3600
libfuzzer: deps
	swift build -c release --scratch-path .build-fuzz --disable-build-manifest-caching --product libfuzzer \
	  -Xswiftc -sanitize=fuzzer,address -Xswiftc -DLIBFUZZER -Xcc -fsanitize=address,fuzzer-no-link \
	  -Xswiftc -use-ld=lld
	Tests/libfuzzer.sh .build-fuzz/release/libfuzzer $(TARGET) $(SECONDS) .build-fuzz/corpus

# Not beside other work of the machine, which the figures would show.
test-ninja: build
	Tests/ninja.sh .build/release/quadless

test-slurm: build
	Tests/slurm.sh .build/release/quadless

# One table of ratios, and the same in .build/bench.json; `make bench BASELINE=old.json` prints what changed since.
# SwiftShader comes with Chromium.
bench: build
	$(call install_missing,chromium-common)
	$(RELEASE) --product bench
	$(RELEASE) --product shading-bench
	@Tests/Bench/bench.py .build/release $(CORPUS) --json .build/bench.json $(BASELINE:%=--compare %)

# N generated shaders through everything, from the seed SEED on, in JOBS processes. What fails is reduced and kept
# in Tests/ShaderFuzzingTests/Kept, where it is a test from then on.
SEED ?= 1
N ?= 1000
JOBS ?= 1
fuzz: deps
	$(RELEASE) --product fuzz
	.build/release/fuzz --seed $(SEED) --count $(N) --jobs $(JOBS)

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

# The manual page and the shells' completions, from what the command says of itself.
documents: build
	python3 Sources/Packaging/documents.py .build/release/quadless .build/documents

# The reference of the Swift API, a static site.
docs: deps
	swift build --target Lint
	Sources/Packaging/docs.sh .build/docs

# .build/quadless_VERSION_ARCHITECTURE.deb
deb: build
	Sources/Packaging/deb.sh $(VERSION) .build/quadless_$(VERSION)_$$(dpkg --print-architecture).deb

install: build documents install-library install-cmake
	install -D -m 755 .build/release/quadless $(DESTDIR)$(PREFIX)/bin/quadless
	install -D -m 755 .build/release/quadless-harness $(DESTDIR)$(PREFIX)/libexec/quadless/quadless-harness
	install -D -m 644 .build/documents/quadless.1 $(DESTDIR)$(PREFIX)/share/man/man1/quadless.1
	install -D -m 644 .build/documents/quadless.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/quadless
	install -D -m 644 .build/documents/_quadless $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_quadless
	install -D -m 644 .build/documents/quadless.fish \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/quadless.fish

# What find_package(Quadless) of CMake finds.
install-cmake:
	install -D -m 644 Sources/CMake/QuadlessConfig.cmake $(DESTDIR)$(LIBDIR)/cmake/Quadless/QuadlessConfig.cmake
	sed 's|@VERSION@|$(VERSION)|' Sources/CMake/QuadlessConfigVersion.cmake.in \
	  >$(DESTDIR)$(LIBDIR)/cmake/Quadless/QuadlessConfigVersion.cmake

# The library as `make library` built it, its header and its description for pkg-config.
install-library:
	install -D -m 644 .build/release/libquadless-c.so $(DESTDIR)$(LIBDIR)/libquadless.so.$(VERSION)
	ln -sf libquadless.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libquadless.so
	install -D -m 644 Sources/CQuadless/include/quadless.h $(DESTDIR)$(INCLUDEDIR)/quadless.h
	install -d $(DESTDIR)$(LIBDIR)/pkgconfig
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' \
	  -e 's|@VERSION@|$(VERSION)|' Sources/CQuadless/quadless.pc.in >$(DESTDIR)$(LIBDIR)/pkgconfig/quadless.pc

# Writes the opcode tables again from the grammar in spirv-headers.
grammar: deps
	python3 Tests/Grammar/generate_opcodes.py

clean:
	swift package clean
