use std::borrow::Cow;

use cors_rules::{
    Rule, Violation,
    combination::Dangers,
    enforce::Enforce,
    key::{self, Key},
    max_age, origin,
};

use super::{
    Mistakes,
    fields::{Fields, Value},
};
use crate::settings::Texts;

/// The keys of a file, with values of the right kind.
pub(super) struct Written {
    pub(super) origins: Option<Listing>,
    pub(super) debug_origins: Listing,
    pub(super) methods: Option<Listing>,
    pub(super) allow_headers: Listing,
    pub(super) expose_headers: Listing,
    pub(super) allow_credentials: bool,
    pub(super) max_age: Option<u32>,
    pub(super) enforce: Enforce,
    pub(super) hosts: Listing,
    pub(super) dangers: Dangers,
}

/// The texts of a list, each with the path of its field.
#[derive(Default)]
pub(super) struct Listing(Vec<(String, String)>);

impl Listing {
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, text)| (field.as_str(), text.as_str()))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_texts(self) -> Texts {
        self.0.into_iter().map(|(_, text)| Cow::Owned(text)).collect()
    }
}

const FLAG: &str = "write `true` or `false`";
const ENFORCE: &str = "write `true`, `false`, `isolate` or `report`";
const DURATION: &str = "write seconds as a number, or a duration such as `2h`";
const LIST: &str = "write a list of texts, or one text with commas between";

impl Written {
    pub(super) fn read(fields: Fields, mistakes: &mut Mistakes) -> Self {
        let mut reader = Reader { fields, mistakes, told: Vec::new() };
        let written = Self {
            origins: reader.list("origins"),
            debug_origins: reader.list("debug_origins").unwrap_or_default(),
            methods: reader.list("methods"),
            allow_headers: reader.list("allow_headers").unwrap_or_default(),
            expose_headers: reader.list("expose_headers").unwrap_or_default(),
            allow_credentials: reader.flag("allow_credentials"),
            max_age: reader.max_age("max_age"),
            enforce: reader.enforce("enforce"),
            hosts: reader.list("hosts").unwrap_or_default(),
            dangers: Dangers {
                insecure_origins: reader.flag("danger_allow_insecure_origins"),
                public_suffixes: reader.flag("danger_allow_public_suffixes"),
                null_origin: reader.flag("danger_allow_null_origin"),
            },
        };
        reader.finish(written.origins.is_none());
        written
    }
}

/// Takes one key after the other.
struct Reader<'a> {
    fields: Fields,
    mistakes: &'a mut Mistakes,
    /// The keys that a mistake was told of: that they are missing is no second one.
    told: Vec<&'static str>,
}

impl Reader<'_> {
    fn flag(&mut self, key: &'static str) -> bool {
        match self.take(key, FLAG) {
            None => false,
            Some(Value::Flag(flag)) => flag,
            // The environment knows texts alone.
            Some(Value::Text(text)) if text == "true" => true,
            Some(Value::Text(text)) if text == "false" => false,
            Some(value) => {
                self.refuse(key, &value, "is neither `true` nor `false`", FLAG);
                false
            }
        }
    }

    fn enforce(&mut self, key: &'static str) -> Enforce {
        let enforce = match self.take(key, ENFORCE) {
            None => return Enforce::Off,
            Some(Value::Flag(flag)) => Ok(Enforce::of_flag(flag)),
            Some(Value::Text(text)) if text == "true" => Ok(Enforce::On),
            Some(Value::Text(text)) if text == "false" => Ok(Enforce::Off),
            Some(Value::Text(text)) => {
                Enforce::parse(&text).map_err(|violation| violation.help(ENFORCE))
            }
            Some(value) => {
                self.refuse(key, &value, "is not a form of `enforce`", ENFORCE);
                return Enforce::Off;
            }
        };
        enforce.unwrap_or_else(|violation| {
            self.tell(key, violation);
            Enforce::Off
        })
    }

    fn max_age(&mut self, key: &'static str) -> Option<u32> {
        let seconds = match self.take(key, DURATION)? {
            Value::Number(text) | Value::Text(text) => seconds(text.trim()),
            value => {
                self.refuse(key, &value, "is not a duration", DURATION);
                return None;
            }
        };
        match seconds {
            Ok(seconds) => Some(seconds),
            Err(violation) => {
                self.tell(key, violation);
                None
            }
        }
    }

    fn list(&mut self, key: &'static str) -> Option<Listing> {
        match self.take(key, LIST)? {
            Value::Text(text) => {
                let items = text.split(|c: char| c == ',' || c.is_whitespace());
                let items = items.filter(|item| !item.is_empty());
                Some(Listing(items.map(|item| (key.to_owned(), item.to_owned())).collect()))
            }
            Value::List(values) => self.items(key, values),
            value => {
                self.refuse(key, &value, "is not a list of texts", LIST);
                None
            }
        }
    }

    /// What is left of a list with a wrong item is still judged.
    fn items(&mut self, key: &'static str, values: Vec<Value>) -> Option<Listing> {
        let was_empty = values.is_empty();
        let mut texts = Vec::new();
        for (index, value) in values.into_iter().enumerate() {
            let field = format!("{key}[{index}]");
            match value {
                Value::Text(text) => texts.push((field, text)),
                value => {
                    let violation =
                        Violation::new(Rule::InvalidValue, value.quoted(&field), "is not a text");
                    self.mistakes.add(&field, violation.help("write it in quotes"));
                    self.told.push(key);
                }
            }
        }
        (was_empty || !texts.is_empty()).then_some(Listing(texts))
    }

    fn take(&mut self, key: &'static str, help: &str) -> Option<Value> {
        let mut values = self.fields.take(key);
        let value = values.next()?;
        for _ in 0..values.count() {
            let violation = Violation::new(Rule::DuplicateKey, key, "is written twice");
            self.tell(key, violation.help("leave one out"));
        }
        if let Value::Nothing = value {
            // A default could be more than was meant: of a list, say, whose items are commented out.
            let violation = Violation::new(Rule::InvalidValue, key, "has no value");
            self.tell(key, violation.help(&format!("{help}, or leave `{key}` out")));
            return None;
        }
        Some(value)
    }

    fn refuse(&mut self, key: &'static str, value: &Value, sentence: &str, help: &str) {
        let violation = Violation::new(Rule::InvalidValue, value.quoted(key), sentence);
        self.tell(key, violation.help(help));
    }

    fn tell(&mut self, key: &'static str, violation: Violation) {
        self.mistakes.add(key, violation);
        self.told.push(key);
    }

    /// Whatever no key took is unknown.
    fn finish(mut self, no_origins: bool) {
        for name in self.fields.into_keys() {
            let violation = Violation::new(Rule::UnknownKey, &name, "is not a key of a policy");
            let violation = match key::meant(&name, Key::SETTINGS).map(Key::name) {
                Some(meant) => {
                    self.told.push(meant);
                    violation.write(meant)
                }
                None => violation.help(&key::sentence(Key::SETTINGS)),
            };
            self.mistakes.add(&name, violation);
        }
        if no_origins && !self.told.contains(&"origins") {
            self.mistakes.add("origins", origin::missing("origins"));
        }
    }
}

/// A number of seconds, in digits or as a duration.
#[expect(clippy::result_large_err, reason = "built once, for a person to read")]
fn seconds(text: &str) -> Result<u32, Violation> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return max_age::parse(text);
    }
    match text.parse() {
        Ok(seconds) => max_age::check(seconds),
        Err(_) => Err(max_age::no_seconds(text)),
    }
}
