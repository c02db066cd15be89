//! What a user reads when a policy is refused: a folder for each rule, the compiler's own words
//! beside each source.
//!
//! `TRYBUILD=overwrite cargo test -p ui-tests --test messages` writes them anew; they are those of
//! the newest stable toolchain.

#[test]
fn every_refused_policy_is_told_in_the_words_that_are_checked_in() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("rules/*/*.rs");
    cases.pass("accepted/*.rs");
}
