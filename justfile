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

# A minute of a hostile load on a socket; another number of seconds as an argument.
soak seconds="60":
    SOAK_SECONDS={{seconds}} cargo test -p adversary-tests --test adversary soak:: -- --nocapture

# Each fuzz target for some seconds: takes a nightly toolchain and cargo-fuzz.
fuzz-smoke seconds="10":
    .ci/fuzz-smoke {{seconds}}

# The lower bounds of what users link: takes a nightly toolchain.
minimal-versions:
    .ci/minimal-versions

# The oldest toolchain that `rust-version` names, which must be installed.
msrv:
    .ci/msrv

# The packages, tried from the packed files.
packages:
    .ci/packages

# Everything that a release needs but the releasing.
release-check:
    .ci/release-check

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
