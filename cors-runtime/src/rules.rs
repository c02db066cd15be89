#![doc = include_str!("../docs/rules.md")]

/// A page for each rule, in the order of precedence.
macro_rules! pages {
    ($($rule:ident)*) => {
        $(
            #[doc = include_str!(concat!("../docs/rules/", stringify!($rule), ".md"))]
            pub mod $rule {}
        )*

        #[cfg(test)]
        const PAGES: &[&str] = &[$(concat!("cors::", stringify!($rule))),*];
    };
}

pages! {
    missing_origins
    invalid_origin
    null_origin
    duplicate_origin
    any_origin_mixed
    any_method_mixed
    any_header_mixed
    any_origin_with_credentials
    insecure_origin_with_credentials
    public_suffix_with_credentials
    forbidden_method
    invalid_method
    unrouted_method
    invalid_header_name
    forbidden_request_header
    forbidden_response_header
    misplaced_header
    duplicate_method
    duplicate_header
    any_exposed_with_credentials
    invalid_max_age
    missing_route
    duplicate_cors
    not_a_handler
    unknown_key
    duplicate_key
    invalid_value
}

#[test]
fn every_rule_has_its_page() {
    let names: Vec<&str> = crate::Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    assert_eq!(PAGES, names);
}
