//! The enum of messages and its decoder, made from the table.

use std::fmt;

macro_rules! messages {
    ($(
        $message:ident $name:ident
        chromium[$($chromium:literal)*]
        firefox[$($firefox:literal)*]
        safari[$([$($safari:literal)*])*]
        sent[$sent:literal]
        key[$key:literal]
        edit[$edit:literal]
        call[$call:literal]
        before[$($before:tt)*]
        after[$($after:tt)*]
    )*) => {
        /// A message of a browser's console, named as in Chromium's DevTools protocol
        /// ([`CorsError`](https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-CorsError)),
        /// or in [MDN's list](https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors) where
        /// Chromium has no such message.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ConsoleMessage {
            $(
                #[doc = $sent]
                $message,
            )*
        }

        impl ConsoleMessage {
            /// Every message, Chromium's in the order of its protocol.
            pub const ALL: &'static [Self] = &[$(Self::$message),*];

            const fn facts(self) -> Facts {
                match self {
                    $(Self::$message => Facts {
                        name: stringify!($name),
                        protocol: stringify!($message),
                        page: concat!(
                            "https://docs.rs/cors-browser/latest/cors_browser/console_messages/",
                            stringify!($name),
                            "/",
                        ),
                        chromium: &[$($chromium),*],
                        firefox: &[$($firefox),*],
                        safari: &[$(&[$($safari),*]),*],
                        sent: $sent,
                        key: $key,
                        edit: $edit,
                        attribute: stringify!($($after)*),
                    },)*
                }
            }
        }
    };
}

crate::each_console_message!(messages);

#[derive(Clone, Copy)]
struct Facts {
    name: &'static str,
    protocol: &'static str,
    page: &'static str,
    chromium: &'static [&'static str],
    firefox: &'static [&'static str],
    safari: &'static [&'static [&'static str]],
    sent: &'static str,
    key: &'static str,
    edit: &'static str,
    attribute: &'static str,
}

impl ConsoleMessage {
    /// Returns the message that a text copied from a console contains.
    ///
    /// A message matches if the text contains each of its fragments. If several messages match, the one
    /// with the most fragments is returned.
    #[must_use]
    pub fn read(pasted: &str) -> Option<Self> {
        // Firefox writes curly quotation marks, which some terminals replace.
        let pasted = pasted.replace(['‘', '’'], "'");
        let fragments = |fragments: &[&str]| {
            fragments.iter().all(|fragment| pasted.contains(fragment)).then_some(fragments.len())
        };
        let found = |message: Self| {
            let Facts { chromium, firefox, safari, .. } = message.facts();
            let each = safari.iter().copied().chain([chromium, firefox]);
            each.filter_map(fragments).max().unwrap_or_default()
        };
        let most = Self::ALL.iter().copied().map(found).max().filter(|most| *most > 0)?;
        Self::ALL.iter().copied().find(|message| found(*message) == most)
    }

    /// The name in snake case, such as `missing_allow_origin_header`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.facts().name
    }

    /// The name in Chromium's DevTools protocol, or `None` if Chromium has no such message.
    #[must_use]
    pub const fn chromium(self) -> Option<&'static str> {
        let facts = self.facts();
        if facts.chromium.is_empty() { None } else { Some(facts.protocol) }
    }

    /// The URL of the page about this message.
    #[must_use]
    pub const fn page(self) -> &'static str {
        self.facts().page
    }

    /// Returns the value that the server sent.
    #[must_use]
    pub const fn sent(self) -> &'static str {
        self.facts().sent
    }

    /// The key of the attribute that controls the headers, or the other cause.
    #[must_use]
    pub const fn key(self) -> &'static str {
        self.facts().key
    }

    /// The edit that fixes it.
    #[must_use]
    pub const fn edit(self) -> &'static str {
        self.facts().edit
    }

    /// Returns the keys of the fixed attribute, or `None` if the edit is elsewhere.
    #[must_use]
    pub const fn attribute(self) -> Option<&'static str> {
        let attribute = self.facts().attribute;
        if attribute.is_empty() { None } else { Some(attribute) }
    }
}

impl fmt::Display for ConsoleMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
