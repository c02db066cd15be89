//! The messages about CORS that the consoles of Chromium, Firefox and Safari show.
//!
//! Each message has a page below: what the server sent, the key of
//! [`#[cors]`](https://docs.rs/cors-runtime/latest/cors_runtime/attr.cors.html) that controls it, and one edit
//! that fixes it. A page has the name that Chromium's
//! [DevTools protocol](https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-CorsError) gives the
//! message. A message that Chromium does not have is named after
//! [MDN's list](https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors). Firefox shows the same message
//! for a preflight and for the request itself. Safari shows fewer details: a preflight response with an error status has
//! one message, whatever its headers are.
//!
//! To find a page, search for a few words of the message, or pass the whole text to [`ConsoleMessage::read`].
//!
//! ```
//! use cors_browser::console_messages::ConsoleMessage;
//!
//! let pasted = "Access to fetch at 'https://api.example.com/me' from origin 'https://app.example.com' has been \
//!               blocked by CORS policy: It does not have HTTP ok status.";
//! let message = ConsoleMessage::read(pasted).expect("a message of Chromium");
//! assert_eq!(message.as_str(), "preflight_invalid_status");
//! println!("{}\n{}", message.edit(), message.page());
//! ```

mod blocked;
mod message;
mod pages;
mod table;

pub use message::ConsoleMessage;
pub use pages::*;
