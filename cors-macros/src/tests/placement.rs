//! Tests of the place of `#[cors]`: above the route attribute of an `async fn`, or on an inline module. The conformance
//! suite in `tests/conformance` has the cases of each rule.

use super::{GET, expand, found, reported, tokens};

fn above(item: &str) -> Vec<super::Found> {
    reported(expand("origins = \"*\"", item))
}

/// Attributes of other crates expand before `#[cors]`, because they may add a route attribute. Some have the name of a
/// route attribute, such as `#[trace]`. The argument `__moved` means that these attributes have already expanded.
#[test]
fn a_missing_route_attribute_is_reported_after_other_attributes_expand() {
    for other in ["#[trace]", "#[route]", "#[connect(skip(a))]", "#[instrument]"] {
        let item = format!("{other} async fn list() {{}}");
        assert_eq!(above(&item), [], "{other}");
        let again = reported(expand("__moved, origins = \"*\"", &item));
        assert_eq!(again, found(&[("missing_route", "")]), "{other}");
    }
}

#[test]
fn the_compiler_reports_an_unknown_route_attribute() {
    for route in ["#[gte(\"/\")]", "#[web::get(\"/\")]", "#[rocket::get(\"/\")]"] {
        let item = format!("{route} async fn list() {{}}");
        assert_eq!(reported(expand("__moved, origins = \"*\"", &item)), [], "{route}");
    }
}

#[test]
fn a_function_that_returns_no_future_is_reported_at_its_name() {
    let item = format!("{GET} fn list() -> (String) {{}}");
    assert_eq!(above(&item), found(&[("not_a_handler", "list")]));
}

#[test]
fn a_function_that_returns_what_may_be_a_future_is_a_handler() {
    for returned in [
        "impl Future<Output = String>",
        "impl std::future::Future<Output = String> + 'static",
        "impl futures::future::FusedFuture<Output = String>",
        "Pin<Box<dyn Future<Output = String>>>",
        "std::future::Ready<String>",
        "Answer",
        "<Self as Api>::Answer",
        "answer!(String)",
    ] {
        let item = format!("{GET} fn list() -> {returned} {{}}");
        assert_eq!(above(&item), [], "{returned}");
    }
}

#[test]
fn a_function_without_async_and_route_is_reported_for_its_missing_route() {
    assert_eq!(above("fn main() {}"), found(&[("missing_route", "")]));
}

#[test]
fn a_method_is_reported_at_its_receiver() {
    let item = format!("{GET} async fn list(&self) {{}}");
    assert_eq!(above(&item), found(&[("not_a_handler", "&self")]));
}

#[test]
fn an_expression_stays_one() {
    let output = expand("origins = \"*\"", "web::resource(\"/x\")");
    assert_eq!(reported(output.clone()), found(&[("not_a_handler", "")]));
    assert!(syn::parse2::<syn::Expr>(output.clone()).is_ok(), "{output}");
}

/// The macro reports nothing, because the compiler reports the syntax error. The output also contains an unused
/// `#[must_use]` value, so that a lint fails the build if the compiler accepts the item after all.
#[test]
fn nothing_is_added_to_a_syntax_error() {
    for item in ["async fn type() {}", "async fn list(id web::Path<u64>) {}"] {
        let output = expand("origins = \"*\"", &format!("{GET} {item}"));
        assert_eq!(reported(output.clone()), [], "{item}");
        assert!(output.to_string().contains("must_use"), "{output}");
    }
}

#[test]
fn none_is_a_policy_by_itself() {
    let policy = |arguments: &str| {
        let input = tokens(&format!("::cors_runtime; {arguments}"));
        reported(crate::pipeline::policy_macro(input))
    };
    assert_eq!(policy("none"), []);
    assert_eq!(policy("none, origins = \"*\""), found(&[("invalid_value", "none")]));
}

#[test]
fn an_item_that_cannot_have_a_policy_is_emitted_unchanged() {
    for item in ["struct Books { pub x : u8 }", "impl Books { fn list () { } }", "mod books ;", ""]
    {
        let output = expand("origins = , max", item).to_string();
        assert!(output.ends_with(&tokens(item).to_string()), "{output}");
    }
}

/// Without the route attribute in the expansion, the compiler would also report each registration of the handler,
/// because a function does not implement `HttpServiceFactory`.
#[test]
fn the_route_attribute_still_makes_the_handler_of_a_rejected_policy() {
    let item = format!("{GET} async fn list() {{ 5 }}");
    let output = expand("origins = \"https://a.example\" max_age = 5", &item);
    assert!(output.to_string().ends_with(&tokens(&item).to_string()), "{output}");
}

#[test]
fn a_handler_with_a_half_written_body_is_still_made() {
    let body = "{ let x = ; if { } books. }";
    let output = expand("origins = \"*\"", &format!("{GET} async fn list() {body}")).to_string();
    assert!(output.contains("pub struct list"), "{output}");
    assert!(output.contains(&tokens(body).to_string()), "{output}");
}

#[test]
fn the_path_of_the_crate_is_found_behind_other_paths() {
    let item = format!("#[other] {GET} async fn list() {{}}");
    let output = expand("policy = crate::P, crate = renamed", &item).to_string();
    assert!(output.contains("# [renamed :: cors"), "{output}");
}
