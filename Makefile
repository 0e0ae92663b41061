# The two commands of the README are `make demo` and `make test`. Nothing here
# needs more than Go and a C compiler.

GO ?= go
BIN := bin/oborot
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
DEMO_LAKE ?= demo-lake
# Packages whose code runs at the same time in several goroutines.
CONCURRENT := ./internal/lake/... ./internal/source/... ./internal/engine/...

.PHONY: build demo test bench lint generate check race

build:
	$(GO) build -ldflags "-X main.version=$(VERSION)" -o $(BIN) ./cmd/oborot

# A lake of its own, filled with a synthetic world; then the main job on it.
OBOROT := ./$(BIN) --lake $(DEMO_LAKE)
NINE_MONTHS := --period 2022-01..2022-09
demo: build
	@rm -rf $(DEMO_LAKE)
	$(OBOROT) demo
	$(OBOROT) account BLR RU-PRI
	$(OBOROT) structure BLR RU-PRI --level 4 $(NINE_MONTHS) --top 8
	$(OBOROT) account BLR RU-PRI --dataset demo-enterprise $(NINE_MONTHS) \
		--where "enterprise=Minsk Electrotechnical Plant named after V. Kozlov"

test:
	$(GO) test ./...

race:
	$(GO) test -race $(CONCURRENT)

bench: build
	$(GO) run ./bench -oborot $(BIN)

lint:
	@test -z "$$(gofmt -l .)" || { echo "not formatted by gofmt:"; gofmt -l .; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

generate:
	$(GO) generate ./...

check: lint test race demo
	$(GO) mod verify
