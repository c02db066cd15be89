//! Fetch's lists, compared with a second copy written from the text of the standard.

use http::{
    Method,
    header::{HeaderName, HeaderValue},
};

use crate::{
    header_list::HeaderList,
    safelist::{
        is_forbidden_request_header, is_safelisted_request_header, normalize_method,
        unsafe_request_header_names,
    },
};

fn is_safelisted(name: &str, value: &[u8]) -> bool {
    let name = HeaderName::try_from(name).expect("a name");
    is_safelisted_request_header(&name, &HeaderValue::from_bytes(value).expect("a value"))
}

fn headers(list: &[(&str, String)]) -> HeaderList {
    let mut headers = HeaderList::default();
    for (name, value) in list {
        headers.append(
            HeaderName::try_from(*name).expect("a name"),
            HeaderValue::from_str(value).expect("a value"),
        );
    }
    headers
}

#[test]
fn a_request_header_is_safelisted_by_name_and_value() {
    for (name, value, safelisted) in [
        ("accept", "application/json", true),
        ("accept", "text/html;q=0.9, */*", true),
        ("accept", "a\"b", false),
        ("accept-language", "en, *;q=0.5", true),
        ("accept-language", "en_GB", false),
        ("content-language", "de-CH", true),
        ("content-type", "text/plain", true),
        ("content-type", "Text/Plain; charset=utf-8", true),
        ("content-type", "text/plain;charset=\"utf-8\"", false),
        ("content-type", "multipart/form-data; boundary=x", true),
        ("content-type", "application/x-www-form-urlencoded", true),
        ("content-type", "application/json", false),
        ("content-type", "application/json, text/plain", false),
        ("content-type", "text/plain, application/json", false),
        ("content-type", "text/plain ; x", true),
        ("content-type", "text", false),
        ("content-type", "text/", false),
        ("content-type", "/plain", false),
        ("content-type", "", false),
        ("range", "bytes=0-", true),
        ("range", "bytes=5-5", true),
        ("range", "bytes=09-10", true),
        ("range", "bytes=10-9", false),
        ("range", "bytes=99999999999999999999999-100000000000000000000000", true),
        ("range", "bytes=-500", false),
        ("range", "bytes=0-1,2-3", false),
        ("range", "bytes = 0-1", false),
        ("range", "bytes=0", false),
        ("range", "lines=0-1", false),
        ("authorization", "x", false),
        ("x-request-id", "1", false),
        ("save-data", "on", false),
    ] {
        assert_eq!(is_safelisted(name, value.as_bytes()), safelisted, "{name}: {value}");
    }
}

#[test]
fn every_byte_is_safe_or_unsafe_as_the_standard_lists_it() {
    for byte in (1..=255u8).filter(|byte| HeaderValue::from_bytes(&[*byte]).is_ok()) {
        let unsafe_byte = byte < 0x20 && byte != 0x09
            || matches!(
                byte,
                0x22 | 0x28
                    | 0x29
                    | 0x3A
                    | 0x3C
                    | 0x3E
                    | 0x3F
                    | 0x40
                    | 0x5B
                    | 0x5C
                    | 0x5D
                    | 0x7B
                    | 0x7D
                    | 0x7F
            );
        assert_eq!(is_safelisted("accept", &[byte]), !unsafe_byte, "accept: {byte:#04x}");
        let language_byte = matches!(
            byte,
            0x30..=0x39 | 0x41..=0x5A | 0x61..=0x7A | 0x20 | 0x2A | 0x2C | 0x2D | 0x2E | 0x3B | 0x3D
        );
        for name in ["accept-language", "content-language"] {
            assert_eq!(is_safelisted(name, &[byte]), language_byte, "{name}: {byte:#04x}");
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
    let of = |count| {
        let list: Vec<_> = (0..count).map(|_| ("accept", "a".repeat(128))).collect();
        unsafe_request_header_names(&headers(&list))
    };
    assert!(of(8).is_empty());
    assert!(of(9).into_iter().eq(["accept"]));
}

#[test]
fn unsafe_names_are_sorted_and_unique() {
    let names = unsafe_request_header_names(&headers(&[
        ("x-b", "1".to_owned()),
        ("accept", "*/*".to_owned()),
        ("x-a", "1".to_owned()),
        ("x-b", "2".to_owned()),
    ]));
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
    for (lines, extracted) in [
        (&[][..], Some(None)),
        (&["GET, PUT"][..], Some(Some(vec!["GET", "PUT"]))),
        (&["GET", "PUT"][..], Some(Some(vec!["GET", "PUT"]))),
        (&[""][..], Some(Some(vec![]))),
        (&[",GET\t,, *"][..], Some(Some(vec!["GET", "*"]))),
        (&["GET PUT"][..], None),
        (&["GET", "\"PUT\""][..], None),
        (&["GÜT"][..], None),
    ] {
        let list: Vec<_> = lines.iter().map(|line| ("x", (*line).to_owned())).collect();
        let mut list_headers = HeaderList::default();
        for (name, value) in &list {
            list_headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_bytes(value.as_bytes()).expect("a value"),
            );
        }
        let expected = extracted.map(|some| {
            some.map(|names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>())
        });
        assert_eq!(list_headers.extract_tokens("x").ok(), expected, "{lines:?}");
    }
}
