//! The schema of an `HTTPCORSFilter`, from the specification and the limits of its custom resource definition:
//! <https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter>.

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
    max_len: usize,
    /// If true, `*` must be the only value.
    is_any_exclusive: bool,
    accepts: fn(&str) -> bool,
}

const LISTS: [List; 4] = [
    List { field: "allowOrigins", max_len: 64, is_any_exclusive: true, accepts: is_origin },
    List { field: "allowMethods", max_len: 9, is_any_exclusive: true, accepts: is_method },
    List { field: "allowHeaders", max_len: 64, is_any_exclusive: true, accepts: is_header_name },
    List { field: "exposeHeaders", max_len: 64, is_any_exclusive: false, accepts: is_header_name },
];

/// Returns the reasons for which the API server of a cluster rejects a filter.
pub fn errors(filter: &Value) -> Vec<String> {
    let Some(fields) = filter.as_object() else { return vec!["not an object".to_owned()] };
    fields.iter().flat_map(|(field, value)| field_errors(field, value)).collect()
}

fn field_errors(field: &str, value: &Value) -> Vec<String> {
    let is_valid = match field {
        "allowCredentials" => value.is_boolean(),
        "maxAge" => value.as_i64().is_some_and(|age| (1..=i64::from(i32::MAX)).contains(&age)),
        _ => match LISTS.iter().find(|list| list.field == field) {
            Some(list) => return list.errors(value),
            None => return vec![format!("{field} is not a field")],
        },
    };
    if is_valid { Vec::new() } else { vec![format!("{field}: {value}")] }
}

impl List {
    fn errors(&self, value: &Value) -> Vec<String> {
        let field = self.field;
        let values: Option<Vec<&str>> =
            value.as_array().and_then(|values| values.iter().map(Value::as_str).collect());
        let Some(values) = values else { return vec![format!("{field}: {value}")] };
        let rejected = values.iter().filter(|value| !(self.accepts)(value));
        let mut errors: Vec<_> = rejected.map(|value| format!("{field}: {value}")).collect();
        if values.len() > self.max_len {
            errors.push(format!("{field} has {} values", values.len()));
        }
        if values.iter().collect::<HashSet<_>>().len() < values.len() {
            errors.push(format!("{field} has a duplicate"));
        }
        if self.is_any_exclusive && values.len() > 1 && values.contains(&"*") {
            errors.push(format!("{field} has `*` and other values"));
        }
        errors
    }
}

fn is_method(value: &str) -> bool {
    METHODS.contains(&value)
}

fn is_origin(value: &str) -> bool {
    value.len() <= 253 && Regex::new(ORIGIN).expect("the expression is valid").is_match(value)
}

fn is_header_name(value: &str) -> bool {
    value.len() <= 256 && Regex::new(HEADER_NAME).expect("the expression is valid").is_match(value)
}
