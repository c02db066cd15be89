//! Prepares the examples of the guide for rustdoc. The build script copies each page, and turns each tagged example
//! into a complete test.
//!
//! The pages have no hidden lines, so that a reader of the source files sees only the example. A tag after `rust,`
//! selects the code around the example in the test:
//!
//! - `async`: an async `main`;
//! - `NAME`, if `checks/NAME.rs` exists: an async `main` with the code of that file. The example replaces the line
//!   `// The build script inserts the example here.` in that code;
//! - any other `NAME`: an async `main` that sends the requests of the table `NAME` to `app`.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

const PLACEHOLDER: &str = "// The build script inserts the example here.";

fn main() -> Result<(), Box<dyn Error>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let pages = here.join("../../cors-runtime/docs/guide");
    let checks = here.join("checks");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", pages.display());
    println!("cargo::rerun-if-changed={}", checks.display());

    let mut modules = String::new();
    for entry in fs::read_dir(pages)? {
        let page = entry?.path();
        let name = page.file_stem().ok_or("a page has a name")?.to_string_lossy();
        let prepared = out.join(&*name).with_extension("md");
        fs::write(&prepared, prepare(&fs::read_to_string(&page)?, &checks)?)?;
        writeln!(modules, "#[doc = include_str!({prepared:?})]\npub mod {name} {{}}")?;
    }
    fs::write(out.join("pages.rs"), modules)?;
    Ok(())
}

/// Returns the page with a complete test in place of each tagged example.
fn prepare(page: &str, checks: &Path) -> Result<String, Box<dyn Error>> {
    let mut prepared = String::new();
    let mut after: Option<String> = None;
    for line in page.lines() {
        if line == "```"
            && let Some(after) = after.take()
        {
            hide(&mut prepared, &after);
        }
        prepared += line;
        prepared.push('\n');
        if let Some(tag) = line.strip_prefix("```rust,").filter(|tag| is_tag(tag)) {
            let surrounding = surrounding(tag, checks)?;
            let (before, rest) = surrounding.split_once(PLACEHOLDER).unwrap_or(("", &surrounding));
            hide(&mut prepared, "#[actix_web::main]\n");
            hide(&mut prepared, "async fn main() -> Result<(), Box<dyn std::error::Error>> {");
            hide(&mut prepared, before);
            after = Some(format!("{rest}\nOk(())\n}}"));
        }
    }
    Ok(prepared)
}

fn is_tag(attribute: &str) -> bool {
    attribute == "async" || attribute.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

fn surrounding(tag: &str, checks: &Path) -> Result<String, Box<dyn Error>> {
    let check = checks.join(tag).with_extension("rs");
    if tag == "async" {
        Ok(String::new())
    } else if check.exists() {
        Ok(fs::read_to_string(check)?)
    } else {
        Ok(format!("guide_tests::check(app, guide_tests::answers::{tag}).await;"))
    }
}

/// Appends code as hidden lines: rustdoc compiles them, but does not show them.
fn hide(prepared: &mut String, code: &str) {
    for line in code.lines().filter(|line| !line.trim().is_empty()) {
        *prepared += "# ";
        *prepared += line;
        prepared.push('\n');
    }
}
