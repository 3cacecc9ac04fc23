# The only entry point. Each target first sets up what it needs (scripts/setup.sh, a no-op when all is there).

# Further options of the demo, for example: make run DEMO_ARGS="--people 20000"
DEMO_ARGS ?=
# Further options of the benches, for example: make bench BENCH_ARGS="--people 20000"; "--only shell" is the phone's shell alone
BENCH_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test bench apk screens soak fuzz lint setup

help: ## Show this list
	@echo "Shivir Saathi (शिविर साथी)"
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: setup ## Build shivir and run a whole camp day over a made-up Sakti district; SERVE=1 leaves the hub up
ifdef SERVE
	@scripts/serve.sh $(DEMO_ARGS)
else
	cargo run --release --locked -p shivir --bin shivir -- demo $(DEMO_ARGS)
endif

test: setup ## Run every test; minutes by part at the end, fails past 60
	@scripts/test.sh

bench: setup ## Measure; one line a figure, and target/bench/figures.json
ifeq ($(filter shell,$(BENCH_ARGS)),)
	cargo run --release --locked -p shivir-tests --bin bench -- $(BENCH_ARGS)
endif
ifneq ($(or $(filter shell,$(BENCH_ARGS)),$(if $(filter --only,$(BENCH_ARGS)),,all)),)
	@scripts/bench-shell.sh $(BENCH_ARGS)
endif

apk: setup ## The signed debug APK: target/apk/shivir-saathi.apk; JNI_LIBS=DIR puts ARM libraries in
	@JNI_LIBS=$(JNI_LIBS) scripts/apk.sh

screens: setup ## Draw every screen anew into docs/screens/, where make test compares them
	@scripts/screens.sh

soak: setup ## The crash tests at 10,000 kills, 100,000 crash points and 100,000 seeds of the simulation; the hub under long load and 10,000,000 facts (hours)
	SOAK=1 SHIVIR_KILL_LOOPS=10000 SHIVIR_CRASH_POINTS=100000 SHIVIR_SIM_SEEDS=100000 \
		cargo test --profile ci -p shivir-tests --locked -- --nocapture
	cargo run --release --locked -p shivir-tests --bin bench -- --only soak

fuzz: setup ## Every decoder under cargo-fuzz, ten seconds each (SECONDS_EACH=N for longer)
	@scripts/fuzz.sh

lint: setup ## Formatting, clippy, file sizes, machine paths
	@scripts/lint.sh

setup: ## Install what is missing (Debian packages), check the Rust version
	@scripts/setup.sh
