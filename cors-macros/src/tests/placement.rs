//! The place of `#[cors]`: above a route attribute, on an `async fn` or an inline module, once.

use super::{GET, expand, found, reported, tokens};

fn above(item: &str) -> Vec<super::Found> {
    reported(expand("origins = \"*\"", item))
}

#[test]
fn a_missing_route_attribute_is_reported_at_the_attribute() {
    assert_eq!(above("async fn list() {}"), found(&[("missing_route", "")]));
    assert_eq!(
        above("/// Books.\n#[inline] pub async fn list() {}"),
        found(&[("missing_route", "")])
    );
    // Others have attributes of these names, which expand first: they may write a route attribute.
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
        assert_eq!(above(&item), [], "{route}");
        assert_eq!(reported(expand("__moved, origins = \"*\"", &item)), [], "{route}");
    }
}

#[test]
fn a_function_that_returns_no_future_is_reported_at_its_name() {
    for returned in ["", "-> (u8, u8)", "-> (String)"] {
        let item = format!("{GET} fn list() {returned} {{}}");
        assert_eq!(above(&item), found(&[("not_a_handler", "list")]), "{returned}");
    }
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
fn other_items_are_reported_at_the_attribute() {
    for item in [
        "struct Books;",
        "enum Books {}",
        "impl Books { async fn list(&self) {} }",
        "const BOOKS: u8 = 1;",
        "mod books;",
        "use books::list;",
        "trait Books {}",
        "static BOOKS: u8 = 1;",
    ] {
        assert_eq!(above(item), found(&[("not_a_handler", "")]), "{item}");
    }
}

#[test]
fn an_error_in_the_attribute_of_a_module_is_reported_once() {
    let module = format!("mod books {{ {GET} async fn list() {{}} {GET} async fn read() {{}} }}");
    let output = expand("origins = \"a/\"", &module);
    assert_eq!(reported(output), found(&[("invalid_origin", "\"a/\"")]));
}

#[test]
fn a_route_attribute_that_actix_web_refuses_is_left_for_it_to_refuse() {
    for route in
        ["#[get]", "#[get()]", "#[get(5)]", "#[get(\"/{\")]", "#[get(\"/\", nmae = \"x\")]"]
    {
        let output = expand("origins = \"*\"", &format!("{route} async fn list() {{}}"));
        assert_eq!(reported(output.clone()), [], "{route}");
        assert!(output.to_string().contains("get"), "{output}");
    }
}

#[test]
fn a_second_attribute_is_reported_at_its_place() {
    let item = format!("#[cors(origins = \"*\")] {GET} async fn list() {{}}");
    assert_eq!(reported(expand("none", &item)), found(&[("duplicate_cors", "cors")]));
    let item = format!("#[::cors_runtime::cors(none)] {GET} async fn list() {{}}");
    assert_eq!(above(&item), found(&[("duplicate_cors", "::cors_runtime::cors")]));
}

#[test]
fn the_error_for_a_function_without_a_route_is_its_missing_route() {
    for item in ["fn main() {}", "pub fn config(config: &mut web::ServiceConfig) {}"] {
        assert_eq!(above(item), found(&[("missing_route", "")]), "{item}");
    }
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

/// The compiler reports the error. A lint is emitted in case that it accepts the item.
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
        reported(crate::pipeline::policy(input))
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

/// Otherwise, a second error would follow: the handler does not exist.
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
