//! The messages about CORS that the consoles of Chromium, Firefox and Safari show.
//!
//! Each module below is the page of one message. The page has the response of the server, the key of
//! [`#[cors]`](https://docs.rs/cors-runtime/latest/cors_runtime/attr.cors.html) to check, and one edit that fixes the
//! cause. A page has the name of the message in Chromium's [DevTools
//! protocol](https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-CorsError). If Chromium has no such
//! message, the name comes from [MDN's list](https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors). If the
//! response to a preflight fails the CORS check, Firefox shows the same message as for the response to an actual
//! request. Safari shows fewer details: it has one message for every preflight response with an error status,
//! regardless of the headers.
//!
//! To find a page, search for a few words of the message, or pass the output of the console to
//! [`ConsoleMessage::find_in`].
//!
//! ```
//! use cors_browser::console_messages::ConsoleMessage;
//!
//! let pasted = "Access to fetch at 'https://api.example.com/me' from origin 'https://app.example.com' has been \
//!               blocked by CORS policy: It does not have HTTP ok status.";
//! let message = ConsoleMessage::find_in(pasted).expect("a message of Chromium");
//! assert_eq!(message.as_str(), "preflight_invalid_status");
//! println!("{}\n{}", message.edit(), message.documentation_url());
//! ```

mod blocked;
mod message;
mod pages;
mod table;

pub use message::ConsoleMessage;
pub use pages::*;
