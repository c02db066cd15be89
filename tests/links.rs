//! Every link of the docs goes somewhere: a file of the repository, a heading of the page, or a name
//! that rustdoc looks up. What is elsewhere on the web is not asked for.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Pages that rustdoc renders, where a path to a file leads nowhere.
const RENDERED: [&str; 1] = ["cors-runtime/docs"];

#[test]
fn every_link_of_the_docs_goes_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = Vec::new();
    collect(root, &mut pages);
    assert!(pages.len() > 30, "pages were found");
    let mut broken = Vec::new();
    for page in &pages {
        let text = fs::read_to_string(page).expect("the page is readable");
        let place = page.strip_prefix(root).expect("it is in the repository");
        let is_rendered = RENDERED.iter().any(|folder| place.starts_with(folder));
        for link in links(&text) {
            if !goes_somewhere(link, page, &text, is_rendered) {
                broken.push(format!("{}: {link}", place.display()));
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

/// What stands between `](` and `)`, code aside.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    let prose = text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    });
    prose.flat_map(|line| line.split("](").skip(1)).filter_map(|rest| Some(rest.split_once(')')?.0))
}

fn goes_somewhere(link: &str, page: &Path, text: &str, is_rendered: bool) -> bool {
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    if path.is_empty() {
        return headings(text).any(|heading| heading == anchor);
    }
    let is_looked_up = path.contains("::") || path.contains('@');
    if path.starts_with("https://") || path.starts_with("http://") || is_looked_up {
        return true;
    }
    // One word is a name of this crate, as `[words](words)`; `-D warnings` asks rustdoc for it.
    if is_rendered {
        return !path.contains(['/', '.']);
    }
    let target = page.parent().expect("a page stands in a folder").join(path);
    match fs::read_to_string(&target) {
        Ok(text) if !anchor.is_empty() => headings(&text).any(|heading| heading == anchor),
        _ => target.exists(),
    }
}

/// The anchors that a renderer makes of the headings.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}
