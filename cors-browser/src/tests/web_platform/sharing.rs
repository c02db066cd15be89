use super::{
    super::{request, server},
    PAGE, scripted,
};
use crate::Browser;

/// `cors/origin.htm`, `fetch/api/cors/cors-multiple-origins.sub.any.js`
#[actix_web::test]
async fn only_the_origin_of_the_page_and_the_wildcard_pass_the_check() {
    for (values, allowed) in [
        (&["*"][..], true),
        (&[" *  "], true),
        (&["\t*"], true),
        (&["http://web-platform.test:8000"], true),
        (&[" http://web-platform.test:8000"], true),
        (&[" http://web-platform.test:8000   \t "], true),
        (&["\thttp://web-platform.test:8000"], true),
        (&["http://www1.web-platform.test:8000"], false),
        (&["//web-platform.test:8000"], false),
        (&["://web-platform.test:8000"], false),
        (&["ftp://web-platform.test:8000"], false),
        (&["http:://web-platform.test:8000"], false),
        (&["http:/web-platform.test:8000"], false),
        (&["http:web-platform.test:8000"], false),
        (&["web-platform.test:8000"], false),
        (&["http://web-platform.test:8000?"], false),
        (&["http://web-platform.test:8000/"], false),
        (&["http://web-platform.test:8000 /"], false),
        (&["http://web-platform.test:8000#"], false),
        (&["http://web-platform.test:8000%23"], false),
        (&["http://web-platform.test:8000:80"], false),
        (&["http://web-platform.test:8000, *"], false),
        (&["HTTP://WEB-PLATFORM.TEST:8000"], false),
        (&["HTTP://web-platform.test:8000"], false),
        (&["-"], false),
        (&["**"], false),
        (&["'*'"], false),
        (&["\"*\""], false),
        (&["* *"], false),
        (&["* null"], false),
        (&["*http://*"], false),
        (&["*http://web-platform.test:8000"], false),
        (&["* http://web-platform.test:8000"], false),
        (&["*, http://web-platform.test:8000"], false),
        (&["null http://web-platform.test:8000"], false),
        (&["http://example.net"], false),
        (&["null"], false),
        (&["null *"], false),
        (&[""], false),
        (&["http://web-platform.test:8000/cors/origin.htm"], false),
        (&["http://web-platform.test:8000/cors/"], false),
        (&["test:8000"], false),
        (&[".test:8000"], false),
        (&["*.test:8000"], false),
        (&["http://test:8000"], false),
        (&["http://.test:8000"], false),
        (&["http://*.test:8000"], false),
        (&["", "*"], false),
        (&["*", ""], false),
        (&["*", "*"], false),
        (&["", "http://web-platform.test:8000"], false),
        (&["*", "http://web-platform.test:8000"], false),
        (&["http://web-platform.test:8000", "http://web-platform.test:8000"], false),
        (&["http://web-platform.test:8000", "http://example.com"], false),
    ] {
        let actual = values.iter().map(|value| ("access-control-allow-origin", *value));
        let (app, log) = server(scripted(200, Vec::new(), actual.collect())).await;
        let outcome = Browser::at(PAGE).fetch(&app, request("GET", "http://other.test/")).await;
        assert_eq!(outcome.is_ok(), allowed, "{values:?}");
        assert_eq!(log.last().header("origin"), Some(PAGE));
    }
}

/// `cors/credentials-flag.htm`
#[actix_web::test]
async fn credentials_need_true_in_lower_case() {
    for (value, allowed) in [
        ("true", true),
        ("TRUE", false),
        ("True", false),
        ("\"true\"", false),
        ("false", false),
        ("1", false),
        ("0", false),
        ("", false),
    ] {
        let actual = vec![
            ("access-control-allow-origin", PAGE),
            ("access-control-allow-credentials", value),
        ];
        let (app, _) = server(scripted(200, Vec::new(), actual)).await;
        let page = Browser::at(PAGE).with_credentials();
        let outcome = page.fetch(&app, request("GET", "http://other.test/")).await;
        assert_eq!(outcome.is_ok(), allowed, "{value}");
    }
}

/// `cors/access-control-expose-headers-parsing.window.js`, `cors/response-headers.htm`,
/// `fetch/api/cors/cors-expose-star.sub.any.js`, `cors-filtering.sub.any.js`
#[actix_web::test]
async fn an_exposed_header_is_readable_only_if_the_whole_list_parses() {
    for (expose, include, exposed) in [
        (&["BB-8"][..], false, true),
        (&["bb-8,,@#$#%%&^&^*()()11!"], false, false),
        (&["bb-8, no no"], false, false),
        (&["@#$#%%&^&^*()()11!,bb-8"], false, false),
        (&["bb-8", "no"], false, true),
        (&["bb-8", "no no"], false, false),
        (&["no", "bb-8"], false, true),
        (&["", "bb-8"], false, true),
        (&[",bb-8"], false, true),
        (&["bb-8,"], false, true),
        (&["bb-8, bb-8"], false, true),
        (&["\"bb-8\",bb-8"], false, false),
        (&["bb-8;x"], false, false),
        (&["*"], false, true),
        (&["*"], true, false),
        (&["*,bb-8"], true, true),
        (&["bb-9"], false, false),
    ] {
        let mut actual = vec![
            ("access-control-allow-origin", PAGE),
            ("access-control-allow-credentials", "true"),
            ("content-language", "mkay"),
            ("bb-8", "hey"),
            ("set-cookie", "x=1"),
        ];
        actual.extend(expose.iter().map(|value| ("access-control-expose-headers", *value)));
        let (app, _) = server(scripted(200, Vec::new(), actual)).await;
        let page = Browser::at(PAGE);
        let page = if include { page.with_credentials() } else { page };
        let seen = page.fetch(&app, request("GET", "http://other.test/")).await.expect("allowed");
        assert_eq!(seen.header("content-language"), Some("mkay"), "{expose:?}");
        assert_eq!(seen.header("bb-8"), exposed.then_some("hey"), "{expose:?} {include}");
        assert_eq!(seen.header("set-cookie"), None, "{expose:?}");
    }
}
