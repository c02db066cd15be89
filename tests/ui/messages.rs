//! Tests of the compiler's output for rejected policies. `rules` has a folder for each rule, with the recorded output
//! beside each source. `lints` has the policies that only a lint rejects.
//!
//! `TRYBUILD=overwrite cargo test -p ui-tests --test messages` updates the output. The recorded output is that of the
//! newest stable toolchain.

mod rustflags;

use std::{env, process::Command};

use rustflags::RUSTFLAGS;

/// trybuild takes the flags from the environment of its process, so the test starts itself again with the flags.
#[test]
fn every_rejected_policy_gives_the_recorded_messages() {
    let (name, flags) = RUSTFLAGS;
    if env::var_os(name).is_some_and(|now| now == flags) {
        return compile_cases();
    }
    let this = env::current_exe().expect("the test has a path");
    let run = Command::new(this).args(env::args_os().skip(1)).env(name, flags).output();
    let run = run.expect("the test starts again");
    let (output, errors) =
        (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success(), "{errors}\n{output}");
}

fn compile_cases() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("rules/*/*.rs");
    // `tone.rs`, which checks the form of the messages of this library, ignores these cases, because the compiler words
    // the first line of the message of a lint.
    cases.compile_fail("lints/*.rs");
}
