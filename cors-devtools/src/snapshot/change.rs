//! The differences between two snapshots.

use std::{cmp::Ordering, fmt};

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
    /// More is allowed. A new expression in `dynamic(…)` has this effect too, since it may allow more, unless the old
    /// policy allowed every origin.
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

/// Compares each entry with the old entry of the same path and handler. If there is no such entry, the handler may have
/// been renamed. The comparison then uses an old entry with the same path and a common method.
pub(super) fn changes(old: &[Entry], new: &[Entry]) -> Vec<Change> {
    let mut unmatched: Vec<&Entry> = old.iter().collect();
    let mut take_match = |is_match: &dyn Fn(&Entry) -> bool| {
        let index = unmatched.iter().position(|entry| is_match(entry))?;
        Some(unmatched.remove(index))
    };
    let exact: Vec<Option<&Entry>> = new
        .iter()
        .map(|new| take_match(&|old| old.path == new.path && old.handler == new.handler))
        .collect();
    let mut changes = Vec::new();
    for (new, exact) in new.iter().zip(exact) {
        let has_common_method =
            |old: &Entry| old.methods.iter().any(|method| new.methods.contains(method));
        let renamed = || take_match(&|old| old.path == new.path && has_common_method(old));
        match exact.or_else(renamed) {
            Some(old) => Comparison { old, new, changes: &mut changes }.compare(),
            None => changes.push(added(new)),
        }
    }
    changes.extend(unmatched.into_iter().map(removed));
    changes
}

fn added(entry: &Entry) -> Change {
    let (effect, text) = match entry.list(Key::Origins)[..] {
        [] => (Effect::Neither, "is new, and allows no other origin".to_owned()),
        ["*"] => (Effect::Opens, "is new, and pages of every origin can call it".to_owned()),
        ref origins => {
            (Effect::Opens, format!("is new, and pages of {} can call it", origins.join(" ")))
        }
    };
    Change { effect, handler: entry.to_string(), text }
}

/// Returns the change for a removed entry. The effect assumes that no other policy applies. If the handler still exists
/// without its attribute, the policy of an outer `Cors` layer can apply, which a snapshot does not show.
fn removed(entry: &Entry) -> Change {
    let effect = if entry.list(Key::Origins).is_empty() { Effect::Neither } else { Effect::Closes };
    Change { effect, handler: entry.to_string(), text: "no longer has a policy".to_owned() }
}

impl Entry {
    /// Returns the values of a key's list. For `methods`, returns the served methods that the policy allows.
    fn list(&self, key: Key) -> Vec<&str> {
        let listed: Vec<&str> = match self.policy.get(&key) {
            Some(Value::List(values)) => values.iter().map(String::as_str).collect(),
            // The string `dynamic(…)` is one value of the list, so it is compared as a whole.
            Some(Value::Text(text)) if text != "none" => vec![text],
            _ => Vec::new(),
        };
        if key != Key::Methods {
            return listed;
        }
        let allows_every_method = listed.is_empty() || listed.contains(&"*");
        let served = self.methods.iter().map(String::as_str);
        served.filter(|method| allows_every_method || listed.contains(method)).collect()
    }

    /// Returns the values that the entry allows for this key. For `debug_origins`, the result includes the values of
    /// `origins`, which debug builds also allow. If an origin moves from one of these lists to the other, only the
    /// change of `origins` therefore opens or closes something.
    fn allowed(&self, key: Key) -> Vec<&str> {
        match key {
            Key::DebugOrigins => [self.list(Key::Origins), self.list(key)].concat(),
            _ => self.list(key),
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
            self.push(Effect::Neither, format!("was {}", old.handler), "");
        }
        for key in Key::SETTINGS.iter().copied() {
            match key {
                Key::Origins | Key::DebugOrigins => self.compare_lists(key, origins_cover),
                Key::Methods => self.compare_methods(),
                Key::AllowHeaders => self.compare_lists(key, allow_headers_cover),
                Key::ExposeHeaders => self.compare_lists(key, expose_headers_cover),
                Key::Hosts => self.compare_hosts(),
                Key::MaxAge => self.compare_values(key, |value| match value {
                    Some(Value::Seconds(seconds)) => i64::from(*seconds),
                    // Without `max_age`, browsers keep a preflight response for 5 seconds.
                    _ => 5,
                }),
                Key::Enforce => self.compare_values(key, |value| match value {
                    Some(Value::Text(text)) if text == "isolate" => -2,
                    Some(Value::Flag(_)) => -1,
                    // A missing `enforce` and `enforce = "report"` both reject nothing.
                    _ => 0,
                }),
                Key::AllowCredentials
                | Key::DangerAllowInsecureOrigins
                | Key::DangerAllowPublicSuffixes
                | Key::DangerAllowNullOrigin => {
                    self.compare_values(key, |value| i64::from(value.is_some()))
                }
                Key::Policy | Key::Crate => {}
            }
        }
    }

    /// Compares the methods that the policy allows. A route can also serve methods that the policy does not allow. A
    /// change of these methods has no effect on pages.
    fn compare_methods(&mut self) {
        self.compare_lists(Key::Methods, |list, method| list.contains(&method));
        let (old, new) = (self.old, self.new);
        if old.list(Key::Methods) == new.list(Key::Methods) && old.methods != new.methods {
            self.push(Effect::Neither, format!("served {}", old.methods.join(",")), "");
        }
    }

    /// Compares `hosts`. An empty list accepts every host.
    fn compare_hosts(&mut self) {
        let (old, new) = (self.old.list(Key::Hosts), self.new.list(Key::Hosts));
        match (&old[..], &new[..]) {
            ([], []) => {}
            ([], hosts) => {
                let text = format!("hosts is now {}", hosts.join(" "));
                self.push(Effect::Closes, text, ": every other host is rejected");
            }
            (_, []) => {
                let text = "hosts is removed".to_owned();
                self.push(Effect::Opens, text, ": every host is accepted");
            }
            _ => self.compare_lists(Key::Hosts, contains),
        }
    }

    fn compare_lists(&mut self, key: Key, covers: Cover) {
        let added = not_covered(self.new.list(key), &self.old.allowed(key), covers);
        let removed = not_covered(self.old.list(key), &self.new.allowed(key), covers);
        let (name, is_dynamic) = (key.name(), |value: &str| value.starts_with("dynamic("));
        if !added.is_empty() {
            let consequence = match added[..] {
                [value] if is_dynamic(value) => ": it may allow origins that were not allowed",
                _ => consequence(key),
            };
            self.push(Effect::Opens, format!("{name} adds {}", added.join(" ")), consequence);
        }
        if !removed.is_empty() {
            let consequence = match removed[..] {
                [value] if is_dynamic(value) => ": it no longer decides",
                _ => "",
            };
            self.push(Effect::Closes, format!("{name} removes {}", removed.join(" ")), consequence);
        }
        if added.is_empty() && removed.is_empty() && self.differs_in(key) {
            self.push(Effect::Neither, format!("{name} changes, and allows the same"), "");
        }
    }

    /// Compares a setting that is not a list. `permissiveness` returns a greater number for a value that allows more.
    fn compare_values(&mut self, key: Key, permissiveness: fn(Option<&Value>) -> i64) {
        if !self.differs_in(key) {
            return;
        }
        let (old, new) = (self.old.policy.get(&key), self.new.policy.get(&key));
        let (effect, consequence) = match permissiveness(new).cmp(&permissiveness(old)) {
            Ordering::Greater => (Effect::Opens, consequence(key)),
            Ordering::Less => (Effect::Closes, ""),
            Ordering::Equal => (Effect::Neither, ""),
        };
        let display_value = |value: Option<&Value>| match value {
            None => "unset".to_owned(),
            Some(Value::Flag(_)) => "set".to_owned(),
            Some(value) => value.to_string(),
        };
        let (name, old, new) = (key.name(), display_value(old), display_value(new));
        self.push(effect, format!("{name} is now {new}, was {old}"), consequence);
    }

    fn differs_in(&self, key: Key) -> bool {
        self.old.policy.get(&key) != self.new.policy.get(&key)
    }

    /// Adds a change, whose text ends with `consequence`. If the new policy allows no origin, the change opens nothing.
    /// If the old policy allowed no origin, the change closes nothing. Such a change has the effect [`Effect::Neither`]
    /// and no consequence.
    fn push(&mut self, effect: Effect, mut text: String, consequence: &str) {
        let is_closed = |entry: &Entry| entry.allowed(Key::DebugOrigins).is_empty();
        let effect = match effect {
            Effect::Opens if is_closed(self.new) => Effect::Neither,
            Effect::Closes if is_closed(self.old) => Effect::Neither,
            effect => effect,
        };
        if effect != Effect::Neither {
            text.push_str(consequence);
        }
        self.changes.push(Change { effect, handler: self.new.to_string(), text });
    }
}

/// A function that returns whether a list allows a value.
type Cover = fn(&[&str], &str) -> bool;

/// Returns the values that the list `other` does not allow.
fn not_covered<'a>(values: Vec<&'a str>, other: &[&str], covers: Cover) -> Vec<&'a str> {
    values.into_iter().filter(|value| !covers(other, value)).collect()
}

fn contains(list: &[&str], value: &str) -> bool {
    list.iter().any(|listed| listed.eq_ignore_ascii_case(value))
}

fn origins_cover(list: &[&str], value: &str) -> bool {
    let matches = |pattern: &&str| {
        let origin = Origin::parse(value.as_bytes());
        Pattern::parse(pattern)
            .is_ok_and(|pattern| origin.is_some_and(|origin| pattern.matches(&origin)))
    };
    list.contains(&"*") || list.contains(&value) || list.iter().any(matches)
}

fn allow_headers_cover(list: &[&str], value: &str) -> bool {
    contains(list, value) || list.contains(&"*") && !is_non_wildcard_request_header(value)
}

fn expose_headers_cover(list: &[&str], value: &str) -> bool {
    contains(list, value) || list.contains(&"*")
}

/// Returns the consequence of a change with the effect [`Effect::Opens`], as the end of a sentence.
fn consequence(key: Key) -> &'static str {
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
