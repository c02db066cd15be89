//! Functions that pass arbitrary input to a parser, to a layer, to the macros, or to `Browser`. The fuzz targets, the
//! tests in `parsers.rs` and the program `bin/growth.rs` call these functions.
//!
//! A function panics if the library behaves incorrectly, so that a fuzzer reports the input.

use actix_web::{
    HttpResponse,
    dev::{ServiceFactory, ServiceRequest, fn_service},
    http::{
        StatusCode, Uri,
        header::{HeaderName, HeaderValue},
    },
    test::TestRequest,
};
use cors_rules::origin::{Pattern, Port, Wildcard};
use cors_runtime::{Origin, OriginBuf, Origins, Policy, testing::Browser};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;
use serde_json::{Value, json};
use syn::Item;

use crate::{
    model::{self, Place, Request, is_origin, is_pattern, matches},
    random::HEADER_NAMES,
    served::{Layered, at_once, sent},
};

pub type Entry = fn(&[u8]);

/// The functions that have a fuzz target. The fuzz target and the folder of its corpus have the name of the function.
pub const ALL: [(&str, Entry); 6] = [
    ("pattern", pattern),
    ("received_origin", received_origin),
    ("request", request),
    ("settings", settings),
    ("attribute", attribute),
    ("browser", browser),
];

/// Parses the first line as a pattern, and the second line as an origin that the pattern may match.
pub fn pattern(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let (pattern, sent) = text.split_once('\n').unwrap_or((text, ""));
    let is_special = matches!(pattern, "*" | "null");
    let parsed = Pattern::parse(pattern);
    assert_eq!(parsed.is_ok(), is_pattern(pattern), "{pattern}");
    if let Ok(parsed) = parsed {
        assert_eq!((parsed.as_str(), printed(&parsed).as_str()), (pattern, pattern));
        let is_matched = Origin::parse(sent.as_bytes()).is_some_and(|it| parsed.matches(&it));
        assert_eq!(is_matched, matches(pattern, sent), "{pattern} {sent}");
    }
    let builder = Origins::builder().danger_allow_null_origin().without_credentials();
    match builder.parse([pattern]) {
        Ok(set) => {
            assert!(is_special || is_pattern(pattern), "{pattern} is not a pattern");
            if let Some(origin) = Origin::parse(sent.as_bytes()) {
                let is_matched = pattern == "*" || matches(pattern, sent);
                assert_eq!(set.contains(&origin), is_matched, "{pattern} {sent}");
            }
        }
        Err(errors) => {
            assert!(!is_special && !is_pattern(pattern), "{pattern}: {errors}");
            assert!(errors.to_string().ends_with("\nrule: cors::invalid_origin"), "{errors}");
        }
    }
}

/// Builds the string of a pattern from its parts: the scheme, the wildcard, the host and the port.
fn printed(pattern: &Pattern<'_>) -> String {
    let port = match pattern.port() {
        Port::Default => String::new(),
        Port::Number(port) => format!(":{port}"),
        Port::Any => ":*".to_owned(),
    };
    let wildcard = match pattern.wildcard() {
        Wildcard::None => String::new(),
        Wildcard::Subdomains => "*.".to_owned(),
        Wildcard::LabelEnding(ending) => format!("*{ending}."),
        Wildcard::AnyHost => "*".to_owned(),
    };
    format!("{}://{wildcard}{}{port}", pattern.scheme(), pattern.host())
}

/// Parses the input as the value of an `Origin` header.
pub fn received_origin(bytes: &[u8]) {
    let text = str::from_utf8(bytes).unwrap_or("\u{fffd}");
    let parsed = Origin::parse(bytes);
    assert_eq!(parsed.is_some(), is_origin(text), "{text}");
    let Some(origin) = parsed else { return };
    let port = origin.port().map(|port| format!(":{port}")).unwrap_or_default();
    assert_eq!(format!("{}://{}{port}", origin.scheme(), origin.host()), text);
    assert_eq!(OriginBuf::from(origin).as_origin(), origin);
    let pattern = Pattern::parse(text).expect("a pattern lists every origin");
    assert!(pattern.matches(&origin), "{text}");
}

/// Returns the policies for [`request`]. The first byte of the input selects one of them.
fn policies() -> [Value; 6] {
    let list = ["https://app.example.com", "https://*.example.com", "http://localhost:*"];
    [
        json!({ "origins": "*", "expose_headers": "*" }),
        json!({ "origins": list, "allow_credentials": true, "allow_headers": "*" }),
        json!({ "origins": list, "enforce": true, "methods": ["GET", "PUT"] }),
        json!({ "origins": list, "enforce": "isolate", "hosts": "*.example.com" }),
        json!({ "origins": list, "enforce": "report", "hosts": ["localhost:*"], "max_age": 5 }),
        json!({ "origins": list, "methods": "*", "allow_headers": ["*", "authorization"] }),
    ]
}

/// Compares the library's response to a request with that of the model. The input consists of a byte that selects the
/// policy, a line with the method and an optional authority, and a line for each header.
pub fn request(bytes: &[u8]) {
    let Some((which, text)) = bytes.split_first() else { return };
    let text: String = text.iter().copied().map(char::from).collect();
    let mut lines = text.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let method = first.next().unwrap_or_default().to_owned();
    let authority = first.next().map(str::to_owned);
    let is_token = |it: char| it.is_ascii_alphanumeric();
    let is_uri = |it: &String| format!("http://{it}/").parse::<Uri>().is_ok();
    if method.is_empty() || !method.chars().all(is_token) || !authority.iter().all(is_uri) {
        return;
    }
    let headers = lines.filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        let name = HEADER_NAMES.into_iter().find(|known| *known == name)?;
        // An HTTP server removes spaces and tabs around a header value.
        let value = value.trim_matches([' ', '\t']).to_owned();
        let latin1: Vec<u8> = value.chars().map(|it| it as u8).collect();
        HeaderValue::from_bytes(&latin1).is_ok().then_some((name, value))
    });
    let request = Request { method, authority, headers: headers.collect() };
    let policies = policies();
    let policy = &policies[usize::from(*which) % policies.len()];
    let served = serde_json::from_value(policy.clone()).expect("the policy is valid");
    let expected = model::Policy::read(policy).respond(&Place::Layer, &request, &[]);
    assert_eq!(
        Layered::new(served).respond(sent(&request, "/", 0).to_http_request()).0,
        expected,
        "{policy} {request:?}"
    );
}

/// The maximum length of an error message in bytes, for a file of any length.
const MOST_OF_ERRORS: usize = 256 * 1024;

/// Parses the input as a settings file.
pub fn settings(bytes: &[u8]) {
    match serde_json::from_slice::<Policy>(bytes) {
        Ok(policy) => drop(Layered::new(policy)),
        Err(error) => assert!(error.to_string().len() < MOST_OF_ERRORS),
    }
}

/// [`attribute`] skips an input if more than this number of its characters can start nested code, such as `(` or `!`.
/// `syn` parses nested code recursively, so deep nesting could overflow the stack.
const DEEPEST: usize = 64;

fn handler() -> TokenStream {
    quote!(
        #[get("/")]
        async fn handler() {}
    )
}

/// Parses the input as the arguments of `#[cors(…)]` on a handler.
pub fn arguments(bytes: &[u8]) {
    let text = str::from_utf8(bytes).unwrap_or_default();
    if let Ok(arguments) = text.parse() {
        drop(cors_macros_stages::cors(arguments, handler()));
    }
}

/// Parses a string as tokens. If the string is invalid, such as with an open bracket, tries several endings. Returns
/// `None` if the string is invalid with every ending.
fn closed(text: &str) -> Option<TokenStream> {
    let ends = ["", "]", ")", "\"", "\"]", "|)", "}"];
    ends.iter().find_map(|end| format!("{text}{end}").parse().ok())
}

/// Returns whether the items contain the handler. The expanded handler is a struct, even after an error. A handler that
/// expands later is still a function with its route attribute.
fn has_handler(items: &[Item]) -> bool {
    items.iter().any(|item| match item {
        Item::Struct(item) => item.ident == "handler",
        Item::Fn(item) => item.sig.ident == "handler",
        Item::Mod(item) => item.content.as_ref().is_some_and(|(_, items)| has_handler(items)),
        _ => false,
    })
}

/// Expands the input as the arguments of `policy!` and of `#[cors(…)]`. The attribute is on a handler, on a module with
/// the handler, and on the input itself as an item. In the first two cases, the expansion must contain the handler even
/// for invalid arguments. An editor then finds the name of the handler, and the compiler reports no second error.
pub fn attribute(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let opening = text.matches(['(', '[', '{', '<', '!', '-', '*', '&', '|']).count();
    let Some(arguments) = closed(text) else { return };
    if opening > DEEPEST {
        return;
    }
    let handler = handler();
    let module = quote!(mod handlers { #handler });
    for item in [handler, module] {
        let expanded = cors_macros_stages::cors(arguments.clone(), item);
        let parsed = syn::parse2::<syn::File>(expanded);
        let file = parsed.unwrap_or_else(|error| panic!("{text} expands to no items: {error}"));
        assert!(has_handler(&file.items), "{text} removes the handler");
    }
    drop(cors_macros_stages::cors(arguments.clone(), arguments.clone()));
    let policy = cors_macros_stages::policy(quote!(::cors_runtime; #arguments));
    let policy: Vec<TokenTree> = policy.into_iter().collect();
    let [TokenTree::Group(block)] = &policy[..] else { panic!("policy!({text}) is not a block") };
    assert_eq!(block.delimiter(), Delimiter::Brace, "policy!({text})");
}

const PAGE: &str = "https://app.example.com";

/// Passes the input to `Browser` as the response of a server: a line with the status, and a line for each header.
/// `Browser` must block a response that does not allow the origin of the page.
pub fn browser(bytes: &[u8]) {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let status = lines.next().and_then(|line| StatusCode::from_bytes(line).ok());
    let headers: Vec<(HeaderName, HeaderValue)> = lines
        .filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            let (name, value) = line.split_at_checked(colon)?;
            let value = value.strip_prefix(b":")?.trim_ascii();
            Some((HeaderName::from_bytes(name).ok()?, HeaderValue::from_bytes(value).ok()?))
        })
        .filter(|(name, _)| name != "location")
        .collect();
    let said = headers.clone();
    let service = fn_service(move |request: actix_http::Request| {
        let mut response = HttpResponse::build(status.unwrap_or(StatusCode::OK));
        for header in &said {
            response.append_header(header.clone());
        }
        let request =
            ServiceRequest::from_request(TestRequest::with_uri(request.path()).to_http_request());
        async move { Ok::<_, actix_web::Error>(request.into_response(response.finish())) }
    });
    let Ok(service) = at_once(service.new_service(())) else { return };
    for page in [Browser::at(PAGE), Browser::at(PAGE).with_credentials()] {
        for request in [TestRequest::get(), TestRequest::put().insert_header(("x-a", "1"))] {
            let seen = at_once(page.fetch(&service, request));
            let named = headers.iter().any(|(name, value)| {
                name == "access-control-allow-origin" && (value == PAGE || value == "*")
            });
            assert!(named || seen.is_err(), "{headers:?} shares nothing: {seen:?}");
        }
    }
}
