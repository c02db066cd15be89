//! The schema of an `HTTPCORSFilter`, read from the specification:
//! <https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter>, with the limits of its custom
//! resource definition.

use std::collections::HashSet;

use regex::Regex;
use serde_json::Value;

const METHODS: [&str; 10] =
    ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "*"];
/// `CORSOrigin`: `*`, or `http(s)`, a host that may be `*` or begin with `*.`, a port in digits.
const ORIGIN: &str = r"^\*$|^https?://((\*\.)?([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+|\*)(:[0-9]{1,5})?$";
const HEADER_NAME: &str = r"^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$";

struct List {
    field: &'static str,
    most: usize,
    /// Whether `*` must be the only value.
    lone_any: bool,
    takes: fn(&str) -> bool,
}

const LISTS: [List; 4] = [
    List { field: "allowOrigins", most: 64, lone_any: true, takes: is_origin },
    List { field: "allowMethods", most: 9, lone_any: true, takes: |name| METHODS.contains(&name) },
    List { field: "allowHeaders", most: 64, lone_any: true, takes: is_header_name },
    List { field: "exposeHeaders", most: 64, lone_any: false, takes: is_header_name },
];

/// Returns the reasons for which the API server of a cluster rejects a filter.
pub fn mistakes(filter: &Value) -> Vec<String> {
    let Some(fields) = filter.as_object() else { return vec!["no object".to_owned()] };
    let mut found = Vec::new();
    for (field, value) in fields {
        let is_right = match field.as_str() {
            "allowCredentials" => value.is_boolean(),
            "maxAge" => value.as_i64().is_some_and(|age| (1..=i64::from(i32::MAX)).contains(&age)),
            _ => match LISTS.iter().find(|list| list.field == field) {
                Some(list) => {
                    found.extend(list.mistakes(value));
                    true
                }
                None => {
                    found.push(format!("{field} is no field"));
                    true
                }
            },
        };
        if !is_right {
            found.push(format!("{field}: {value}"));
        }
    }
    found
}

impl List {
    fn mistakes(&self, value: &Value) -> Vec<String> {
        let field = self.field;
        let texts: Option<Vec<&str>> =
            value.as_array().and_then(|values| values.iter().map(Value::as_str).collect());
        let Some(texts) = texts else { return vec![format!("{field}: {value}")] };
        let refused = texts.iter().filter(|text| !(self.takes)(text));
        let mut found: Vec<_> = refused.map(|text| format!("{field}: {text}")).collect();
        if texts.len() > self.most {
            found.push(format!("{field} has {} values", texts.len()));
        }
        if texts.iter().collect::<HashSet<_>>().len() < texts.len() {
            found.push(format!("{field} has one twice"));
        }
        if self.lone_any && texts.len() > 1 && texts.contains(&"*") {
            found.push(format!("{field} has `*` beside others"));
        }
        found
    }
}

fn is_origin(text: &str) -> bool {
    text.len() <= 253 && Regex::new(ORIGIN).expect("it is one").is_match(text)
}

fn is_header_name(text: &str) -> bool {
    text.len() <= 256 && Regex::new(HEADER_NAME).expect("it is one").is_match(text)
}
