//! The model gives the responses of the conformance cases: otherwise it would prove nothing about the
//! library.

use std::collections::BTreeMap;

use adversary_tests::{
    model::{Place, Policy, Request, Response},
    random::HEADER_NAMES,
};
use serde_json::Value;

const CASES: &str = include_str!("../conformance/behaviour.json");

#[test]
fn the_model_gives_the_responses_of_the_conformance_cases() {
    let cases: Vec<Value> = serde_json::from_str(CASES).expect("the cases are JSON");
    let differences: Vec<String> =
        cases.iter().filter(|case| applies_to_this_build(case)).filter_map(difference).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn applies_to_this_build(case: &Value) -> bool {
    cfg!(debug_assertions) || case["policy"]["debug_origins"].is_null()
}

fn difference(case: &Value) -> Option<String> {
    let lines = |value: &Value| -> Vec<(String, String)> {
        serde_json::from_value(value.clone()).unwrap_or_default()
    };
    let mut policy = Policy::read(&case["policy"]);
    policy.max_age = seconds(&case["policy"]["max_age"]);
    let served = serde_json::from_value(case["routes"].clone()).expect("routes are methods");
    let request = Request {
        method: case["request"]["method"].as_str().unwrap_or_default().to_owned(),
        authority: case["request"]["target"].as_str().map(authority),
        headers: lines(&case["request"]["headers"])
            .into_iter()
            .filter_map(|(name, value)| {
                let known = HEADER_NAMES.iter().find(|known| name.eq_ignore_ascii_case(known))?;
                Some((*known, value))
            })
            .collect(),
    };
    let inner = lines(&case["handler"]["headers"]);
    let inner: Vec<(String, &str)> =
        inner.iter().map(|(name, value)| (name.to_lowercase(), value.as_str())).collect();
    let inner: Vec<(&str, &str)> =
        inner.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let response = policy.respond(&Place::Handler(served), &request, &inner);

    let expected = &case["expect"];
    let status = if response.ran {
        case["handler"]["status"].as_u64().unwrap_or(200)
    } else {
        response.status.into()
    };
    let expected_headers: BTreeMap<String, Option<String>> =
        serde_json::from_value(expected["headers"].clone()).expect("headers are strings");
    let expected_vary: Vec<String> =
        serde_json::from_value(expected["vary"].clone()).expect("`vary` is a list");
    let is_same = expected["status"] == status
        && items(&response, "vary") == sorted(expected_vary)
        && expected_headers.iter().filter(|(name, _)| *name != "x-ran").all(|(name, value)| {
            let split = value.iter().flat_map(|value| value.split(','));
            let wanted = split.map(|item| item.trim().to_lowercase()).collect();
            items(&response, name) == sorted(wanted)
        });
    (!is_same).then(|| format!("{}: the model responds {response:?}", case["id"]))
}

/// Lower case: the cases compare header names without it.
fn items(response: &Response, name: &str) -> Vec<String> {
    let items = response.headers.get(name).into_iter().flatten();
    sorted(items.filter(|item| !item.is_empty()).map(|item| item.to_lowercase()).collect())
}

fn sorted(mut items: Vec<String>) -> Vec<String> {
    items.retain(|item| !item.is_empty());
    items.sort();
    items
}

fn seconds(value: &Value) -> Option<u64> {
    let Some(text) = value.as_str() else { return value.as_u64() };
    let (number, unit) = text.split_at(text.len() - 1);
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        _ => 24 * 60 * 60,
    };
    Some(number.parse::<u64>().expect("a number before the unit") * unit)
}

fn authority(target: &str) -> String {
    let rest = target.split_once("://").map_or(target, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default().to_owned()
}
