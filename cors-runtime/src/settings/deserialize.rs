use std::{borrow::Cow, collections::BTreeMap};

use cors_policy::{
    Rule, Violation,
    combination::{self, Dangers},
    header_name::{self, List},
    max_age, method, origin,
};
use serde::{Deserialize, de::IgnoredAny};

use super::{Settings, SettledOrigins, Texts};
use crate::allow_origin::{PolicyError, PolicyErrors};

/// The fields of a settings file, read so leniently that our own errors can tell them all at once.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Fields(BTreeMap<String, Field>);

#[derive(Deserialize)]
#[serde(untagged)]
enum Field {
    Flag(bool),
    Seconds(u64),
    Negative(i64),
    Text(String),
    List(Vec<Item>),
    Other(IgnoredAny),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Item {
    Text(String),
    Other(IgnoredAny),
}

const KEYS: &str = "the keys are `origins`, `debug_origins`, `methods`, `allow_headers`, \
    `expose_headers`, `allow_credentials`, `max_age`, `enforce` and three that begin with \
    `danger_allow_`";

impl TryFrom<Fields> for Settings {
    type Error = PolicyErrors;

    fn try_from(Fields(fields): Fields) -> Result<Self, PolicyErrors> {
        let mut reader = Reader { fields, errors: Vec::new() };
        let dangers = Dangers {
            insecure_origins: reader.flag("danger_allow_insecure_origins"),
            public_suffixes: reader.flag("danger_allow_public_suffixes"),
            null_origin: reader.flag("danger_allow_null_origin"),
        };
        let allow_credentials = reader.flag("allow_credentials");
        let enforce = reader.flag("enforce");
        let max_age = reader.max_age();
        let origins = reader.origins("origins");
        let debug_origins = reader.origins("debug_origins");
        let methods = reader.methods();
        let allow_headers = reader.headers(List::Allow);
        let expose_headers = reader.headers(List::Expose);
        let judged = Judged { origins: &origins, debug_origins: &debug_origins, dangers };
        judged.check(allow_credentials, &expose_headers, &mut reader.errors);
        reader.finish()?;
        Ok(Self {
            origins: origins.map(SettledOrigins::Listed),
            debug_origins: debug_origins.filter(|_| cfg!(debug_assertions)).unwrap_or_default(),
            methods,
            allow_headers: allow_headers.unwrap_or_default(),
            expose_headers: expose_headers.unwrap_or_default(),
            allow_credentials,
            max_age,
            enforce,
            dangers,
        })
    }
}

struct Reader {
    fields: BTreeMap<String, Field>,
    errors: Vec<PolicyError>,
}

impl Reader {
    fn flag(&mut self, key: &str) -> bool {
        match self.fields.remove(key) {
            None => false,
            Some(Field::Flag(flag)) => flag,
            Some(Field::Text(text)) if text == "true" || text == "false" => text == "true",
            Some(field) => {
                self.refuse(
                    key,
                    &field,
                    "is neither `true` nor `false`",
                    "write `true` or `false`",
                );
                false
            }
        }
    }

    fn max_age(&mut self) -> Option<u32> {
        const KEY: &str = "max_age";
        let read = match self.fields.remove(KEY)? {
            Field::Seconds(seconds) => max_age::check(seconds),
            Field::Negative(seconds) => Err(max_age::no_seconds(&seconds.to_string())),
            Field::Text(text) => match text.trim().parse() {
                Ok(seconds) => max_age::check(seconds),
                Err(_) => max_age::parse(&text),
            },
            field => {
                let help = "write seconds as a number, or a duration like `2h`";
                self.refuse(KEY, &field, "is no duration", help);
                return None;
            }
        };
        match read {
            Ok(seconds) => Some(seconds),
            Err(violation) => {
                self.add(KEY.to_owned(), violation);
                None
            }
        }
    }

    fn origins(&mut self, key: &str) -> Option<Texts> {
        let values = self.list(key)?;
        self.check_each(key, &values, origin::check);
        self.check_between(key, &values, |values| origin::check_list(values));
        if values.is_empty() && key == "origins" {
            self.add(key.to_owned(), origin::missing(key));
        }
        Some(values)
    }

    fn methods(&mut self) -> Option<Texts> {
        const KEY: &str = "methods";
        let values = self.list(KEY)?;
        self.check_each(KEY, &values, method::check);
        self.check_between(KEY, &values, |values| method::check_list(values));
        if values.is_empty() {
            self.add(KEY.to_owned(), method::none());
        }
        Some(values)
    }

    fn headers(&mut self, list: List) -> Option<Texts> {
        let values = self.list(list.key())?;
        self.check_each(list.key(), &values, |name| header_name::check(name, list));
        self.check_between(list.key(), &values, |names| header_name::check_list(names, list));
        Some(values)
    }

    fn list(&mut self, key: &str) -> Option<Texts> {
        match self.fields.remove(key)? {
            Field::Text(text) => Some(
                text.split(|c: char| c == ',' || c.is_whitespace())
                    .filter(|item| !item.is_empty())
                    .map(|item| Cow::Owned(item.to_owned()))
                    .collect(),
            ),
            Field::List(items) => {
                let mut values = Texts::new();
                for (index, item) in items.into_iter().enumerate() {
                    match item {
                        Item::Text(text) => values.push(Cow::Owned(text)),
                        Item::Other(_) => {
                            let violation =
                                Violation::new(Rule::InvalidValue, key, "holds no text");
                            self.add(format!("{key}[{index}]"), violation);
                        }
                    }
                }
                Some(values)
            }
            field => {
                self.refuse(
                    key,
                    &field,
                    "is no text and no list of texts",
                    "write a list of texts",
                );
                None
            }
        }
    }

    fn check_each(&mut self, key: &str, values: &Texts, check: impl Fn(&str) -> Option<Violation>) {
        for (index, value) in values.iter().enumerate() {
            if let Some(violation) = check(value) {
                self.add(format!("{key}[{index}]"), violation);
            }
        }
    }

    fn check_between(
        &mut self,
        key: &str,
        values: &Texts,
        check: impl Fn(&[&str]) -> Option<Violation>,
    ) {
        let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
        if let Some(violation) = check(&values) {
            self.add(key.to_owned(), violation);
        }
    }

    fn refuse(&mut self, key: &str, field: &Field, sentence: &str, help: &str) {
        let value = match field {
            Field::Flag(flag) => flag.to_string(),
            Field::Seconds(number) => number.to_string(),
            Field::Negative(number) => number.to_string(),
            Field::Text(text) => text.clone(),
            Field::List(_) | Field::Other(_) => key.to_owned(),
        };
        self.add(key.to_owned(), Violation::new(Rule::InvalidValue, &value, sentence).help(help));
    }

    fn add(&mut self, field: String, violation: Violation) {
        self.errors.push(PolicyError::from(violation).in_field(field));
    }

    /// Whatever no key took is unknown.
    fn finish(mut self) -> Result<(), PolicyErrors> {
        for key in std::mem::take(&mut self.fields).into_keys() {
            let violation = Violation::new(Rule::UnknownKey, &key, "is no key of a policy");
            self.add(key.clone(), violation.help(KEYS));
        }
        PolicyErrors::check(self.errors)
    }
}

/// What is judged together.
struct Judged<'a> {
    origins: &'a Option<Texts>,
    debug_origins: &'a Option<Texts>,
    dangers: Dangers,
}

impl Judged<'_> {
    fn check(
        &self,
        allow_credentials: bool,
        expose_headers: &Option<Texts>,
        errors: &mut Vec<PolicyError>,
    ) {
        let mut add = |field: String, violation: Violation| {
            errors.push(PolicyError::from(violation).in_field(field));
        };
        if self.origins.is_none() {
            add("origins".to_owned(), origin::missing("origins"));
        }
        let debug = self.debug_origins.iter().flatten();
        let any = self.origins.iter().flatten().any(|origin| origin == origin::ANY);
        if (any && debug.clone().next().is_some()) || debug.clone().any(|it| it == origin::ANY) {
            add("debug_origins".to_owned(), origin::any_mixed());
        }
        for (key, values) in [("origins", self.origins), ("debug_origins", self.debug_origins)] {
            for (index, value) in values.iter().flatten().enumerate() {
                for violation in self.violations(value, allow_credentials) {
                    add(format!("{key}[{index}]"), violation);
                }
            }
        }
        if allow_credentials && expose_headers.iter().flatten().any(|name| name == "*") {
            add("expose_headers".to_owned(), combination::any_exposed_with_credentials());
        }
    }

    fn violations(&self, value: &str, allow_credentials: bool) -> Vec<Violation> {
        match value {
            origin::NULL if !self.dangers.null_origin => vec![origin::null()],
            _ if !allow_credentials => Vec::new(),
            origin::ANY => vec![combination::any_origin_with_credentials()],
            _ => [
                combination::insecure_origin(value, self.dangers),
                combination::public_suffix(value, self.dangers),
            ]
            .into_iter()
            .flatten()
            .collect(),
        }
    }
}
