# Short for `python3 make.py NAME`, which needs no make; `make help` lists the names.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
BENCH  ?=
NAMES  := $(shell sed -n '/^@work/{n;s/^def \([a-z_]*\).*/\1/;s/_/-/;p;}' make.py)

.DEFAULT_GOAL := help
.PHONY: $(NAMES)
$(NAMES):
	@$(PYTHON) make.py $@ $(if $(filter bench,$@),$(BENCH))
