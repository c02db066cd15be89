//! The build step for the cases in `behaviour.json`. The policy of a case becomes an attribute, so the build step
//! generates the source code of the handlers. Cases with the same policy and routes share a handler, which saves
//! compile time.

use std::collections::BTreeMap;
use std::{env, fs, path::Path};

use serde_json::Value;

const CASES: &str = "tests/conformance/behaviour.json";

/// A handler of one of these methods has the route attribute of this method. A handler of another method, or of several
/// methods, has `#[route]`.
const ROUTE_ATTRIBUTES: [&str; 8] =
    ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "QUERY"];

/// Writes `conformance_handlers.rs`: the annotated handlers, and `register`, which adds the handler of a case.
pub(crate) fn handlers() {
    println!("cargo::rerun-if-changed={CASES}");

    let text = fs::read_to_string(CASES).expect("the cases are readable");
    let cases: Vec<Value> = serde_json::from_str(&text).expect("the cases are a JSON array");

    let mut ids_by_attributes: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for case in &cases {
        let attributes = format!("{}\n{}", cors(&case["policy"]), route(&case["routes"]));
        ids_by_attributes.entry(attributes).or_default().push(&case["id"]);
    }

    let mut handlers = String::new();
    let mut arms = String::new();
    for (index, (attributes, ids)) in ids_by_attributes.iter().enumerate() {
        handlers += &format!(
            "{attributes}\nasync fn h{index}(handler: Data<HandlerResponse>) -> HttpResponse {{ handler.response() }}\n\n"
        );
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        arms += &format!("        {} => cfg.service(h{index}),\n", ids.join(" | "));
    }
    let register = format!(
        "pub fn register(case: &str, cfg: &mut ServiceConfig) {{\n    match case {{\n{arms}        _ => panic!(\"no handler for the case `{{case}}`\"),\n    }};\n}}\n"
    );

    let out_dir = env::var_os("OUT_DIR").expect("cargo names an output folder");
    fs::write(Path::new(&out_dir).join("conformance_handlers.rs"), handlers + &register)
        .expect("the output folder is writable");
}

/// Returns the attribute for a policy. The JSON values in a policy have the same syntax in Rust.
fn cors(policy: &Value) -> String {
    let settings = policy.as_object().expect("a policy is an object");
    let settings: Vec<String> =
        settings.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    format!("#[cors({})]", settings.join(", "))
}

fn route(methods: &Value) -> String {
    let methods: Vec<&str> = methods
        .as_array()
        .expect("routes are a list")
        .iter()
        .map(|method| method.as_str().expect("a method is a string"))
        .collect();
    match methods.as_slice() {
        [method] if ROUTE_ATTRIBUTES.contains(method) => {
            format!("#[actix_web::{}(\"/x\")]", method.to_lowercase())
        }
        methods => {
            let methods: String =
                methods.iter().map(|method| format!(", method = {method:?}")).collect();
            format!("#[actix_web::route(\"/x\"{methods})]")
        }
    }
}
