//! A generated crate with a module for each case, and the diagnostics of `cargo check`.

use std::fmt::{self, Display, Formatter};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::{fs, io};

use crate::case::{Case, Wiring};
use crate::diagnostic::{self, Diagnostic};
use crate::rustflags::RUSTFLAGS;

const WORKSPACE: &str = env!("CARGO_MANIFEST_DIR");
const GENERATED: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/conformance");

/// The target folder of trybuild. The cases here and in `tests/ui` have the same target triple, flags and features, so
/// cargo checks the dependencies only once.
const TARGET_FOLDER: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/../tests/trybuild");

pub struct Checked {
    pub succeeded: bool,
    pub log: String,
    folder: PathBuf,
    reported: Vec<Arc<Diagnostic>>,
}

/// A diagnostic in a case, and the source text that it underlines.
#[derive(Clone)]
pub struct Reported {
    pub diagnostic: Arc<Diagnostic>,
    pub line: usize,
    /// The underlined range, in bytes of the case's file.
    pub range: Range<usize>,
    pub underlined: String,
}

/// Runs `cargo check` on a generated crate with a module for each case.
pub fn check(name: &str, cases: &[Case], wiring: Wiring) -> Checked {
    let folder = Path::new(GENERATED).join(name);
    write_crate(&folder, name, cases, wiring).expect("the target folder is writable");

    // With the lock file of the workspace and `--offline`, the generated crate has the same dependencies as the other
    // tests.
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--message-format=json", "--target", env!("TARGET")])
        .args(["--target-dir", TARGET_FOLDER])
        .current_dir(&folder)
        .env("APP_ORIGIN", "https://app.example.com")
        .env("BAD_ORIGIN", "https://app.example.com/")
        .env(RUSTFLAGS.0, RUSTFLAGS.1)
        .output()
        .expect("cargo starts");

    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    let reported = diagnostic::reported(&String::from_utf8_lossy(&output.stdout));
    let reported: Vec<Arc<Diagnostic>> = reported.into_iter().map(Arc::new).collect();
    let has_errors = reported.iter().any(|it| it.is_error());
    assert!(output.status.success() || has_errors, "cargo failed:\n{log}");
    Checked { succeeded: output.status.success(), log, folder, reported }
}

fn write_crate(folder: &Path, name: &str, cases: &[Case], wiring: Wiring) -> io::Result<()> {
    let manifest = format!(
        "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         actix-web = {{ version = \"4\", default-features = false, features = [\"compat\", \"cookies\", \
         \"http2\", \"macros\", \"unicode\"] }}\n\
         cors-runtime = {{ path = {:?} }}\n\
         tracing = {{ version = \"0.1\", default-features = false, features = [\"attributes\"] }}\n",
        Path::new(WORKSPACE).join("cors-runtime"),
    );
    let modules: String = cases.iter().map(|case| format!("pub mod {};\n", case.id)).collect();

    fs::create_dir_all(folder.join("src"))?;
    fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), folder.join("Cargo.lock"))?;
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(
        folder.join("src/lib.rs"),
        format!("pub use ::cors_runtime as renamed;\n\n{modules}"),
    )?;
    for case in cases {
        fs::write(folder.join(case.file()), case.module(wiring))?;
        let below = folder.join("src").join(&case.id);
        for (name, text) in &case.files {
            fs::create_dir_all(&below)?;
            fs::write(below.join(name), text)?;
        }
    }
    Ok(())
}

impl Checked {
    pub fn errors_in(&self, case: &Case) -> Vec<Reported> {
        let mut reported = self.reported_in(case);
        reported.retain(|reported| reported.diagnostic.is_error());
        reported
    }

    /// Returns the errors and warnings in a case.
    pub fn reported_in(&self, case: &Case) -> Vec<Reported> {
        let file = case.file();
        let source = fs::read(self.folder.join(&file)).expect("a generated module is readable");
        let reported = self.reported.iter().filter_map(|diagnostic| {
            let span = diagnostic.primary_span_in(&file)?;
            let underlined = source.get(span.byte_start..span.byte_end)?;
            Some(Reported {
                diagnostic: Arc::clone(diagnostic),
                line: span.line_start,
                range: span.byte_start..span.byte_end,
                underlined: String::from_utf8_lossy(underlined).into_owned(),
            })
        });
        reported.collect()
    }

    /// Returns the errors outside of every case: in a dependency, or with a span in the macro's own code.
    pub fn errors_outside_of(&self, cases: &[Case]) -> Vec<String> {
        let files: Vec<String> = cases.iter().map(Case::file).collect();
        self.reported
            .iter()
            .filter(|reported| reported.is_error())
            .filter(|error| files.iter().all(|file| error.primary_span_in(file).is_none()))
            .map(|error| {
                format!(
                    "outside of every case: {}",
                    error.rendered.as_deref().unwrap_or(&error.message)
                )
            })
            .collect()
    }
}

pub fn assert_no_failures(failures: &[String], cases: usize) {
    assert!(cases > 0, "there are no cases");
    assert!(
        failures.is_empty(),
        "{} failures in {cases} cases:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

impl Display for Reported {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "under `{}`: {}", self.underlined, self.diagnostic.message)
    }
}
