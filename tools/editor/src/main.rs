//! The program `editor`, which starts rust-analyzer, sends requests about code with policies, and checks the responses.

mod cases;
mod server;

use std::{fs, path::Path, process::ExitCode};

use serde_json::Value;

use self::{cases::Completed, server::Server};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The code of the application that rust-analyzer opens. The code of each case is appended to this code.
const APPLICATION: &str = "\
use actix_web::get;
use cors_runtime::{Policy, cors, policy};

/// Our staff.
const STAFF: &str = \"https://staff.example.com\";
const P: Policy = policy!(origins = STAFF);

mod shared {
    pub const SHOPS: cors_runtime::Policy = cors_runtime::policy!(origins = \"*\");
}

fn main() {}
";

fn main() -> ExitCode {
    let folder = Path::new(WORKSPACE).join("target/editor");
    let file = write_application(&folder);
    let mut server = Server::start(&folder, &file, APPLICATION);
    let mut failures = Vec::new();
    let mut cases = 0;
    for case in cases::completed() {
        cases += 1;
        failures.extend(complete(&mut server, &case));
    }
    for (code, expected) in cases::HOVERED {
        cases += 1;
        let hover = request(&mut server, "textDocument/hover", code);
        let text = hover["contents"]["value"].as_str().unwrap_or_default().to_owned();
        if !text.contains(expected) {
            failures.push(format!("{code}\n  hover does not contain {expected:?}: {text:?}"));
        }
    }
    for (code, lines) in cases::DEFINED {
        cases += 1;
        let found = request(&mut server, "textDocument/definition", code);
        failures.extend(define(&found, code, lines));
    }
    for failure in &failures {
        eprintln!("{failure}\n");
    }
    println!("{} passed, {} failed", cases - failures.len(), failures.len());
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Writes a small application that depends on the crate `cors-runtime` of this workspace.
fn write_application(folder: &Path) -> std::path::PathBuf {
    let manifest = format!(
        "[package]\nname = \"application\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         actix-web = {{ version = \"4\", default-features = false, features = [\"macros\"] }}\n\
         cors-runtime = {{ path = {:?} }}\n",
        Path::new(WORKSPACE).join("cors-runtime"),
    );
    let file = folder.join("src/main.rs");
    fs::create_dir_all(folder.join("src")).expect("the target folder is writable");
    fs::write(folder.join("Cargo.toml"), manifest).expect("the target folder is writable");
    fs::copy(Path::new(WORKSPACE).join("Cargo.lock"), folder.join("Cargo.lock"))
        .expect("the lock file is there");
    fs::write(&file, APPLICATION).expect("the target folder is writable");
    file
}

/// Appends the code of a case to the application, and sends a request about the position of the mark `¦`.
fn request(server: &mut Server, method: &str, code: &str) -> Value {
    let (before, after) = code.split_once('¦').expect("a case has a mark");
    server.write(&format!("{APPLICATION}\n{before}{after}\n"));
    let line = APPLICATION.lines().count() + 1;
    server.request_at(method, (line, before.chars().count()))
}

fn complete(server: &mut Server, case: &Completed) -> Option<String> {
    let answer = request(server, "textDocument/completion", case.code);
    let items = if answer.is_array() { &answer } else { &answer["items"] };
    let labels: Vec<String> = items
        .as_array()
        .map(|items| {
            items.iter().filter_map(|item| item["label"].as_str()).map(str::to_owned).collect()
        })
        .unwrap_or_default();
    let has = |label: &&str| labels.iter().any(|offered| offered == label);
    let missing: Vec<_> = case.offered.iter().filter(|label| !has(label)).collect();
    let wrong: Vec<_> = case.not_offered.iter().filter(|label| has(label)).collect();
    (!missing.is_empty() || !wrong.is_empty()).then(|| {
        format!("{}\n  not offered: {missing:?}\n  offered: {wrong:?}\n  of {labels:?}", case.code)
    })
}

/// Compares the lines of the definitions with the expected lines. Returns an error message if they differ.
fn define(found: &Value, code: &str, expected: &[&str]) -> Option<String> {
    let targets: &[Value] = found.as_array().map_or(&[], Vec::as_slice);
    let lines: Vec<String> = targets.iter().filter_map(line).collect();
    let is_right = lines.len() == expected.len()
        && lines.iter().zip(expected).all(|(line, expected)| line.contains(expected));
    (!is_right).then(|| format!("{code}\n  is defined in {lines:#?}"))
}

fn line(target: &Value) -> Option<String> {
    let file = target["uri"].as_str()?.trim_start_matches("file://");
    let line = usize::try_from(target["range"]["start"]["line"].as_u64()?).ok()?;
    fs::read_to_string(file).ok()?.lines().nth(line).map(str::to_owned)
}
