//! The differences between two snapshots.

use std::fmt;

use cors_rules::{
    fetch::is_non_wildcard_request_header,
    key::Key,
    origin::{Origin, Pattern},
};

use super::Entry;
use crate::facts::Value;

/// A difference between two [`Snapshot`](crate::Snapshot)s.
///
/// `Display` writes one line: the effect, the route and the handler, the setting, and the consequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    effect: Effect,
    handler: String,
    text: String,
}

/// The effect of a [`Change`] on the requests and responses that pages of other origins can use.
///
/// `Display` writes `opens`, `closes`, or `neither opens nor closes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// More is allowed, or more may be allowed, because the expression in `dynamic(…)` differs.
    Opens,
    /// Less is allowed.
    Closes,
    /// The same is allowed.
    Neither,
}

impl Change {
    /// Returns the effect of the change.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// Returns the methods, the path and the handler, as in the snapshot.
    #[must_use]
    pub fn handler(&self) -> &str {
        &self.handler
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.effect, self.handler, self.text)
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Opens => "opens",
            Self::Closes => "closes",
            Self::Neither => "neither opens nor closes",
        })
    }
}

/// Compares each entry with the old entry of the same path and handler. If there is none, the handler may have been
/// renamed: the old entry is then one with the same path and a common method.
pub(super) fn changes(old: &[Entry], new: &[Entry]) -> Vec<Change> {
    let mut unmatched: Vec<&Entry> = old.iter().collect();
    let mut take_match = |is_match: &dyn Fn(&Entry) -> bool| {
        let index = unmatched.iter().position(|entry| is_match(entry))?;
        Some(unmatched.remove(index))
    };
    let exact =
        new.iter().map(|new| take_match(&|old| old.path == new.path && old.handler == new.handler));
    let exact: Vec<Option<&Entry>> = exact.collect();
    let mut changes = Vec::new();
    for (new, exact) in new.iter().zip(exact) {
        let renamed = || {
            take_match(&|old| {
                old.path == new.path
                    && old.methods.iter().any(|method| new.methods.contains(method))
            })
        };
        match exact.or_else(renamed) {
            Some(old) => Comparison { old, new, changes: &mut changes }.compare(),
            None => changes.push(added(new)),
        }
    }
    changes.extend(unmatched.into_iter().map(removed));
    changes
}

fn added(entry: &Entry) -> Change {
    let (effect, text) = match entry.allowed_origins() {
        [] => (Effect::Neither, "is new, and allows no other origin".to_owned()),
        [any] if any == "*" => {
            (Effect::Opens, "is new, and pages of every origin can call it".to_owned())
        }
        origins => {
            (Effect::Opens, format!("is new, and pages of {} can call it", origins.join(" ")))
        }
    };
    Change { effect, handler: entry.to_string(), text }
}

/// Returns the change for a removed entry. The handler may still exist, without its attribute and with the policy of
/// a surrounding layer, which a snapshot does not show.
fn removed(entry: &Entry) -> Change {
    let effect = if entry.allowed_origins().is_empty() { Effect::Neither } else { Effect::Closes };
    Change { effect, handler: entry.to_string(), text: "no longer has a policy".to_owned() }
}

impl Entry {
    fn list(&self, key: Key) -> &[String] {
        match self.policy.get(&key) {
            Some(Value::List(values)) => values,
            // `dynamic(…)` is compared as a whole.
            Some(Value::Text(text)) if text != "none" => std::slice::from_ref(text),
            _ => &[],
        }
    }

    fn allowed_origins(&self) -> &[String] {
        self.list(Key::Origins)
    }

    /// Returns the served methods that the policy allows.
    fn allowed_methods(&self) -> Vec<String> {
        let listed = self.list(Key::Methods);
        let is_allowed = |method: &&String| {
            listed.is_empty() || listed.iter().any(|name| name == "*" || name == *method)
        };
        self.methods.iter().filter(is_allowed).cloned().collect()
    }

    fn max_age(&self) -> u32 {
        match self.policy.get(&Key::MaxAge) {
            Some(Value::Seconds(seconds)) => *seconds,
            // The default of browsers.
            _ => 5,
        }
    }

    /// Returns a number that is greater if `enforce` rejects more requests. `"report"` rejects none.
    fn strictness(&self) -> u8 {
        match self.policy.get(&Key::Enforce) {
            Some(Value::Flag(_)) => 1,
            Some(Value::Text(text)) if text == "isolate" => 2,
            _ => 0,
        }
    }
}

struct Comparison<'a> {
    old: &'a Entry,
    new: &'a Entry,
    changes: &'a mut Vec<Change>,
}

impl Comparison<'_> {
    fn compare(mut self) {
        let (old, new) = (self.old, self.new);
        if old.handler != new.handler {
            self.push(Effect::Neither, format!("was {}", old.handler));
        }
        self.compare_setting(Key::Origins, origins_cover);
        // Debug builds allow `origins` too. An origin that moves between the two lists is therefore added to or
        // removed from `origins` only.
        let in_debug =
            |entry: &Entry| [entry.list(Key::Origins), entry.list(Key::DebugOrigins)].concat();
        self.compare_lists(
            Key::DebugOrigins,
            (old.list(Key::DebugOrigins), &in_debug(old)),
            (new.list(Key::DebugOrigins), &in_debug(new)),
            origins_cover,
        );
        self.compare_methods(&old.allowed_methods(), &new.allowed_methods());
        self.compare_setting(Key::AllowHeaders, allow_headers_cover);
        self.compare_setting(Key::ExposeHeaders, expose_headers_cover);
        self.compare_hosts();
        self.compare_value(Key::MaxAge, i64::from(old.max_age()), i64::from(new.max_age()));
        self.compare_value(
            Key::Enforce,
            -i64::from(old.strictness()),
            -i64::from(new.strictness()),
        );
        for key in [
            Key::AllowCredentials,
            Key::DangerAllowInsecureOrigins,
            Key::DangerAllowPublicSuffixes,
            Key::DangerAllowNullOrigin,
        ] {
            let is_set = |entry: &Entry| i64::from(entry.policy.contains_key(&key));
            self.compare_value(key, is_set(old), is_set(new));
        }
    }

    /// Compares the allowed methods. A route can serve other methods too, and a change of those has no effect on
    /// pages.
    fn compare_methods(&mut self, old: &[String], new: &[String]) {
        let has_exactly = |list: &[String], value: &str| list.iter().any(|listed| listed == value);
        self.compare_lists(Key::Methods, (old, old), (new, new), has_exactly);
        if old == new && self.old.methods != self.new.methods {
            self.push(Effect::Neither, format!("served {}", self.old.methods.join(",")));
        }
    }

    /// Compares `hosts`, of which an empty list accepts every host.
    fn compare_hosts(&mut self) {
        let (old, new) = (self.old.list(Key::Hosts), self.new.list(Key::Hosts));
        match (old, new) {
            ([], []) => {}
            ([], hosts) => {
                let text =
                    format!("hosts is now {}: every other host is rejected", hosts.join(" "));
                self.push(Effect::Closes, text);
            }
            (_, []) => self.push(Effect::Opens, "hosts is gone: every host is accepted".to_owned()),
            _ => self.compare_setting(Key::Hosts, contains),
        }
    }

    fn compare_setting(&mut self, key: Key, cover: Cover) {
        let (old, new) = (self.old.list(key), self.new.list(key));
        self.compare_lists(key, (old, old), (new, new), cover);
    }

    /// Compares two lists, each with the list of all values that its entry allows.
    fn compare_lists(&mut self, key: Key, old: Lists<'_>, new: Lists<'_>, cover: Cover) {
        let (added, removed) = (not_covered(new.0, old.1, cover), not_covered(old.0, new.1, cover));
        self.push_list(key, Effect::Opens, &added);
        self.push_list(key, Effect::Closes, &removed);
        if added.is_empty() && removed.is_empty() && self.differs_in(key) {
            self.push(Effect::Neither, format!("{} changes, and allows the same", key.name()));
        }
    }

    /// Compares two values of a setting, of which the greater value allows more.
    fn compare_value(&mut self, key: Key, old: i64, new: i64) {
        if !self.differs_in(key) {
            return;
        }
        let effect = match new.cmp(&old) {
            std::cmp::Ordering::Greater => Effect::Opens,
            std::cmp::Ordering::Less => Effect::Closes,
            std::cmp::Ordering::Equal => Effect::Neither,
        };
        let display_value = |entry: &Entry| match entry.policy.get(&key) {
            None => "unset".to_owned(),
            Some(Value::Flag(_)) => "set".to_owned(),
            Some(value) => value.to_string(),
        };
        let text = format!(
            "{} is now {}, was {}",
            key.name(),
            display_value(self.new),
            display_value(self.old)
        );
        self.push(effect, format!("{text}{}", consequence(key, effect)));
    }

    fn differs_in(&self, key: Key) -> bool {
        self.old.policy.get(&key) != self.new.policy.get(&key)
    }

    fn push_list(&mut self, key: Key, effect: Effect, values: &[&str]) {
        if !values.is_empty() {
            let opens = effect == Effect::Opens;
            let consequence = match values {
                [value] if value.starts_with("dynamic(") && opens => {
                    ": it may allow origins that were not allowed"
                }
                [value] if value.starts_with("dynamic(") => ": it no longer decides",
                _ => consequence(key, effect),
            };
            let (verb, values) = (if opens { "adds" } else { "removes" }, values.join(" "));
            self.push(effect, format!("{} {verb} {values}{consequence}", key.name()));
        }
    }

    /// Adds a change. A handler that allows no origin gives no page access, so a change of its other settings
    /// counts neither as opening nor as closing.
    fn push(&mut self, effect: Effect, text: String) {
        let is_closed = |entry: &Entry| {
            entry.allowed_origins().is_empty() && entry.list(Key::DebugOrigins).is_empty()
        };
        let effect = match effect {
            Effect::Opens if is_closed(self.new) => Effect::Neither,
            Effect::Closes if is_closed(self.old) => Effect::Neither,
            effect => effect,
        };
        self.changes.push(Change { effect, handler: self.new.to_string(), text });
    }
}

/// The values of a key, and all values that the entry allows.
type Lists<'a> = (&'a [String], &'a [String]);

/// A function that returns whether a list allows a value.
type Cover = fn(&[String], &str) -> bool;

/// Returns the values that the other list does not allow.
fn not_covered<'a>(values: &'a [String], other: &[String], cover: Cover) -> Vec<&'a str> {
    values.iter().map(String::as_str).filter(|value| !cover(other, value)).collect()
}

fn contains(list: &[String], value: &str) -> bool {
    list.iter().any(|listed| listed.eq_ignore_ascii_case(value))
}

fn has_wildcard(list: &[String]) -> bool {
    list.iter().any(|listed| listed == "*")
}

fn origins_cover(list: &[String], value: &str) -> bool {
    let matches = |pattern: &String| {
        let origin = Origin::parse(value.as_bytes());
        Pattern::parse(pattern)
            .is_ok_and(|pattern| origin.is_some_and(|origin| pattern.matches(&origin)))
    };
    has_wildcard(list) || list.iter().any(|listed| listed == value || matches(listed))
}

fn allow_headers_cover(list: &[String], value: &str) -> bool {
    contains(list, value) || has_wildcard(list) && !is_non_wildcard_request_header(value)
}

fn expose_headers_cover(list: &[String], value: &str) -> bool {
    contains(list, value) || has_wildcard(list)
}

/// Returns the consequence of a change that opens something, as the end of a sentence. The text of another change ends
/// with the setting.
fn consequence(key: Key, effect: Effect) -> &'static str {
    if effect != Effect::Opens {
        return "";
    }
    match key {
        Key::Origins => ": its pages can now call the handler",
        Key::DebugOrigins => ": its pages can now call the handler in debug builds",
        Key::Methods => ": pages can now use it",
        Key::AllowHeaders => ": pages can now send it",
        Key::ExposeHeaders => ": pages can now read it",
        Key::AllowCredentials => ": pages can now send cookies and read the response",
        Key::MaxAge => ": browsers keep a permission for longer after it is withdrawn",
        Key::Enforce => ": cross-origin requests that were rejected can now reach the handler",
        Key::Hosts => ": requests for it are now accepted",
        Key::DangerAllowInsecureOrigins => {
            ": origins without TLS are now possible with credentials"
        }
        Key::DangerAllowPublicSuffixes => {
            ": patterns below a public suffix are now possible with credentials"
        }
        Key::DangerAllowNullOrigin => {
            ": `null`, the origin of every sandboxed page, is now possible"
        }
        Key::Policy | Key::Crate => "",
    }
}
