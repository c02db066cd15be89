//! The console message that a browser shows for each [`Blocked`].

use url::Url;

use super::ConsoleMessage;
use crate::blocked::Blocked;

impl Blocked {
    /// Returns the URL of the documentation page about the browser's console message. Returns `None` if the browser
    /// shows no message about CORS.
    #[must_use]
    pub fn documentation_url(&self) -> Option<&'static str> {
        self.console_message().map(ConsoleMessage::documentation_url)
    }

    fn console_message(&self) -> Option<ConsoleMessage> {
        use ConsoleMessage as Message;
        Some(match self {
            Self::Origin { allow_origin, .. } => {
                match AllowOriginDefect::of(allow_origin.as_deref()) {
                    AllowOriginDefect::Missing => Message::MissingAllowOriginHeader,
                    AllowOriginDefect::Wildcard => Message::WildcardOriginNotAllowed,
                    AllowOriginDefect::Multiple => Message::MultipleAllowOriginValues,
                    AllowOriginDefect::Invalid => Message::InvalidAllowOriginValue,
                    AllowOriginDefect::Mismatch => Message::AllowOriginMismatch,
                }
            }
            Self::PreflightOrigin { allow_origin, .. } => {
                match AllowOriginDefect::of(allow_origin.as_deref()) {
                    AllowOriginDefect::Missing => Message::PreflightMissingAllowOriginHeader,
                    AllowOriginDefect::Wildcard => Message::PreflightWildcardOriginNotAllowed,
                    AllowOriginDefect::Multiple => Message::PreflightMultipleAllowOriginValues,
                    AllowOriginDefect::Invalid => Message::PreflightInvalidAllowOriginValue,
                    AllowOriginDefect::Mismatch => Message::PreflightAllowOriginMismatch,
                }
            }
            Self::Credentials { .. } => Message::InvalidAllowCredentials,
            Self::PreflightCredentials { .. } => Message::PreflightInvalidAllowCredentials,
            Self::PreflightStatus { status, .. } if status.is_redirection() => {
                Message::PreflightDisallowedRedirect
            }
            Self::PreflightStatus { .. } => Message::PreflightInvalidStatus,
            Self::PreflightSyntax { header: "access-control-allow-methods", .. } => {
                Message::InvalidAllowMethodsPreflightResponse
            }
            Self::PreflightSyntax { .. } => Message::InvalidAllowHeadersPreflightResponse,
            Self::PreflightMethod { .. } => Message::MethodDisallowedByPreflightResponse,
            Self::PreflightHeader { .. } => Message::HeaderDisallowedByPreflightResponse,
            Self::RedirectUserInfo { .. } => Message::RedirectContainsCredentials,
            Self::InvalidUrl { .. }
            | Self::ForbiddenMethod { .. }
            | Self::UnexpectedBody { .. }
            | Self::NotAForm { .. }
            | Self::RedirectLocation { .. }
            | Self::RedirectScheme { .. }
            | Self::RedirectLimit { .. }
            | Self::WebSocketHandshake { .. } => return None,
        })
    }
}

/// The defects of an `Access-Control-Allow-Origin` value, in the order in which Chromium checks for them.
enum AllowOriginDefect {
    Missing,
    Wildcard,
    Multiple,
    Invalid,
    Mismatch,
}

impl AllowOriginDefect {
    fn of(value: Option<&str>) -> Self {
        match value {
            None => Self::Missing,
            Some("*") => Self::Wildcard,
            Some(value) if value.contains([' ', ',']) => Self::Multiple,
            Some(value) if value != "null" && Url::parse(value).is_err() => Self::Invalid,
            Some(_) => Self::Mismatch,
        }
    }
}
