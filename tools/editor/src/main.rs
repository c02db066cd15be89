//! Asks a real rust-analyzer about policies, and asserts its answers.

mod cases;
mod server;

use std::{fs, path::Path, process::ExitCode};

use serde_json::Value;

use self::{cases::Completed, server::Server};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// What every case stands below.
const APPLICATION: &str = "\
use actix_web::get;
use cors_runtime::{Policy, cors, policy};

/// Those who work here.
const STAFF: &str = \"https://staff.example.com\";
const P: Policy = policy!(origins = STAFF);

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
    for (code, said) in cases::HOVERED {
        cases += 1;
        let hover = ask(&mut server, "textDocument/hover", code);
        let text = hover["contents"]["value"].as_str().unwrap_or_default().to_owned();
        if !text.contains(said) {
            failures.push(format!("{code}\n  hover does not say {said:?}: {text:?}"));
        }
    }
    for (code, begins) in cases::DEFINED {
        cases += 1;
        let found = ask(&mut server, "textDocument/definition", code);
        failures.extend(define(&found, code, begins));
    }
    for failure in &failures {
        eprintln!("{failure}\n");
    }
    println!("{} passed, {} failed", cases - failures.len(), failures.len());
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A small application that takes the crates of this workspace.
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

/// Puts the code below the application, and asks about its mark.
fn ask(server: &mut Server, method: &str, code: &str) -> Value {
    let (before, behind) = code.split_once('|').expect("a case has a mark");
    server.write(&format!("{APPLICATION}\n{before}{behind}\n"));
    let line = APPLICATION.lines().count() + 1;
    server.ask_at(method, (line, before.chars().count()))
}

fn complete(server: &mut Server, case: &Completed) -> Option<String> {
    let answer = ask(server, "textDocument/completion", case.code);
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

/// One definition, where the source says so.
fn define(found: &Value, code: &str, begins: &str) -> Option<String> {
    let targets = match found {
        Value::Array(targets) => targets.clone(),
        Value::Null => Vec::new(),
        target => vec![target.clone()],
    };
    let [target] = targets.as_slice() else {
        return Some(format!("{code}\n  {} definitions: {targets:#?}", targets.len()));
    };
    let read = |key: &str| target[format!("target{key}")].as_str().map(str::to_owned);
    let uri = read("Uri").or_else(|| target["uri"].as_str().map(str::to_owned)).unwrap_or_default();
    let range = [&target["targetSelectionRange"], &target["range"]];
    let start = range.iter().find(|range| range.is_object()).map(|range| &range["start"])?;
    let text = fs::read_to_string(uri.trim_start_matches("file://")).unwrap_or_default();
    let line = start["line"].as_u64().and_then(|line| text.lines().nth(line as usize));
    let line = line.unwrap_or_default();
    (!line.contains(begins)).then(|| format!("{code}\n  is defined at {line:?} of {uri}"))
}
