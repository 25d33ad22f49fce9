# What CI runs.
ci:
    bash .ci/run

# All tests.
test:
    cargo test

# Accept the expected outputs of the sites in tests/sites, and the page of messages in the manual, after reading the difference.
bless:
    BLESS=1 cargo test --test sites --test manual
    git diff --stat tests/sites docs/manual

# The lints that CI insists on.
lint:
    cargo fmt --all --check
    cargo clippy --all-targets -- -D warnings
