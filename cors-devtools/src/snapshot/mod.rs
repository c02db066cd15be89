//! Snapshots of the policies of a binary, for review: as text, or as serialized data.

mod change;

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt,
    str::FromStr,
};

use cors_runtime::{Handler, policies};
use serde::{Deserialize, Serialize};

pub use self::change::{Change, Effect};
use crate::facts::{self, Facts, facts, line, parse_line};

/// The policy of every handler with `#[cors]` in the binary, as stable text and as data.
///
/// Use a snapshot to review policies like code: keep its text in the repository, and let a test fail if a change
/// *opens* something. The text has a line for each handler and path, sorted by path and then by method. An indented
/// line below has the key and the value of a setting. The settings that the key `policy` inherits are included, and
/// defaults are omitted. The text also omits files and line numbers, because they can change when no policy changes.
///
/// ```
/// use cors_devtools::Snapshot;
///
/// let text = "\
/// GET /books  bookshop::books::list
///   origins \"*\"
///   expose_headers x-total-count
/// PUT /books/{id}  bookshop::books::replace
///   origins https://app.example.com https://staff.example.com
///   allow_credentials
///   max_age 7200
/// ";
/// let snapshot: Snapshot = text.parse()?;
/// assert_eq!(snapshot.to_string(), text);
/// # Ok::<(), cors_devtools::ParseSnapshotError>(())
/// ```
///
/// The guide to [policy review](https://docs.rs/cors-runtime/latest/cors_runtime/guide/policy_review/index.html) has
/// a test that fails if a change opens something. The test must use an item of the crate with the handlers. Otherwise,
/// the linker omits that crate and its policies.
///
/// `debug_origins` are part of a build with `debug_assertions` only, so compare snapshots of the same kind of build.
/// The snapshot contains the text of a closure in `dynamic(…)`, but not the body of a function that `dynamic(…)`
/// names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Entry>", into = "Vec<Entry>")]
pub struct Snapshot {
    entries: Vec<Entry>,
}

/// A handler on one path, with its policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// The served methods. They are sorted in [`Snapshot::current`], and as written in a parsed snapshot.
    methods: Vec<String>,
    path: String,
    /// The handler as `module::name`.
    handler: String,
    #[serde(with = "facts")]
    policy: Facts,
}

impl Snapshot {
    /// Returns the snapshot of [`policies()`].
    #[must_use]
    pub fn current() -> Self {
        policies().into_iter().flat_map(Entry::for_handler).collect::<Vec<_>>().into()
    }

    /// Returns the changes since an older snapshot, for each handler and key.
    #[must_use]
    pub fn changes_since(&self, old: &Self) -> Vec<Change> {
        change::changes(&old.entries, &self.entries)
    }
}

impl Entry {
    /// Returns one entry for each path of the handler. An entry has the methods of all routes on its path.
    fn for_handler(handler: &Handler) -> Vec<Self> {
        let mut paths: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for route in handler.routes {
            paths.entry(route.path).or_default().extend(route.methods);
        }
        let entry = |(path, methods): (&str, BTreeSet<&str>)| Self {
            methods: methods.into_iter().map(str::to_owned).collect(),
            path: path.to_owned(),
            handler: format!("{}::{}", handler.module, handler.name),
            policy: facts(handler.policy),
        };
        paths.into_iter().map(entry).collect()
    }

    fn sort_key(&self) -> (&str, &[String], &str) {
        (&self.path, &self.methods, &self.handler)
    }

    fn parse_head(line: &str) -> Option<Self> {
        let (route, handler) = line.rsplit_once("  ")?;
        let (methods, path) = route.split_once(' ')?;
        if methods.is_empty() || handler.is_empty() {
            return None;
        }
        Some(Self {
            methods: methods.split(',').map(str::to_owned).collect(),
            path: path.to_owned(),
            handler: handler.to_owned(),
            policy: Facts::new(),
        })
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}  {}", self.methods.join(","), self.path, self.handler)
    }
}

impl fmt::Display for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for entry in &self.entries {
            writeln!(f, "{entry}")?;
            for (key, value) in &entry.policy {
                writeln!(f, "  {}", line(*key, value))?;
            }
        }
        Ok(())
    }
}

/// Parses the text of `Display`. Skips the header that the crate `insta` writes in a snapshot file.
impl FromStr for Snapshot {
    type Err = ParseSnapshotError;

    fn from_str(text: &str) -> Result<Self, ParseSnapshotError> {
        let mut entries: Vec<Entry> = Vec::new();
        for (index, line) in lines_after_header(text) {
            let error = || ParseSnapshotError { line: index + 1, text: line.to_owned() };
            if let Some(fact) = line.strip_prefix("  ") {
                let (key, value) = parse_line(fact.trim()).ok_or_else(error)?;
                let entry = entries.last_mut().ok_or_else(error)?;
                if entry.policy.insert(key, value).is_some() {
                    return Err(error());
                }
            } else if !line.trim().is_empty() {
                entries.push(Entry::parse_head(line).ok_or_else(error)?);
            }
        }
        Ok(entries.into())
    }
}

/// Returns the lines after the header of a snapshot file of `insta`, each with its index in the whole text. The header
/// is between two lines `---`.
fn lines_after_header(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let has_header = text.starts_with("---");
    let end = text.lines().skip(1).position(|line| line == "---").filter(|_| has_header);
    text.lines().enumerate().skip(end.map_or(0, |end| end + 2))
}

impl From<Snapshot> for Vec<Entry> {
    fn from(snapshot: Snapshot) -> Self {
        snapshot.entries
    }
}

impl From<Vec<Entry>> for Snapshot {
    fn from(mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        Self { entries }
    }
}

/// The error for an invalid line in the text of a [`Snapshot`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseSnapshotError {
    line: usize,
    text: String,
}

impl fmt::Display for ParseSnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, text } = self;
        write!(
            f,
            "line {line}: `{}` is neither a handler (`GET /books  shop::list`) nor a new setting (`  max_age 7200`)",
            text.escape_debug()
        )
    }
}

impl Error for ParseSnapshotError {}
