//! Fails when a key row of the instruction counts has grown by more than 3 %, or when a ratio to a
//! peer is worse than we promise.
//!
//! `cargo run -p cors-benches --bin guard`; with `-- --bless` it writes the baseline instead, and with
//! `-- --all` it prints every row that was measured.
//!
//! Another toolchain or C library moves every count, that of the bare handler too, which holds none of
//! our code. So a row is compared by its distance from the bare handler of the same run.

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
    "actual_refused/annotated",
    "actual_refused/annotated_subdomains",
    "actual_hostile_origin/annotated",
    "preflight_allowed/annotated",
    "preflight_allowed/annotated_in_layer",
    "preflight_allowed/annotated_last_of_20",
    "preflight_allowed/annotated_no_header",
    "preflight_allowed/middleware",
    "preflight_not_allowed/annotated",
    "preflight_hostile/annotated",
];

/// What one row may be of another at most, with room for two per cent: the compiler lays out the same
/// code a little differently in each build.
struct Reach {
    text: &'static str,
    most: f64,
    ratio: fn(&Counts) -> Option<f64>,
}

const REACHES: [Reach; 13] = [
    Reach {
        text: "allowed: whole call, of the bare handler's",
        most: 1.0,
        ratio: |counts| of(counts, "actual_allowed/annotated", BARE),
    },
    Reach {
        text: "allowed: whole call, of the floor's",
        most: 1.02,
        ratio: |counts| of(counts, "actual_allowed/annotated", "actual_allowed/floor"),
    },
    Reach {
        text: "allowed: whole call, of actix-cors's",
        most: 0.6,
        ratio: |counts| of(counts, "actual_allowed/annotated", "actual_allowed/actix_cors"),
    },
    Reach {
        text: "no origin: whole call, of the bare handler's",
        most: 1.0,
        ratio: |counts| of(counts, "actual_no_origin/annotated", "actual_no_origin/bare"),
    },
    Reach {
        text: "refused and told why: whole call, of the bare handler's",
        most: 1.3,
        ratio: |counts| of(counts, "actual_refused/annotated", "actual_refused/bare"),
    },
    Reach {
        text: "preflight of one header: whole call, of actix-cors's",
        most: 0.56,
        ratio: |counts| of(counts, "preflight_allowed/annotated", "preflight_allowed/actix_cors"),
    },
    Reach {
        text: "preflight of no header: whole call, of actix-cors's",
        most: 0.675,
        ratio: |counts| {
            let peer = "preflight_allowed/actix_cors_no_header";
            of(counts, "preflight_allowed/annotated_no_header", peer)
        },
    },
    Reach {
        text: "preflight: whole call, of the floor's",
        most: 1.32,
        ratio: |counts| of(counts, "preflight_allowed/annotated", "preflight_allowed/floor"),
    },
    Reach {
        text: "refused preflight, told why: whole call, of actix-cors's",
        most: 1.25,
        ratio: |counts| {
            of(counts, "preflight_not_allowed/annotated", "preflight_not_allowed/actix_cors")
        },
    },
    Reach {
        text: "an origin of a hundred labels, of an ordinary one",
        most: 1.5,
        ratio: |counts| {
            let ordinary = "actual_allowed/annotated_subdomains";
            of(counts, "actual_allowed/annotated_many_labels", ordinary)
        },
    },
    Reach {
        text: "16 KiB `Origin`, of a refused short one",
        most: 1.05,
        ratio: |counts| of(counts, "actual_hostile_origin/annotated", "actual_refused/annotated"),
    },
    Reach {
        text: "16 KiB `Access-Control-Request-Headers`, told why, of a short one",
        most: 1.45,
        ratio: |counts| of(counts, "preflight_hostile/annotated", "preflight_allowed/annotated"),
    },
    Reach {
        text: "inside of a layer: whole call, of the layer's own",
        most: 1.35,
        ratio: |counts| {
            of(counts, "actual_allowed/annotated_in_layer", "actual_allowed/middleware")
        },
    },
];

/// What one row is of another.
fn of(counts: &Counts, row: &str, other: &str) -> Option<f64> {
    Some(counts.get(row)? / counts.get(other)?)
}

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
    let lost = reaches(&counts)?;
    if grown || lost {
        println!("\nIf it is meant: cargo run -p cors-benches --bin guard -- --bless");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints what was measured, and how far from the bare handler that is where the case has one.
fn all(counts: &Counts) {
    for (row, count) in counts {
        let bare = row.split('/').next().and_then(|case| counts.get(&format!("{case}/bare")));
        let over = bare.map(|bare| format!("{:+9}", count - bare)).unwrap_or_default();
        println!("{row:44}{count:9}{over}");
    }
}

/// Prints the rows; whether one has grown.
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

/// Prints the ratios; whether one is beyond its reach.
fn reaches(counts: &Counts) -> Result<bool, Box<dyn Error>> {
    println!("\n{:58}{:>7}{:>7}", "ratio", "most", "now");
    let mut lost = false;
    for Reach { text, most, ratio } in REACHES {
        let now = ratio(counts).ok_or("a row is missing")?;
        lost |= now > most;
        let verdict = if now > most { "  LOST" } else { "" };
        println!("{text:58}{most:7.2}{now:7.2}{verdict}");
    }
    Ok(lost)
}

fn get(counts: &Counts, row: &str) -> Result<f64, String> {
    counts.get(row).copied().ok_or_else(|| format!("no row `{row}`"))
}
