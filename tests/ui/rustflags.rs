//! The flags of the compiler for the cases whose messages are tested.

/// The environment variable that overrides all other flags, and its value.
///
/// trybuild sets the width of messages only for its cases, not for the dependencies. Without this variable, cargo would
/// check each dependency once for each set of flags.
pub const RUSTFLAGS: (&str, &str) = ("CARGO_ENCODED_RUSTFLAGS", "--diagnostic-width=140");
