//! Generators of origins, patterns and similar strings.

use proptest::prelude::*;

/// Generates a scheme, usually a common one.
fn scheme() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec!["https", "http", "wss", "ftp", "tauri", "app", "file"])
            .prop_map(str::to_owned),
        1 => "[a-zA-Z0-9+.-]{0,8}",
        1 => "[a-z]{62,67}",
    ]
}

/// Generates a host, in upper or lower case, and in one of several scripts and notations.
fn host() -> impl Strategy<Value = String> {
    let label = prop_oneof![
        6 => "[a-z0-9_-]{1,6}",
        2 => "[A-Za-z0-9]{1,6}",
        2 => "xn--[a-z0-9-]{0,8}",
        1 => "[a-zäöüßéあ한α]{1,4}",
        1 => "[0-9]{1,4}",
        1 => "0[xX][0-9a-fA-F]{0,3}",
        1 => "[a-z]{62,65}",
        1 => Just(String::new()),
        1 => Just("*".to_owned()),
        1 => "\\*?-[a-z]{0,4}",
        1 => "[!-~]{1,3}",
    ];
    prop_oneof![
        6 => prop::collection::vec(label, 1..5).prop_map(|labels| labels.join(".")),
        2 => any::<[u8; 4]>().prop_map(|ip| std::net::Ipv4Addr::from(ip).to_string()),
        2 => any::<[u16; 8]>().prop_map(|ip| format!("[{}]", std::net::Ipv6Addr::from(ip))),
        1 => "\\[[0-9a-fA-F:.]{0,12}\\]",
    ]
}

/// Generates a port, or another string after a host.
fn end() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        3 => (0..=70_000u32).prop_map(|port| format!(":{port}")),
        2 => prop::sample::select(vec![
            ":443", ":80", ":21", ":*", ":", ":0", ":080", ":+1", ".", "/", "/path", "\\", "?", "#",
            " ", "\n", ":80:80", "@a", ":8*",
        ])
        .prop_map(str::to_owned),
    ]
}

/// Generates an origin, a pattern, a URL, or a string that resembles one of these.
pub(crate) fn nearly_an_origin() -> impl Strategy<Value = String> {
    let between = prop_oneof![
        12 => Just("://"),
        1 => prop::sample::select(vec![":", ":/", "//", "", "://user@", ":///", "://*."]),
    ];
    prop_oneof![
        8 => (scheme(), between, host(), end())
            .prop_map(|(scheme, between, host, end)| format!("{scheme}{between}{host}{end}")),
        1 => any::<String>(),
        1 => "[ -~]{0,40}",
    ]
}

/// Generates a valid pattern.
pub(crate) fn pattern() -> impl Strategy<Value = String> {
    let scheme = prop::sample::select(vec!["https", "http", "tauri", "app"]);
    let subdomains = prop::sample::select(vec!["", "", "*.", "*-team."]);
    let host = "[a-z][a-z0-9_-]{0,6}(\\.[a-z0-9_-]{0,6}[g-wyz]){0,3}";
    let port = prop_oneof![
        2 => Just(String::new()),
        1 => Just(":*".to_owned()),
        1 => (1_000..=65_535u16).prop_map(|port| format!(":{port}")),
    ];
    (scheme, subdomains, host, port)
        .prop_map(|(scheme, subdomains, host, port)| format!("{scheme}://{subdomains}{host}{port}"))
        .prop_filter("a label that begins like Punycode may be none", |string| {
            !string.contains("xn--")
        })
}
