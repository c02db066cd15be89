//! The output of the compiler for rejected policies: a folder for each rule, the output beside each source. `lints` has
//! the policies that only a lint rejects.
//!
//! `TRYBUILD=overwrite cargo test -p ui-tests --test messages` updates the output. The recorded output is that of the
//! newest stable toolchain.

#[test]
fn every_rejected_policy_gives_the_recorded_messages() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("rules/*/*.rs");
    // The compiler writes the first line of a lint, so `tone.rs` does not check these messages.
    cases.compile_fail("lints/*.rs");
}
