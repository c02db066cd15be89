//! The program `guard`, which runs the benchmark `instructions`, and compares the counts with `baseline.json`. A row is
//! the instruction count of one contender for one kind of request. The program fails if a row in `KEY_ROWS` has grown
//! by more than 3 %, or if the ratio of two rows exceeds its limit.
//!
//! Usage: `cargo run -p cors-benches --bin guard`. With `-- --bless`, the program writes the baseline instead. With
//! `-- --all`, the program prints every measured row, and compares nothing.
//!
//! A different toolchain or C library can change every count, including the count of the bare handler, which does not
//! use `cors_runtime`. `guard` therefore subtracts the change of the bare handler's count from each row before the
//! comparison with the baseline.

use std::{collections::BTreeMap, env, error::Error, fs, path::Path, process::ExitCode};

use cors_benches::measured::{self, Counts};

const GROWTH: f64 = 0.03;

const BARE: &str = "actual_allowed/bare";

const KEY_ROWS: [&str; 19] = [
    "actual_allowed/annotated",
    "actual_allowed/annotated_any",
    "actual_allowed/annotated_in_full",
    "actual_allowed/annotated_in_layer",
    "actual_allowed/annotated_last_of_20",
    "actual_allowed/annotated_many_labels",
    "actual_allowed/annotated_subdomains",
    "actual_allowed/middleware",
    "actual_no_origin/annotated",
    "actual_not_allowed/annotated",
    "actual_not_allowed/annotated_subdomains",
    "actual_hostile_origin/annotated",
    "preflight_allowed/annotated",
    "preflight_allowed/annotated_in_layer",
    "preflight_allowed/annotated_last_of_20",
    "preflight_allowed/annotated_no_header",
    "preflight_allowed/middleware",
    "preflight_not_allowed/annotated",
    "preflight_hostile/annotated",
];

/// A ratio of two rows, and its limit. The limit leaves a margin, because a change elsewhere in the code can change how
/// the compiler optimizes the measured code.
struct Limit {
    text: &'static str,
    most: f64,
    row: &'static str,
    other: &'static str,
}

const LIMITS: [Limit; 14] = [
    Limit {
        text: "allowed request / bare handler",
        most: 1.02,
        row: "actual_allowed/annotated",
        other: BARE,
    },
    Limit {
        text: "allowed request / lower bound",
        most: 1.07,
        row: "actual_allowed/annotated",
        other: "actual_allowed/lower_bound",
    },
    Limit {
        text: "allowed request / actix-cors",
        most: 0.65,
        row: "actual_allowed/annotated",
        other: "actual_allowed/actix_cors",
    },
    Limit {
        text: "request without an origin / bare handler",
        most: 1.00,
        row: "actual_no_origin/annotated",
        other: "actual_no_origin/bare",
    },
    Limit {
        text: "rejected request / bare handler",
        most: 1.62,
        row: "actual_not_allowed/annotated",
        other: "actual_not_allowed/bare",
    },
    Limit {
        text: "preflight for one header / actix-cors",
        most: 0.60,
        row: "preflight_allowed/annotated",
        other: "preflight_allowed/actix_cors",
    },
    Limit {
        text: "preflight for no header / actix-cors",
        most: 0.72,
        row: "preflight_allowed/annotated_no_header",
        other: "preflight_allowed/actix_cors_no_header",
    },
    Limit {
        text: "preflight for one header / lower bound",
        most: 1.42,
        row: "preflight_allowed/annotated",
        other: "preflight_allowed/lower_bound",
    },
    Limit {
        text: "rejected preflight / actix-cors",
        most: 1.48,
        row: "preflight_not_allowed/annotated",
        other: "preflight_not_allowed/actix_cors",
    },
    Limit {
        text: "preflight for the last of 20 methods / single method",
        most: 3.20,
        row: "preflight_allowed/annotated_last_of_20",
        other: "preflight_allowed/annotated",
    },
    Limit {
        text: "origin of 100 labels / ordinary origin",
        most: 1.65,
        row: "actual_allowed/annotated_many_labels",
        other: "actual_allowed/annotated_subdomains",
    },
    Limit {
        text: "rejected `Origin` of 16 KiB / short one",
        most: 1.05,
        row: "actual_hostile_origin/annotated",
        other: "actual_not_allowed/annotated",
    },
    Limit {
        text: "`Access-Control-Request-Headers` of 16 KiB / short one",
        most: 4.30,
        row: "preflight_hostile/annotated",
        other: "preflight_allowed/annotated",
    },
    Limit {
        text: "annotated handler in a layer / bare handler in a layer",
        most: 1.53,
        row: "actual_allowed/annotated_in_layer",
        other: "actual_allowed/middleware",
    },
];

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("baseline.json");
    let counts = measured::counts("instructions")?;
    let asked = |option: &str| env::args().any(|argument| argument == option);
    if asked("--all") {
        all(&counts);
        return Ok(ExitCode::SUCCESS);
    }
    if asked("--bless") {
        let rows = KEY_ROWS.iter().chain([&BARE]);
        let baseline: BTreeMap<_, _> =
            rows.filter_map(|row| Some((*row, *counts.get(*row)?))).collect();
        fs::write(path, serde_json::to_string_pretty(&baseline)? + "\n")?;
        return Ok(ExitCode::SUCCESS);
    }
    let baseline: Counts = serde_json::from_str(&fs::read_to_string(path)?)?;
    let grown = rows(&baseline, &counts)?;
    let exceeded = limits(&counts)?;
    if grown || exceeded {
        println!("\nIf the change is intended: cargo run -p cors-benches --bin guard -- --bless");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints every row. If the benchmark function of a row also measured the bare handler, the row has a second number:
/// the difference between the two counts.
fn all(counts: &Counts) {
    for (row, count) in counts {
        let bare = row.split('/').next().and_then(|case| counts.get(&format!("{case}/bare")));
        let over = bare.map(|bare| format!("{:+9}", count - bare)).unwrap_or_default();
        println!("{row:44}{count:9}{over}");
    }
}

/// Prints the key rows. Returns whether a row has grown by more than [`GROWTH`], without the change of the bare
/// handler.
fn rows(baseline: &Counts, counts: &Counts) -> Result<bool, Box<dyn Error>> {
    let drift = get(counts, BARE)? - get(baseline, BARE)?;
    println!("{:38}{:>9}{:>9}{:>9}", "instructions per request", "baseline", "now", "growth");
    println!("{BARE:38}{:9}{:9}", get(baseline, BARE)?, get(counts, BARE)?);
    let mut grown = false;
    for row in KEY_ROWS {
        let before = get(baseline, row)?;
        let now = get(counts, row)?;
        let growth = (now - drift - before) / before;
        grown |= growth > GROWTH;
        let verdict = if growth > GROWTH { "  GROWN" } else { "" };
        println!("{row:38}{before:9}{now:9}{:8.1}%{verdict}", growth * 100.0);
    }
    Ok(grown)
}

/// Prints the ratios. Returns whether a ratio exceeds its limit.
fn limits(counts: &Counts) -> Result<bool, Box<dyn Error>> {
    println!("\n{:58}{:>7}{:>7}", "ratio", "most", "now");
    let mut exceeded = false;
    for Limit { text, most, row, other } in LIMITS {
        let now = get(counts, row)? / get(counts, other)?;
        exceeded |= now > most;
        let verdict = if now > most { "  EXCEEDED" } else { "" };
        println!("{text:58}{most:7.2}{now:7.2}{verdict}");
    }
    Ok(exceeded)
}

fn get(counts: &Counts, row: &str) -> Result<f64, String> {
    counts.get(row).copied().ok_or_else(|| format!("no row `{row}`"))
}
