//! Checks that each link of the docs has a target: a file of the repository, a heading of the page, or a
//! name that rustdoc resolves. The test does not request external links.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Pages that rustdoc renders, in which links to files do not work.
const RENDERED: [&str; 1] = ["cors-runtime/docs"];

#[test]
fn every_link_of_the_docs_has_a_target() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = Vec::new();
    collect(root, &mut pages);
    assert!(pages.len() > 30, "the repository has pages");
    let mut broken = Vec::new();
    for page in &pages {
        let text = fs::read_to_string(page).expect("the page is readable");
        let path = page.strip_prefix(root).expect("the page is in the repository");
        let is_rendered = RENDERED.iter().any(|folder| path.starts_with(folder));
        for link in links(&text) {
            if !has_target(link, page, &text, is_rendered) {
                broken.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

fn collect(folder: &Path, pages: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !matches!(name.as_str(), "target" | ".git" | "node_modules") {
            collect(&path, pages);
        } else if name.ends_with(".md") {
            pages.push(path);
        }
    }
}

/// Returns the strings between `](` and `)`, except in code blocks.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    let prose = text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    });
    prose.flat_map(|line| line.split("](").skip(1)).filter_map(|rest| Some(rest.split_once(')')?.0))
}

fn has_target(link: &str, page: &Path, text: &str, is_rendered: bool) -> bool {
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    if path.is_empty() {
        return headings(text).any(|heading| heading == anchor);
    }
    let is_rust_path = path.contains("::") || path.contains('@');
    if path.starts_with("https://") || path.starts_with("http://") || is_rust_path {
        return true;
    }
    // A single word is a name of the crate, which rustdoc checks under `-D warnings`.
    if is_rendered {
        return !path.contains(['/', '.']);
    }
    let target = page.parent().expect("a page is in a folder").join(path);
    match fs::read_to_string(&target) {
        Ok(text) if !anchor.is_empty() => headings(&text).any(|heading| heading == anchor),
        _ => target.exists(),
    }
}

/// Returns the anchors that a renderer derives from the headings.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let letters = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        letters.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}
