//! The console message that a browser shows for each [`Blocked`].

use url::Url;

use super::ConsoleMessage;
use crate::blocked::Blocked;

impl Blocked {
    /// Returns the URL of the page about the message in the browser's console; `None` if that message is
    /// not about CORS.
    #[must_use]
    pub fn see(&self) -> Option<&'static str> {
        self.console_message().map(ConsoleMessage::page)
    }

    fn console_message(&self) -> Option<ConsoleMessage> {
        use ConsoleMessage as Message;
        Some(match self {
            Self::Origin { allow_origin, .. } => match AllowOrigin::of(allow_origin.as_deref()) {
                AllowOrigin::Missing => Message::MissingAllowOriginHeader,
                AllowOrigin::Wildcard => Message::WildcardOriginNotAllowed,
                AllowOrigin::Multiple => Message::MultipleAllowOriginValues,
                AllowOrigin::Invalid => Message::InvalidAllowOriginValue,
                AllowOrigin::Another => Message::AllowOriginMismatch,
            },
            Self::PreflightOrigin { allow_origin, .. } => {
                match AllowOrigin::of(allow_origin.as_deref()) {
                    AllowOrigin::Missing => Message::PreflightMissingAllowOriginHeader,
                    AllowOrigin::Wildcard => Message::PreflightWildcardOriginNotAllowed,
                    AllowOrigin::Multiple => Message::PreflightMultipleAllowOriginValues,
                    AllowOrigin::Invalid => Message::PreflightInvalidAllowOriginValue,
                    AllowOrigin::Another => Message::PreflightAllowOriginMismatch,
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

/// The defect of an `Access-Control-Allow-Origin`, in the order in which Chromium looks for it.
enum AllowOrigin {
    Missing,
    Wildcard,
    Multiple,
    Invalid,
    Another,
}

impl AllowOrigin {
    fn of(value: Option<&str>) -> Self {
        match value {
            None => Self::Missing,
            Some("*") => Self::Wildcard,
            Some(value) if value.contains([' ', ',']) => Self::Multiple,
            Some(value) if value != "null" && Url::parse(value).is_err() => Self::Invalid,
            Some(_) => Self::Another,
        }
    }
}
