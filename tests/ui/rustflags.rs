//! The flags of the compiler for the cases whose messages are tested.

/// The environment variable that overrides all other flags, and its value.
///
/// trybuild sets the width of messages for its cases, but not for their dependencies. Cargo would then check each
/// dependency once for each set of flags.
pub const RUSTFLAGS: (&str, &str) = ("CARGO_ENCODED_RUSTFLAGS", "--diagnostic-width=140");
