# Everything a person or CI does here. `make` alone lists it.
DIR ?= .
PREFIX ?= /usr/local
SLUICE := .build/release/sluice

.PHONY: help audit test build release install bench parity ready check formats docs new-rule clean bootstrap

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

audit: release ## scan DIR (default .) and show what was found; a gate is `sluice scan`, which fails on findings
	@$(SLUICE) scan '$(DIR)' || [ $$? -eq 1 ]

test: bootstrap ## build everything and run the whole test suite
	@scripts/test

build: bootstrap ## debug build
	swift build --explicit-target-dependency-import-check error

release: bootstrap ## release build, to .build/release/sluice
	@scripts/release-build

install: release ## put the one binary into PREFIX/bin (default /usr/local)
	@mkdir -p '$(DESTDIR)$(PREFIX)/bin'
	@cp $(SLUICE) '$(DESTDIR)$(PREFIX)/bin/.sluice.new' && mv -f '$(DESTDIR)$(PREFIX)/bin/.sluice.new' '$(DESTDIR)$(PREFIX)/bin/sluice'
	@echo 'installed $(DESTDIR)$(PREFIX)/bin/sluice'

bench: release ## measure, beside a bare parse, ruff and ast-grep, on pinned real code
	@scripts/bench/corpora
	@scripts/bench/run.py

parity: release ## compare our matches with ast-grep's, on the bench's code
	@scripts/bench/corpora
	@scripts/parity/compare.py $(SLUICE) .bench/python .bench/swift

ready: test check formats ## what CI runs, and what needs tools that are not ours

check: release ## the part of `ready` beside the tests: our own rules on our own code, docs up to date, no orphans
	$(SLUICE) scan Sources
	scripts/check-rules $(SLUICE)

formats: release ## JSON and SARIF checked with tools that are not ours, where pip can fetch them
	@scripts/check-formats --if-possible $(SLUICE)

docs: release ## write docs/rules/ and the schemas in rules/ anew from the rules
	$(SLUICE) rules docs docs/rules
	$(SLUICE) rules schema --output rules/schema.json
	$(SLUICE) config schema --output rules/config.schema.json

new-rule: release ## ID=py-some-fault: a rule file and its fixture folder, to fill in
	@$(SLUICE) rules new '$(ID)'

clean: ## remove what was built; the fetched grammars and corpora stay
	rm -rf .build

bootstrap:
	@scripts/bootstrap
