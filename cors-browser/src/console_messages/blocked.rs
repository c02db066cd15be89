//! The console message of Chromium for most variants of [`Blocked`].

use url::Url;

use super::ConsoleMessage as Message;
use crate::blocked::Blocked;

impl Blocked {
    /// Returns the URL of the documentation page about the browser's console message. Returns `None` for the variants
    /// about invalid requests and WebSocket handshakes, and for the variants about redirects except
    /// [`RedirectUserInfo`](Self::RedirectUserInfo).
    #[must_use]
    pub fn documentation_url(&self) -> Option<&'static str> {
        self.console_message().map(Message::documentation_url)
    }

    fn console_message(&self) -> Option<Message> {
        Some(match self {
            Self::Origin { allow_origin, .. } => allow_origin_messages(allow_origin.as_deref()).0,
            Self::PreflightOrigin { allow_origin, .. } => {
                allow_origin_messages(allow_origin.as_deref()).1
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

/// Returns the messages about a value of `Access-Control-Allow-Origin`: the message for the actual request, and the
/// message for a preflight. The conditions are those of Chromium.
fn allow_origin_messages(value: Option<&str>) -> (Message, Message) {
    match value {
        None => (Message::MissingAllowOriginHeader, Message::PreflightMissingAllowOriginHeader),
        Some("*") => {
            (Message::WildcardOriginNotAllowed, Message::PreflightWildcardOriginNotAllowed)
        }
        Some(value) if value.contains([' ', ',']) => {
            (Message::MultipleAllowOriginValues, Message::PreflightMultipleAllowOriginValues)
        }
        Some(value) if value != "null" && Url::parse(value).is_err() => {
            (Message::InvalidAllowOriginValue, Message::PreflightInvalidAllowOriginValue)
        }
        Some(_) => (Message::AllowOriginMismatch, Message::PreflightAllowOriginMismatch),
    }
}
