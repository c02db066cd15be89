//! Tests of the lists of methods and headers in the Fetch standard. The expected values come from the text of the
//! standard, not from the lists in the code of this crate.

use http::{
    HeaderMap, Method,
    header::{HeaderName, HeaderValue},
};

use crate::{
    header_list::{extract_tokens, normalized},
    safelist::{
        is_forbidden_request_header, is_safelisted_request_header, normalize_method,
        unsafe_request_header_names,
    },
};

fn is_safelisted(name: &str, value: &[u8]) -> bool {
    let name = HeaderName::try_from(name).expect("a name");
    is_safelisted_request_header(&name, &HeaderValue::from_bytes(value).expect("a value"))
}

fn headers(list: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in list {
        let value = HeaderValue::from_bytes(value.as_bytes()).expect("a value");
        headers.append(HeaderName::from_static(name), normalized(value));
    }
    headers
}

/// Includes the cases of the web-platform-tests `cors/cors-safelisted-request-header.any.js`,
/// `cors/simple-requests.htm`, `fetch/api/cors/cors-preflight-not-cors-safelisted.any.js` and
/// `fetch/api/cors/cors-no-preflight.any.js`.
#[test]
fn a_request_header_is_safelisted_by_name_and_value() {
    let long_type = format!("text/plain; long={}", "0".repeat(112));
    let long_range = format!("bytes=1{0}-2{0}", "0".repeat(60));
    // Each row has the name of a header, safelisted values of the header, and values that are not safelisted.
    let rows: [(&str, &[&str], &[&str]); 9] = [
        ("accept", &["application/json", "text/html;q=0.9, */*", "test", "*"], &["a\"b", "\""]),
        ("accept-language", &["en, *;q=0.5", "nn-NO,nn,en"], &["en_GB", "nn_NO,nn,en", "@"]),
        ("content-language", &["de-CH", "eu"], &["@"]),
        (
            "content-type",
            &[
                "text/plain",
                "Text/Plain; charset=utf-8",
                "text/plain; parameter=whatever",
                "text/plain;",
                "text/plain;garbage",
                "text/plain ; x",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded",
            ],
            &[
                "text/plain;charset=\"utf-8\"",
                "application/json",
                "application/json, text/plain",
                "text/plain, application/json",
                "text/plain,",
                ",text/plain",
                "text/plain,text/plain",
                "text/plain,x/x",
                "text /plain",
                "text\t/\tplain",
                "text",
                "text/",
                "/plain",
                "",
                "text/html",
                "application/www-form-urlencoded",
                "multipart/form-data;\"",
                &long_type,
            ],
        ),
        (
            "range",
            &[
                "bytes=0-",
                "bytes=5-5",
                "bytes=09-10",
                "bytes=100-200",
                "bytes=200-",
                "bytes=99999999999999999999999-100000000000000000000000",
            ],
            &[
                "bytes=10-9",
                "bytes=-500",
                "bytes=0-1,2-3",
                "bytes = 0-1",
                "bytes=0",
                "lines=0-1",
                "100-200",
                "MB=100-200",
                "bytes =100-200",
                "bytes\t=100-200",
                "bytes=  100-200",
                "bytes=\t\t100-200",
                "bytes=100 -200",
                "bytes=100- 200",
                "bytes=100-200hello",
                "bytes=abc-def",
                "bytes 100-200",
                "bytes 0-",
                ",bytes=100-200",
                "bytes=,100-200",
                &long_range,
            ],
        ),
        ("authorization", &[], &["x"]),
        ("x-request-id", &[], &["1"]),
        ("save-data", &[], &["on"]),
        ("test", &[], &["hi"]),
    ];
    for (name, safelisted, others) in rows {
        for value in safelisted {
            assert!(is_safelisted(name, value.as_bytes()), "{name}: {value}");
        }
        for value in others {
            assert!(!is_safelisted(name, value.as_bytes()), "{name}: {value}");
        }
    }
}

#[test]
fn every_byte_is_safe_or_unsafe_as_the_standard_lists_it() {
    for byte in (1..=255u8).filter(|byte| HeaderValue::from_bytes(&[*byte]).is_ok()) {
        let is_unsafe = byte < b' ' && byte != b'\t' || b"\"():<>?@[\\]{}\x7f".contains(&byte);
        assert_eq!(is_safelisted("accept", &[byte]), !is_unsafe, "accept: {byte:#04x}");
        let is_in_language = byte.is_ascii_alphanumeric() || b" *,-.;=".contains(&byte);
        for name in ["accept-language", "content-language"] {
            assert_eq!(is_safelisted(name, &[byte]), is_in_language, "{name}: {byte:#04x}");
        }
    }
}

#[test]
fn a_value_of_more_than_128_bytes_is_unsafe() {
    for name in ["accept", "accept-language", "content-language"] {
        assert!(is_safelisted(name, &[b'a'; 128]), "{name}");
        assert!(!is_safelisted(name, &[b'a'; 129]), "{name}");
    }
}

#[test]
fn safelisted_values_of_more_than_1024_bytes_together_are_all_unsafe() {
    let value = "a".repeat(128);
    let unsafe_of =
        |count| unsafe_request_header_names(&headers(&vec![("accept", &*value); count]));
    assert!(unsafe_of(8).is_empty());
    assert!(unsafe_of(9).into_iter().eq(["accept"]));
}

#[test]
fn unsafe_names_are_sorted_and_unique() {
    let list = [("x-b", "1"), ("accept", "*/*"), ("x-a", "1"), ("x-b", "2")];
    let names = unsafe_request_header_names(&headers(&list));
    assert!(names.into_iter().eq(["x-a", "x-b"]));
}

#[test]
fn only_six_methods_are_normalized() {
    for (written, sent) in [
        ("get", "GET"),
        ("Head", "HEAD"),
        ("post", "POST"),
        ("pUt", "PUT"),
        ("delete", "DELETE"),
        ("options", "OPTIONS"),
        ("patch", "patch"),
        ("query", "query"),
        ("PATCH", "PATCH"),
    ] {
        let method: Method = written.parse().expect("a method");
        assert_eq!(normalize_method(method).as_str(), sent);
    }
}

#[test]
fn a_page_cannot_set_a_forbidden_request_header() {
    for (name, value, forbidden) in [
        ("cookie", "a=1", true),
        ("origin", "https://bank.example", true),
        ("sec-fetch-site", "same-origin", true),
        ("proxy-x", "1", true),
        ("access-control-request-method", "GET", true),
        ("x-http-method-override", "PUT", false),
        ("x-http-method-override", "PUT, trace", true),
        ("x-method-override", "Connect", true),
        ("x-http-method", "TRACKER", false),
        ("security", "1", false),
        ("authorization", "x", false),
        ("user-agent", "x", false),
    ] {
        let name = HeaderName::try_from(name).expect("a name");
        let value = HeaderValue::from_static(value);
        assert_eq!(is_forbidden_request_header(&name, &value), forbidden, "{name}: {value:?}");
    }
}

#[test]
fn lists_of_names_are_extracted_by_their_grammar() {
    for (lines, expected) in [
        (&[][..], Some(vec![])),
        (&["GET, PUT"][..], Some(vec!["GET", "PUT"])),
        (&["GET", "PUT"][..], Some(vec!["GET", "PUT"])),
        (&[""][..], Some(vec![])),
        (&[",GET\t,, *"][..], Some(vec!["GET", "*"])),
        (&["GET PUT"][..], None),
        (&["GET", "\"PUT\""][..], None),
        (&["GÜT"][..], None),
    ] {
        let list: Vec<_> = lines.iter().map(|line| ("x", *line)).collect();
        let found = extract_tokens(&headers(&list), "x");
        let expected = expected.map(|names| names.into_iter().map(str::to_owned).collect());
        assert_eq!(found, expected, "{lines:?}");
    }
}
