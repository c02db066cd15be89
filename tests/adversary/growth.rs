//! Tests that the cost of each parser is linear: for twice the input, a parser executes at most three times the
//! instructions.

use std::{env, fs, path::PathBuf, process::Command};

/// If the shorter input takes fewer instructions than this number, the test uses this number instead. A smaller count
/// is mainly the fixed cost of a call.
const FIXED: u64 = 100_000;

#[test]
fn the_cost_of_an_input_is_linear_in_its_length() {
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("growth");
    let _ = fs::remove_dir_all(&out);
    fs::create_dir_all(&out).expect("a folder for the counts");
    let run = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--toggle-collect=growth::measured",
            "--dump-after=growth::measured",
        ])
        .arg(format!("--callgrind-out-file={}", out.join("counts").display()))
        .arg(env!("CARGO_BIN_EXE_growth"))
        .output()
        .expect("valgrind is installed: on Debian, `sudo apt-get install valgrind`");
    let errors = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{errors}");

    let names = String::from_utf8(run.stdout).expect("names are UTF-8");
    let counts: Vec<(&str, u64)> = names
        .lines()
        .zip(1..)
        .map(|(name, dump)| (name, total(&out.join(format!("counts.{dump}")))))
        .collect();
    assert!(counts.len() > 100, "every parser is counted: {errors}");
    let grown: Vec<String> = counts
        .as_chunks::<2>()
        .0
        .iter()
        .filter(|[(_, half), (_, whole)]| *whole > 3 * (*half).max(FIXED))
        .map(|[(name, half), (_, whole)]| format!("{name}: {half} instructions, then {whole}"))
        .collect();
    assert!(grown.is_empty(), "more than three times for twice the input:\n{}", grown.join("\n"));
}

/// Returns the number of instructions in one dump of callgrind.
fn total(dump: &std::path::Path) -> u64 {
    let text = fs::read_to_string(dump)
        .unwrap_or_else(|error| panic!("{} is not written: {error}", dump.display()));
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")));
    line.and_then(|count| count.trim().parse().ok()).expect("a dump has a total")
}
