use cors_runtime::{Policy, policy};

// A pattern allows no `*` in these places.
const _: Policy = policy!(
    origins = [
        "https://*",
        "*.example.com",
        "https://app-*.example.com",
        "https://example.*",
        "https://*.*.example.com",
        "http://*.127.0.0.1",
        "*://app.example.com",
    ]
);

// The values are copied from the address bar of a browser.
const _: Policy = policy!(
    origins = [
        "https://app.example.com/",
        "https://app.example.com/login?next=/books#top",
        "app.example.com",
        "www.example.com:8443/",
        "localhost:3000",
        "HTTPS://Staff.example.com",
        "https://shop.example.com:443",
        "https://user:secret@partner.example.com",
        " https://padded.example.com ",
    ]
);

const _: Policy = policy!(
    origins = "https://app.example.com",
    debug_origins = ["localhost:5173", "http://127.0.0.1:5173/"],
);

// The hosts are not valid, or one string has two origins.
const _: Policy = policy!(
    origins = [
        "https://bücher.example",
        "https://xn--zz",
        "https://under_score..example.com",
        "https://a.example.com, https://b.example.com",
        "https://ex%61mple.com",
        "https://",
        "http://127.1:8080",
        "http://256.1.1.1",
        "http://[0:0:0:0:0:0:0:1]:8080",
        "http://::1",
    ]
);

// The ports or the schemes are not valid.
const _: Policy = policy!(
    origins = [
        "https://app.example.com:",
        "https://app.example.com:0",
        "https://app.example.com:65536",
        "https://app.example.com:08443",
        "https://app.example.com:84*",
        "file:///home/me/index.html",
        "https:/app.example.com",
        "1password://app",
    ]
);

// The values are regular expressions.
const _: Policy = policy!(origins = r"^https://.*\.example\.com$");
const _: Policy = policy!(origins = r"https?://(www\.)?example\.com");
const _: Policy = policy!(origins = "https://.*");

// The values are words, incomplete URLs, or lists in one string.
const _: Policy =
    policy!(origins = ["any", "self", "", "Null", "http//a.example.com", "//a.example.com"]);
const _: Policy = policy!(origins = "https://a.example.com, https://b.example.com");
const _: Policy = policy!(origins = "https://a.example.com;https://b.example.com");

// The values are in constants, which only const evaluation can read.
const SHOP: &str = "https://staff.example.com:443";
mod config {
    pub const PARTNER: &str = "partner.example.com";
}
const _: Policy =
    policy!(origins = [SHOP, concat!("https://", "app.example.com", "/"), config::PARTNER]);

// The value is in a constant list, which only const evaluation can read.
const FRONT_ENDS: &[&str] = &["https://app.example.com", "https://staff.example.com/"];
const _: Policy = policy!(origins = FRONT_ENDS);

// The list has an invalid literal and an invalid constant.
const SHARED: Policy = policy!(origins = ["https://app.example.com/", STAFF]);
const STAFF: &str = "staff.example.com";

fn main() {}
