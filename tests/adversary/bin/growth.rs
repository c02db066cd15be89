//! Passes 32 KiB and 64 KiB of repeated text to each parser. The test in `tests/adversary/growth.rs` runs this program
//! under valgrind, and compares the numbers of instructions.

use std::hint::black_box;

use adversary_tests::entries::{
    Entry, arguments, browser, pattern, received_origin, request, settings,
};

/// Each row has the name of an input, the function that parses it, and the fixed texts around the repeated text.
const PLACES: [(&str, Entry, &str, &str); 16] = [
    ("a pattern", pattern, "", ""),
    ("a pattern's host", pattern, "https://*.", ""),
    ("a received origin", received_origin, "https://", ""),
    ("`Origin`", request, "\u{2}GET\norigin: ", ""),
    ("`Host`", request, "\u{3}GET\norigin: https://a.example\nhost: ", ""),
    (
        "`Content-Type`",
        request,
        "\u{2}POST\nsec-fetch-site: cross-site\nsec-fetch-mode: cors\ncontent-type: ",
        "",
    ),
    (
        "a preflight's headers",
        request,
        "\u{5}OPTIONS\norigin: http://localhost:1\naccess-control-request-method: GET\n\
         access-control-request-headers: ",
        "",
    ),
    ("a file's origins", settings, "{\"origins\": \"", "\"}"),
    ("a file's hosts", settings, "{\"origins\": \"*\", \"hosts\": [\"", "\"]}"),
    ("a file's methods", settings, "{\"origins\": \"*\", \"methods\": \"", "\"}"),
    ("a file's headers", settings, "{\"origins\": \"*\", \"allow_headers\": [\"", "\"]}"),
    ("a file's max age", settings, "{\"origins\": \"*\", \"max_age\": \"", "\"}"),
    ("a file's keys", settings, "{\"origins\": \"*\", \"", "\": 1}"),
    ("an attribute's origins", arguments, "origins = \"", "\""),
    ("an attribute's key", arguments, "origins = \"*\", ", ""),
    (
        "a response's headers",
        browser,
        "204\naccess-control-allow-origin: *\naccess-control-allow-headers: ",
        "",
    ),
];

/// The repeated texts: a space, a label, a list item and a separator. An input repeats one of them.
const TEXTS: [&str; 4] = [" ", "a.", "a,", "://"];

const SIZES: [usize; 2] = [32 * 1024, 64 * 1024];

fn main() {
    for (name, entry, before, after) in PLACES {
        for text in TEXTS {
            // Skips `a.` and `a,` in attributes, because each repetition can be a separate error. The cost of many
            // errors does not matter, because only the developer writes attributes.
            if name.starts_with("an attribute") && text.starts_with('a') {
                continue;
            }
            for size in SIZES {
                let whole = format!("{before}{}{after}", text.repeat(size / text.len()));
                // This call initializes lazy values, so that the measured call does not include this cost.
                entry(before.as_bytes());
                println!("{name}, of `{text}`");
                measured(entry, whole.as_bytes());
            }
        }
    }
}

/// The function whose instructions valgrind counts.
#[inline(never)]
fn measured(entry: Entry, text: &[u8]) {
    entry(black_box(text));
}
