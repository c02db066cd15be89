//! Where `#[cors]` stands: above a route attribute, on an `async fn` or an inline module, once.

use super::{GET, expand, found, reported};

fn above(item: &str) -> Vec<super::Found> {
    reported(expand("origins = \"*\"", item))
}

#[test]
fn a_function_without_a_route_attribute_below_is_told_at_the_attribute() {
    assert_eq!(above("async fn list() {}"), found(&[("missing_route", "")]));
    assert_eq!(
        above("/// Books.\n#[inline] pub async fn list() {}"),
        found(&[("missing_route", "")])
    );
    // Others have attributes of these names, which expand first: they may write a route attribute.
    for other in ["#[trace]", "#[route]", "#[connect(skip(a))]", "#[instrument]"] {
        let item = format!("{other} async fn list() {{}}");
        assert_eq!(above(&item), [], "{other}");
        let again = reported(expand("__waited, origins = \"*\"", &item));
        assert_eq!(again, found(&[("missing_route", "")]), "{other}");
    }
}

#[test]
fn a_route_attribute_that_nobody_finds_is_left_for_the_compiler_to_tell() {
    for route in ["#[gte(\"/\")]", "#[web::get(\"/\")]", "#[rocket::get(\"/\")]"] {
        let item = format!("{route} async fn list() {{}}");
        assert_eq!(above(&item), [], "{route}");
        assert_eq!(reported(expand("__waited, origins = \"*\"", &item)), [], "{route}");
    }
}

#[test]
fn a_function_that_is_not_async_is_told_at_its_name() {
    for returned in ["", "-> &'static str", "-> (u8, u8)", "-> impl Responder", "-> (String)"] {
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
fn what_is_neither_a_function_nor_an_inline_module_is_told_at_the_attribute() {
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
fn a_second_attribute_is_told_where_it_stands() {
    let item = format!("#[::cors_runtime::cors(origins = \"*\")] {GET} async fn list() {{}}");
    assert_eq!(above(&item), found(&[("duplicate_cors", "::cors_runtime::cors")]));
}

#[test]
fn a_mistake_in_a_modules_attribute_is_told_once_however_many_handlers_it_has() {
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
fn a_second_one_is_told_beside_none_too() {
    let item = format!("#[cors(origins = \"*\")] {GET} async fn list() {{}}");
    assert_eq!(reported(expand("none", &item)), found(&[("duplicate_cors", "cors")]));
    let item = format!("#[cors(none)] {GET} async fn list() {{}}");
    assert_eq!(above(&item), found(&[("duplicate_cors", "cors")]));
}
