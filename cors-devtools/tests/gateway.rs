//! A test of the fields of a gateway's filter. The package `tests/gateway` tests their values.

use cors_rules::key::Key;

const IN_FILTER: [Key; 6] = [
    Key::Origins,
    Key::AllowCredentials,
    Key::Methods,
    Key::AllowHeaders,
    Key::ExposeHeaders,
    Key::MaxAge,
];
/// The server applies these settings itself.
const OF_SERVER: [Key; 3] = [Key::DebugOrigins, Key::Enforce, Key::Hosts];

/// A new key fails this test until one of the lists contains it.
#[test]
fn each_setting_is_in_a_filter_or_belongs_to_the_server() {
    for key in Key::SETTINGS {
        // A flag that permits a dangerous setting has no effect on a response.
        let is_permission = key.name().starts_with("danger_");
        assert!(IN_FILTER.contains(key) || OF_SERVER.contains(key) || is_permission, "{key:?}");
    }
}
