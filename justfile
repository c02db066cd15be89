# A recipe for each check. `.ci/run` runs the main checks without `just`.

# Lists the recipes.
default:
    @just --list

# Runs the checks that every change has to pass.
ci:
    .ci/run

# Runs the tests that need only cargo. Arguments go to `cargo test`. `just test --all` runs every test.
test *arguments:
    ./test {{arguments}}

fmt:
    cargo fmt --all --check

clippy:
    cargo clippy --workspace --all-targets --all-features -- -D warnings

docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --all-features --no-deps

# Checks the libraries with each feature alone.
features:
    .ci/features

# Checks licenses, sources, unwanted crates and security advisories. Needs cargo-deny.
deny:
    REQUIRE_DENY=1 .ci/deny

# Tests a server under a hostile load, for 60 seconds or for the number of seconds in the argument.
soak seconds="60":
    SOAK_SECONDS={{seconds}} cargo test -p adversary-tests --features all --test adversary soak:: -- --nocapture

# Runs each fuzz target for a few seconds. Needs a nightly toolchain and cargo-fuzz.
fuzz-smoke seconds="10":
    .ci/fuzz-smoke {{seconds}}

# Checks the libraries with the oldest dependencies that their manifests allow. Needs a nightly toolchain.
minimal-versions:
    .ci/minimal-versions

# Checks the libraries with the toolchain of `rust-version`, which must be installed.
msrv:
    .ci/msrv

# Packs the published crates, and tests the packed files.
packages:
    .ci/packages

# Runs the checks before a release, and lists the remaining manual steps.
release-check:
    .ci/release-check

# Finds breaking changes since the last release. Needs cargo-semver-checks.
semver:
    cargo semver-checks --workspace

# Updates the recorded compiler messages and the snapshots of macro expansions. Review the changes before a commit.
bless:
    BLESS=1 cargo test -p cors-macros
    TRYBUILD=overwrite cargo test -p ui-tests --test messages

# Tests completion, hover and definitions of rust-analyzer. Needs `rustup component add rust-analyzer rust-src`.
editor:
    cargo run --quiet --package editor

# Compares the instruction counts with the recorded counts. `just guard --bless` updates the recorded counts.
guard *arguments:
    cargo run --package cors-benches --bin guard -- {{arguments}}

# Compares the build of annotated handlers with the build of bare handlers. `--quick` builds fewer handlers.
building *arguments:
    cargo run --package cors-benches --bin building -- {{arguments}}
