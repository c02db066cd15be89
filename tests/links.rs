//! Tests of the Markdown pages: the titles and the order of the guide's pages, and the targets of links. The links of
//! the pages in `cors-runtime/docs` must work in a clone of the repository and in rustdoc. The tests do not request
//! external links.
//!
//! `BLESS=1 cargo test --test links` writes the link definitions of the pages in `cors-runtime/docs`.

use std::{
    collections::BTreeSet,
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use cors_runtime::Rule;

const MARKER: &str = "<!-- links: BLESS=1 cargo test --test links -->";

const DOCS_RS: &str = "https://docs.rs/cors-runtime/latest/cors_runtime/";

/// The items of `cors-runtime` that pages link to: the label of the link, the path for rustdoc, and the page on
/// docs.rs.
const ITEMS: [(&str, &str, &str); 21] = [
    ("`AllowOrigin`", "crate::AllowOrigin", "trait.AllowOrigin.html"),
    ("`AllowOriginAsync`", "crate::AllowOriginAsync", "trait.AllowOriginAsync.html"),
    ("`app_data`", "crate::app_data", "fn.app_data.html"),
    ("`Blocked`", "crate::testing::Blocked", "testing/enum.Blocked.html"),
    ("`Browser`", "crate::testing::Browser", "testing/struct.Browser.html"),
    ("`Cors`", "struct@crate::Cors", "struct.Cors.html"),
    ("`ExceptPreflights`", "crate::ExceptPreflights", "struct.ExceptPreflights.html"),
    ("`LiveOrigins`", "crate::LiveOrigins", "struct.LiveOrigins.html"),
    ("`Origins`", "crate::Origins", "struct.Origins.html"),
    ("`Origins::builder`", "crate::Origins::builder", "struct.Origins.html#method.builder"),
    ("`Origins::from_env`", "crate::Origins::from_env", "struct.Origins.html#method.from_env"),
    ("`Origins::none`", "crate::Origins::none", "struct.Origins.html#method.none"),
    ("`Origins::parse`", "crate::Origins::parse", "struct.Origins.html#method.parse"),
    ("`policies()`", "crate::policies()", "fn.policies.html"),
    ("`Policy`", "crate::Policy", "struct.Policy.html"),
    ("`Policy::builder`", "crate::Policy::builder", "struct.Policy.html#method.builder"),
    ("`Policy::NONE`", "crate::Policy::NONE", "struct.Policy.html#associatedconstant.NONE"),
    ("`Policy::PUBLIC`", "crate::Policy::PUBLIC", "struct.Policy.html#associatedconstant.PUBLIC"),
    (
        "`PUBLIC_SUFFIX_LIST_VERSION`",
        "crate::PUBLIC_SUFFIX_LIST_VERSION",
        "constant.PUBLIC_SUFFIX_LIST_VERSION.html",
    ),
    ("`Refusal`", "crate::Refusal", "struct.Refusal.html"),
    ("`Rule`", "crate::Rule", "enum.Rule.html"),
];

/// The pages directly in the folder `docs`: the label of the link, and the path for rustdoc.
const ROOT_PAGES: [(&str, &str); 4] = [
    ("cors", "macro@crate::cors"),
    ("guide", "crate::guide"),
    ("policy", "macro@crate::policy"),
    ("rules", "crate::rules"),
];

#[test]
fn the_index_lists_each_page_with_its_title_and_each_page_ends_with_the_next() {
    let index = index();
    let mut listed: Vec<_> = index.iter().map(|(_, page)| page.clone()).collect();
    for ((title, page), next) in index.iter().zip(index.iter().skip(1).map(Some).chain([None])) {
        let text = read(&docs().join("guide").join(page).with_extension("md"));
        assert_eq!(text.lines().next(), Some(&*format!("# {title}")), "the title of {page}");
        if let Some((_, next)) = next {
            let last = text.lines().rfind(|line| line.starts_with("Next: [")).unwrap_or_default();
            assert!(last.ends_with(&format!("][{next}].")), "{page} leads to {next}: {last}");
        }
    }
    listed.sort();
    assert_eq!(listed, pages_in("guide"), "each page is in the index once");
}

#[test]
fn the_guide_and_the_rules_have_no_hidden_lines() {
    for page in documents() {
        let mut is_code = false;
        for line in read(&page).lines() {
            if line.starts_with("```") {
                is_code = !is_code && line.starts_with("```rust");
            }
            assert!(!is_code || !(line == "#" || line.starts_with("# ")), "{page:?}: {line}");
        }
    }
}

#[test]
fn links_work_in_a_clone_and_in_rustdoc() {
    let mut all = BTreeSet::new();
    for page in documents() {
        let text = read(&page);
        let (prose, _) = text.split_once(MARKER).unwrap_or((&text, ""));
        let mut links = String::new();
        for label in labels(prose) {
            if prose.contains(&format!("\n[{label}]: ")) {
                continue;
            }
            let target = Target::for_label(&label).unwrap_or_else(|| panic!("{page:?}: [{label}]"));
            writeln!(links, "[{label}]: {}", target.in_clone(&page)).expect("a string grows");
            all.insert((label, target.rustdoc));
        }
        let end = if links.is_empty() { String::new() } else { format!("\n{MARKER}\n\n{links}") };
        compare(&page, &text, &format!("{}\n{end}", prose.trim_end()));
    }
    let definitions: String =
        all.iter().map(|(label, path)| format!("[{label}]: {path}\n")).collect();
    let file = docs().join("links.md");
    compare(&file, &fs::read_to_string(&file).unwrap_or_default(), &(definitions + "\n"));
}

#[test]
fn every_link_of_the_repository_has_a_target() {
    let mut pages = Vec::new();
    collect(root(), &mut pages);
    assert!(pages.len() > 30, "the repository has pages");
    let mut broken = Vec::new();
    for page in pages {
        let text = read(&page);
        let missing = inline_links(&text).filter(|link| !has_target(link, &page, &text));
        broken.extend(missing.map(|link| format!("{}: {link}", page.display())));
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Returns the targets of the inline links, which are between `](` and `)`. Skips code blocks.
fn inline_links(text: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    let prose = text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    });
    prose.flat_map(|line| line.split("](").skip(1)).filter_map(|rest| Some(rest.split_once(')')?.0))
}

fn has_target(link: &str, page: &Path, text: &str) -> bool {
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    if path.is_empty() {
        return headings(text).any(|heading| heading == anchor);
    }
    let is_rust_path = path.contains("::") || path.contains('@');
    if path.starts_with("https://") || path.starts_with("http://") || is_rust_path {
        return true;
    }
    // Rustdoc renders the pages in `docs`, and links to files do not work there. A target that is a single word is the
    // name of an item, which rustdoc checks.
    if page.starts_with(docs()) {
        return !path.contains(['/', '.']);
    }
    let target = page.parent().expect("a page is in a folder").join(path);
    match fs::read_to_string(&target) {
        Ok(text) if !anchor.is_empty() => headings(&text).any(|heading| heading == anchor),
        _ => target.exists(),
    }
}

struct Target {
    rustdoc: String,
    /// The target in a clone: a path below `docs`, or a URL.
    path: String,
}

impl Target {
    fn for_label(label: &str) -> Option<Self> {
        if let Some((_, rustdoc, page)) = ITEMS.iter().find(|(item, ..)| *item == label) {
            return Some(Self { rustdoc: (*rustdoc).to_owned(), path: format!("{DOCS_RS}{page}") });
        }
        let (name, anchor) = label.split_once('#').unwrap_or((label, ""));
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
        let (rustdoc, path) =
            if let Some((_, rustdoc)) = ROOT_PAGES.iter().find(|(page, _)| *page == name) {
                ((*rustdoc).to_owned(), format!("{name}.md"))
            } else if let Some(rule) = name.strip_prefix("rules/") {
                (format!("crate::rules::{rule}"), format!("{name}.md"))
            } else {
                (format!("crate::guide::{name}"), format!("guide/{name}.md"))
            };
        let text = fs::read_to_string(docs().join(&path)).ok()?;
        if !anchor.is_empty() && !headings(&text).any(|heading| anchor[1..] == heading) {
            return None;
        }
        Some(Self { rustdoc: format!("{rustdoc}{anchor}"), path: format!("{path}{anchor}") })
    }

    fn in_clone(&self, from: &Path) -> String {
        let folder = from.parent().and_then(Path::file_name).unwrap_or_default();
        if self.path.starts_with("https://") || folder == "docs" {
            return self.path.clone();
        }
        let sibling = Path::new(&self.path).strip_prefix(folder);
        sibling.map_or_else(|_| format!("../{}", self.path), |path| path.display().to_string())
    }
}

/// Returns the title and the name of each page of the guide, in the order of the index `guide.md`.
fn index() -> Vec<(String, String)> {
    let text = read(&docs().join("guide.md"));
    let rows = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
    rows.filter_map(|row| {
        let (_, link) = row.split_once(". [")?;
        let (title, page) = link.strip_suffix(']')?.split_once("][")?;
        Some((title.to_owned(), page.to_owned()))
    })
    .collect()
}

#[test]
fn the_index_of_rules_lists_each_page_with_its_title() {
    let index = read(&docs().join("rules.md"));
    let listed: Vec<_> = index.lines().filter(|line| line.starts_with("| [`")).collect();
    let rows = Rule::ALL.iter().map(|rule| {
        let name = rule.as_str().trim_start_matches("cors::");
        let page = read(&docs().join("rules").join(name).with_extension("md"));
        let title = page.lines().next().unwrap_or_default().trim_start_matches("# ");
        format!("| [`{name}`][rules/{name}] | {title}. |")
    });
    assert_eq!(listed, rows.collect::<Vec<_>>());
    assert_eq!(listed.len(), pages_in("rules").len(), "each page belongs to a rule");
}

fn pages_in(folder: &str) -> Vec<String> {
    let files = fs::read_dir(docs().join(folder)).expect("the folder is readable");
    let mut pages: Vec<_> = files
        .map(|file| file.expect("a file").path())
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    pages.sort();
    pages
}

/// Returns the pages in `docs` and in the folders below it, except `links.md`, which a test writes.
fn documents() -> Vec<PathBuf> {
    let mut documents = Vec::new();
    collect(&docs(), &mut documents);
    documents.retain(|page| !page.ends_with("links.md"));
    documents
}

/// Collects the Markdown files in a folder and in the folders below it. Skips folders such as `target` and `.git`.
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

/// Returns the labels of the reference links of a page: `label` in `[text][label]`, and items as in "[`Cors`]".
fn labels(text: &str) -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    let mut is_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        }
        if is_code || line.starts_with('[') && line.contains("]: ") {
            continue;
        }
        for (at, _) in line.match_indices("][") {
            let label = line[at + 2..].split(']').next().unwrap_or_default();
            labels.insert(label.to_owned());
        }
        for (at, _) in line.match_indices("[`") {
            let Some((item, rest)) = line[at + 2..].split_once("`]") else { continue };
            let is_preceded = line[..at].ends_with(']');
            if !is_preceded && !item.contains('`') && !rest.starts_with(['(', '[']) {
                labels.insert(format!("`{item}`"));
            }
        }
    }
    labels
}

/// Returns the anchors that a Markdown renderer derives from the headings, such as `the-title` from `# The title`.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}

fn compare(file: &Path, now: &str, expected: &str) {
    if now == expected {
        return;
    }
    if env::var_os("BLESS").is_some() {
        fs::write(file, expected).expect("the file is writable");
        return;
    }
    panic!("the links of {file:?} are not up to date: run with BLESS=1");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn docs() -> PathBuf {
    root().join("cors-runtime/docs")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"))
}
