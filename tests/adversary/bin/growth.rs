//! Passes 32 KiB and 64 KiB of repeated text to each parser, for the test that counts instructions.

use std::hint::black_box;

use adversary_tests::entries::{
    Entry, arguments, browser, pattern, received_origin, request, settings,
};

/// An entry, and the fixed text around the repeated text.
struct Place {
    name: &'static str,
    entry: Entry,
    before: &'static str,
    after: &'static str,
}

const fn place(name: &'static str, entry: Entry, [before, after]: [&'static str; 2]) -> Place {
    Place { name, entry, before, after }
}

const PLACES: [Place; 16] = [
    place("a pattern", pattern, ["", ""]),
    place("a pattern's host", pattern, ["https://*.", ""]),
    place("a received origin", received_origin, ["https://", ""]),
    place("`Origin`", request, ["\u{2}GET\norigin: ", ""]),
    place("`Host`", request, ["\u{3}GET\norigin: https://a.example\nhost: ", ""]),
    place(
        "`Content-Type`",
        request,
        ["\u{2}POST\nsec-fetch-site: cross-site\nsec-fetch-mode: cors\ncontent-type: ", ""],
    ),
    place(
        "a preflight's headers",
        request,
        [
            "\u{5}OPTIONS\norigin: http://localhost:1\naccess-control-request-method: GET\n\
         access-control-request-headers: ",
            "",
        ],
    ),
    place("a file's origins", settings, ["{\"origins\": \"", "\"}"]),
    place("a file's hosts", settings, ["{\"origins\": \"*\", \"hosts\": [\"", "\"]}"]),
    place("a file's methods", settings, ["{\"origins\": \"*\", \"methods\": \"", "\"}"]),
    place("a file's headers", settings, ["{\"origins\": \"*\", \"allow_headers\": [\"", "\"]}"]),
    place("a file's max age", settings, ["{\"origins\": \"*\", \"max_age\": \"", "\"}"]),
    place("a file's keys", settings, ["{\"origins\": \"*\", \"", "\": 1}"]),
    place("an attribute's origins", arguments, ["origins = \"", "\""]),
    place("an attribute's key", arguments, ["origins = \"*\", ", ""]),
    place(
        "a response's headers",
        browser,
        ["204\naccess-control-allow-origin: *\naccess-control-allow-headers: ", ""],
    ),
];

/// The repeated texts: spaces, labels, list items, separators.
const TEXTS: [&str; 4] = [" ", "a.", "a,", "://"];

const SIZES: [usize; 2] = [32 * 1024, 64 * 1024];

fn main() {
    for Place { name, entry, before, after } in PLACES {
        for text in TEXTS {
            // Each repetition of `a` would be a key with an error of its own. An attribute has a trusted author, so that
            // growth does not matter here.
            if name.starts_with("an attribute") && text.starts_with('a') {
                continue;
            }
            for size in SIZES {
                let whole = format!("{before}{}{after}", text.repeat(size / text.len()));
                // Lazy values are initialized outside of the measurement.
                entry(before.as_bytes());
                println!("{name}, of `{text}`");
                measured(entry, whole.as_bytes());
            }
        }
    }
}

/// Only the instructions of this function are counted.
#[inline(never)]
fn measured(entry: Entry, text: &[u8]) {
    entry(black_box(text));
}
