# A recipe for each gate. `.ci/run` calls the same commands, without needing `just`.

# Lists the recipes.
default:
    @just --list

# Everything that has to pass.
ci:
    .ci/run

# The tests that need cargo alone; arguments go to `cargo test`. `just test --all` runs every test.
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

# Licenses, sources, unwanted crates and security advisories: needs cargo-deny.
deny:
    REQUIRE_DENY=1 .ci/deny

# A hostile load on a socket, for a minute or for the number of seconds in the argument.
soak seconds="60":
    SOAK_SECONDS={{seconds}} cargo test -p adversary-tests --features all --test adversary soak:: -- --nocapture

# Each fuzz target for some seconds: needs a nightly toolchain and cargo-fuzz.
fuzz-smoke seconds="10":
    .ci/fuzz-smoke {{seconds}}

# The lower bounds of the published crates: needs a nightly toolchain.
minimal-versions:
    .ci/minimal-versions

# The oldest toolchain that `rust-version` names, which must be installed.
msrv:
    .ci/msrv

# The packages, tested from the packed files.
packages:
    .ci/packages

# The checks before a release.
release-check:
    .ci/release-check

# Breaking changes since the last release: needs cargo-semver-checks.
semver:
    cargo semver-checks --workspace

# Updates the recorded compiler messages and the snapshots of expansions. Review the difference.
bless:
    BLESS=1 cargo test -p cors-macros
    TRYBUILD=overwrite cargo test -p ui-tests --test messages

# Completions, descriptions and errors of rust-analyzer in a policy: `rustup component add rust-analyzer rust-src`.
editor:
    cargo run --quiet --package editor

# Instruction counts, compared with the recorded ones; `just guard --bless` updates them.
guard *arguments:
    cargo run --package cors-benches --bin guard -- {{arguments}}

# The build of annotated handlers, compared with that of bare handlers; `--quick` builds fewer handlers.
building *arguments:
    cargo run --package cors-benches --bin building -- {{arguments}}
