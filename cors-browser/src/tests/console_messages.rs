//! Messages of browsers' consoles: each is read as itself.

use crate::console_messages::ConsoleMessage;

#[test]
fn what_a_console_says_is_read_as_the_message_that_it_is() {
    use ConsoleMessage as Message;
    let chromium = |text: &str| {
        format!(
            "Access to fetch at 'http://api.example.com/me' from origin 'https://app.example.com' has \
             been blocked by CORS policy: {text}"
        )
    };
    let preflight = |text: &str| {
        chromium(&format!(
            "Response to preflight request doesn't pass access control check: {text}"
        ))
    };
    let firefox = |reason: &str| {
        format!(
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote \
             resource at http://api.example.com/me. (Reason: {reason})."
        )
    };
    let missing = "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    let multiple = "The 'Access-Control-Allow-Origin' header contains multiple values 'https://a.example, \
                    https://b.example', but only one is allowed.";
    for (text, wanted) in [
        (chromium(missing), Message::MissingAllowOriginHeader),
        (preflight(missing), Message::PreflightMissingAllowOriginHeader),
        (chromium(multiple), Message::MultipleAllowOriginValues),
        (preflight(multiple), Message::PreflightMultipleAllowOriginValues),
        (preflight("It does not have HTTP ok status."), Message::PreflightInvalidStatus),
        (
            chromium(
                "Request header field x-a is not allowed by Access-Control-Allow-Headers in \
                 preflight response.",
            ),
            Message::HeaderDisallowedByPreflightResponse,
        ),
        (
            firefox("CORS header ‘Access-Control-Allow-Origin’ missing"),
            Message::MissingAllowOriginHeader,
        ),
        (
            firefox("invalid token ‘GET PUT’ in CORS header ‘Access-Control-Allow-Methods’"),
            Message::InvalidAllowMethodsPreflightResponse,
        ),
        (
            firefox(
                "header ‘x-a’ is not allowed according to header ‘Access-Control-Allow-Headers’ from \
                 CORS preflight response",
            ),
            Message::HeaderDisallowedByPreflightResponse,
        ),
        (firefox("CORS request did not succeed"), Message::CorsDidNotSucceed),
    ] {
        assert_eq!(ConsoleMessage::read(&text), Some(wanted), "{text}");
    }
    for other in ["", "Failed to load resource: the server responded with a status of 404", "CORS"]
    {
        assert_eq!(ConsoleMessage::read(other), None, "{other}");
    }
}

#[test]
fn every_message_has_a_page_of_its_own_and_an_edit() {
    for message in ConsoleMessage::ALL {
        assert!(message.page().ends_with(&format!("/console_messages/{message}/")), "{message}");
        assert!(!message.sent().is_empty() && !message.key().is_empty(), "{message}");
        assert!(message.edit().ends_with('.'), "{message}");
    }
}
