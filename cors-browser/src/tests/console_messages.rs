//! Tests that the crate recognizes the messages of Safari's console. The crate in the folder `tests/browser` tests the
//! messages of Chromium and Firefox with the browsers themselves.

use crate::console_messages::ConsoleMessage;

#[test]
fn each_message_of_the_console_of_safari_is_recognized() {
    use ConsoleMessage as Message;
    for (text, wanted) in [
        (
            "Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200",
            Message::MissingAllowOriginHeader,
        ),
        (
            "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.",
            Message::WildcardOriginNotAllowed,
        ),
        (
            "Access-Control-Allow-Origin cannot contain more than one origin.",
            Message::MultipleAllowOriginValues,
        ),
        (
            "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\".",
            Message::InvalidAllowCredentials,
        ),
        (
            "Preflight response is not successful. Status code: 403",
            Message::PreflightMissingAllowOriginHeader,
        ),
        (
            "Preflight response is not successful. Status code: 404",
            Message::PreflightMissingAllowOriginHeader,
        ),
        ("Preflight response is not successful. Status code: 401", Message::PreflightInvalidStatus),
        (
            "Preflight response is not successful. Status code: 301",
            Message::PreflightDisallowedRedirect,
        ),
        (
            "Header Access-Control-Allow-Methods has an invalid value: GET PUT",
            Message::InvalidAllowMethodsPreflightResponse,
        ),
        (
            "Header Access-Control-Allow-Headers has an invalid value: x-a x-b",
            Message::InvalidAllowHeadersPreflightResponse,
        ),
        (
            "Method PUT is not allowed by Access-Control-Allow-Methods.",
            Message::MethodDisallowedByPreflightResponse,
        ),
        (
            "Request header field x-a is not allowed by Access-Control-Allow-Headers.",
            Message::HeaderDisallowedByPreflightResponse,
        ),
        (
            "Cross-origin redirection to https://user@b.example/ denied by Cross-Origin Resource Sharing policy: \
             redirection URL https://user@b.example/ has credentials",
            Message::RedirectContainsCredentials,
        ),
        (
            "Cross-origin redirection to https://b.example/ denied by Cross-Origin Resource Sharing policy: Origin \
             https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 302",
            Message::MissingAllowOriginHeader,
        ),
        (
            "Cross origin requests are not allowed when using same-origin fetch mode.",
            Message::DisallowedByMode,
        ),
        ("Cross origin requests are only supported for HTTP.", Message::CorsDisabledScheme),
        (
            "Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200\n\
             Fetch API cannot load https://api.example.com/me due to access control checks.",
            Message::MissingAllowOriginHeader,
        ),
        (
            "Fetch API cannot load https://api.example.com/me due to access control checks.",
            Message::CorsDidNotSucceed,
        ),
    ] {
        assert_eq!(ConsoleMessage::find_in(text), Some(wanted), "{text}");
    }
    for other in ["", "Failed to load resource: the server responded with a status of 404", "CORS"]
    {
        assert_eq!(ConsoleMessage::find_in(other), None, "{other}");
    }
}

#[test]
fn every_message_has_a_page_of_its_own_and_an_edit() {
    for message in ConsoleMessage::ALL {
        assert!(
            message.documentation_url().ends_with(&format!("/console_messages/{message}/")),
            "{message}"
        );
        assert!(!message.response().is_empty() && !message.key().is_empty(), "{message}");
        assert!(message.edit().ends_with('.'), "{message}");
    }
}
