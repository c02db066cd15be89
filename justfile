# A recipe for each gate. `.ci/run` calls the same commands, without needing `just`.

# Lists the recipes.
default:
    @just --list

# Everything that has to pass.
ci:
    .ci/run

# Every test; arguments go to `cargo test`.
test *arguments:
    ./test {{arguments}}

fmt:
    cargo fmt --all --check

clippy:
    cargo clippy --workspace --all-targets --all-features -- -D warnings

docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --all-features --no-deps

# Each feature alone.
features:
    .ci/features

# Licences, sources, and crates that are not wanted: takes cargo-deny.
deny:
    cargo deny check bans licenses sources

# The lower bounds of what users link, on a nightly toolchain, with the lock file put back.
minimal-versions:
    cp Cargo.lock target/Cargo.lock.kept
    cargo +nightly update -Z direct-minimal-versions
    cargo +nightly check -p cors-runtime -p cors-browser --all-features; status=$?; cp target/Cargo.lock.kept Cargo.lock; exit $status

# From the second release on: what changed for users. Takes cargo-semver-checks.
semver:
    cargo semver-checks --workspace

# Writes the compiler's messages and the snapshots of expansions anew: read the difference.
bless:
    BLESS=1 cargo test -p cors-macros
    TRYBUILD=overwrite cargo test -p ui-tests --test messages

# What rust-analyzer completes, shows and finds in a policy: takes one, by `rustup component add rust-analyzer`.
editor:
    cargo run --quiet --package editor

# Instruction counts against the checked-in ones; `just guard --bless` writes them anew.
guard *arguments:
    cargo run --package cors-benches --bin guard -- {{arguments}}
