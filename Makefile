# Smart Latch. Every target first installs what is missing: see infra/make/bootstrap.sh.
export PATH := $(CURDIR)/.tools/node_modules/.bin:$(PATH)
export KEEP DEVICES
.PHONY: help demo test test-firmware test-pcsc check dev audit models bench firmware fuzz soak valgrind clean setup

help:    ## show this list
	@sed -n 's/^\([a-z-]*\): *[a-z]* *## /  make \1	/p' Makefile

demo: FIRMWARE = $(filter firmware,$(DEVICES))
demo: setup    ## boot everything, open a door, play the stories (KEEP=1 leaves it running, DEVICES=firmware with the boards' own software)
	@[ -z "$(FIRMWARE)" ] || node infra/make/firmware.ts
	@node infra/local/demo/main.ts

test: FIRMWARE = 1
test: setup    ## every check and every test; the last line is "N passed, N failed"
	@node infra/make/test.ts

test-firmware: FIRMWARE = 1
test-firmware: setup    ## of these the boards' alone: their own tests, both languages side by side, the route on their processes
	@node infra/make/test.ts firmware

check: setup    ## format, lint, types and house style, without the tests
	@node infra/make/check.ts

dev: setup    ## boot everything and leave it running for development
	@node infra/local/dev.ts

audit: setup    ## verify the audit chain and name the first broken link
	@node infra/local/audit.ts

models: setup    ## prepare the face models (PACK=file.json for a pack of your own)
	@node workers/face/src/models/main.ts $(PACK)

bench: FIRMWARE = $(filter firmware,$(DEVICES) $(NAME))
bench: setup    ## measure the unlock, the face pipeline and the API (NAME=unlock, face, api or firmware for one; DEVICES=firmware)
	@[ -z "$(FIRMWARE)" ] || node infra/make/firmware.ts
	@for name in $(or $(NAME),unlock face api); do node bench/src/main.ts $$name $(if $(DEVICES),--devices $(DEVICES)) || exit 1; done

firmware: FIRMWARE = 1
firmware: setup    ## build the boards' software for this machine: latchd, camerad, rigctl
	@node infra/make/firmware.ts

soak: FIRMWARE = 1
soak: setup    ## the random tests of the boards' software, many times longer (an hour or two)
	@node infra/make/firmware.ts
	@SOAK=1 node node_modules/vitest/vitest.mjs run --no-file-parallelism firmware/tests/differential infra/local/firmware

fuzz: FIRMWARE = 1
fuzz: setup    ## fuzz what the boards read from outside (SECONDS=600 for each target; a minute without)
	@node infra/make/fuzz.ts $(SECONDS)

valgrind: FIRMWARE = 1
valgrind: setup    ## the tests of the boards' core once more under Valgrind (three minutes)
	@cmake -S firmware -B firmware/build -Wno-dev -D SL_VALGRIND=ON >/dev/null
	@cmake --build firmware/build -j2 --target tests_plain
	@ctest --test-dir firmware/build -R '^valgrind$$' --output-on-failure

test-pcsc: setup    ## write a card through the real PC/SC service (root; Debian's pcscd, pcsc-tools, vsmartcard-vpcd)
	@node cli/src/cards/testing/pcsc/main.ts

clean:    ## remove what builds and runs left behind; tools and downloads stay
	@rm -rf .demo coverage $$(find . -name dist -type d -not -path '*/node_modules/*' -prune)

setup:
	@FIRMWARE=$(FIRMWARE) sh infra/make/bootstrap.sh
