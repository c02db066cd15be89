//! What a user reads when a policy is refused: a folder for each rule, the compiler's own words
//! beside each source.
//!
//! `TRYBUILD=overwrite cargo test -p ui-tests --test messages` writes them anew; they are those of
//! the newest stable toolchain.

// Apart from what passes, the refused are checked by cargo all at once.
#[test]
fn every_refused_policy_is_told_in_the_words_that_are_checked_in() {
    trybuild::TestCases::new().compile_fail("rules/*/*.rs");
}

#[test]
fn every_accepted_policy_runs() {
    trybuild::TestCases::new().pass("accepted/*.rs");
}
