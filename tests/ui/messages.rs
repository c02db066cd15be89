//! The output of the compiler for rejected policies: a folder for each rule, the output beside each source.
//!
//! `TRYBUILD=overwrite cargo test -p ui-tests --test messages` updates the output. It is that of the newest
//! stable toolchain.

#[test]
fn every_rejected_policy_gives_the_recorded_messages() {
    trybuild::TestCases::new().compile_fail("rules/*/*.rs");
}
