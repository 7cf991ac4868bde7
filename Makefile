# What a contributor types. CI runs `make test` and nothing else.

PEERS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/zopa/peers
PYTHON ?= python3
FUZZ_SECONDS ?= 600

.PHONY: test format lint office postgres browser bench trust soak fuzz docs book clean

# Formatting, lints, every test (units, laws, documentation, commands, licences, stale documents).
test: format lint office postgres browser
	cargo test --workspace

format: rustfmt-installed
	cargo fmt --all --check

lint: clippy-installed
	cargo clippy --workspace --all-targets -- -D warnings

# LibreOffice opens and saves workbooks and documents in the tests: installed where that is allowed, else the
# tests skip those, saying so.
office:
	@command -v soffice >/dev/null 2>&1 || command -v libreoffice >/dev/null 2>&1 || \
		{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
			apt-get update --quiet >/dev/null 2>&1 && apt-get install --yes --no-install-recommends libreoffice-calc libreoffice-writer >/dev/null 2>&1; } || \
		echo "LibreOffice is missing, and may not be installed here: its tests are skipped (libreoffice-calc, libreoffice-writer)"

# The server's tests start a PostgreSQL of their own: installed where that is allowed, else the tests skip those, saying so.
postgres:
	@command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
		{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
			apt-get update --quiet >/dev/null 2>&1 && apt-get install --yes --no-install-recommends postgresql >/dev/null 2>&1; } || \
		echo "PostgreSQL is missing, and may not be installed here: its tests are skipped (postgresql)"

# A real browser plays negotiations in the tests: installed where that is allowed, else the tests skip those, saying so.
browser:
	@command -v chromium >/dev/null 2>&1 || \
		{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
			apt-get update --quiet >/dev/null 2>&1 && apt-get install --yes --no-install-recommends chromium >/dev/null 2>&1; } || \
		echo "Chromium is missing, and may not be installed here: its tests are skipped (chromium)"
	@command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || \
		{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && \
			apt-get update --quiet >/dev/null 2>&1 && apt-get install --yes --no-install-recommends nodejs npm >/dev/null 2>&1; } || \
		echo "Node is missing, and may not be installed here: the tests in a browser are skipped (nodejs, npm)"
	@if command -v npm >/dev/null 2>&1; then npm ci --silent --no-audit --no-fund --prefix crates/zopa-cli/tests/browser || \
		echo "npm could not fetch what drives the browser: its tests are skipped"; fi

# Every benchmark, then the same work by peers in a virtual environment outside the tree.
bench: $(PEERS)/ready
	ZOPA_PEERS=$(PEERS)/bin/python cargo bench --workspace

$(PEERS)/ready: benches/peers/requirements.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --requirement benches/peers/requirements.txt
	touch $@

# Every answer and certificate against enumeration, on 100,000 random negotiations.
trust:
	ZOPA_TRUST=100000 cargo test --release --package zopa --lib -- solve::tests

# Power cuts by the thousand, and ten thousand event streams.
soak:
	ZOPA_CRASHES=1000 ZOPA_STREAMS=10000 cargo test --release --package zopa-cli --test room -- crash overload

# Each parser under a fuzzer.
fuzz:
	fuzz/run $(FUZZ_SECONDS)

# Writes the documents that are made from the program: definitions, commands, keys, categories, schema.
docs:
	ZOPA_WRITE_DOCS=1 cargo test --package zopa --lib format::
	ZOPA_WRITE_DOCS=1 cargo test --package zopa-cli --test cli -- definitions reference

# The book as web pages, where mdBook is installed (cargo install mdbook).
book:
	mdbook build docs

clean:
	cargo clean

.PHONY: rustfmt-installed clippy-installed
rustfmt-installed:
	@cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt || \
		{ echo "rustfmt is missing: install it with rustup, or your system's package rustfmt"; exit 1; }
clippy-installed:
	@cargo clippy --version >/dev/null 2>&1 || rustup component add clippy || \
		{ echo "clippy is missing: install it with rustup, or your system's package rust-clippy"; exit 1; }
