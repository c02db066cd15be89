//! The enum [`ConsoleMessage`], generated from the table in `table.rs`, and the function that recognizes a message.

use std::fmt;

macro_rules! messages {
    ($(
        $message:ident $name:ident
        chromium[$($chromium:literal)*]
        firefox[$($firefox:literal)*]
        safari[$([$($safari:literal)*])*]
        response[$response:literal]
        key[$key:literal]
        edit[$edit:literal]
        call[$call:literal]
        before[$($before:tt)*]
        after[$($after:tt)*]
    )*) => {
        /// A message about CORS in the console of a browser. The name comes from Chromium's DevTools protocol
        /// ([`CorsError`](https://chromedevtools.github.io/devtools-protocol/tot/Network/#type-CorsError)), or from
        /// [MDN's list](https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS/Errors) if Chromium has no such
        /// message.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ConsoleMessage {
            $(
                #[doc = $response]
                $message,
            )*
        }

        impl ConsoleMessage {
            /// Every message. The messages of Chromium are in the order of the DevTools protocol.
            pub const ALL: &'static [Self] = &[$(Self::$message),*];

            const fn facts(self) -> Facts {
                match self {
                    $(Self::$message => Facts {
                        name: stringify!($name),
                        protocol: stringify!($message),
                        documentation_url: concat!(
                            "https://docs.rs/cors-browser/latest/cors_browser/console_messages/",
                            stringify!($name),
                            "/",
                        ),
                        chromium: &[$($chromium),*],
                        firefox: &[$($firefox),*],
                        safari: &[$(&[$($safari),*]),*],
                        response: $response,
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
    documentation_url: &'static str,
    chromium: &'static [&'static str],
    firefox: &'static [&'static str],
    safari: &'static [&'static [&'static str]],
    response: &'static str,
    key: &'static str,
    edit: &'static str,
    attribute: &'static str,
}

impl ConsoleMessage {
    /// Returns the message that the output of a console contains.
    ///
    /// Each message is stored as fragments of its wordings in Chromium, Firefox and Safari. A message matches if the
    /// output contains all fragments of one wording. If several messages match, the result is the message whose wording
    /// has the most fragments. Between messages with equally many fragments, the order in [`ALL`](Self::ALL) decides.
    #[must_use]
    pub fn find_in(output: &str) -> Option<Self> {
        // Firefox writes curly quotation marks, but the fragments have straight ones.
        let output = output.replace(['‘', '’'], "'");
        let count_if_all_match = |fragments: &[&str]| {
            fragments.iter().all(|fragment| output.contains(fragment)).then_some(fragments.len())
        };
        let count_matches = |message: Self| {
            let Facts { chromium, firefox, safari, .. } = message.facts();
            let variants = safari.iter().copied().chain([chromium, firefox]);
            variants.filter_map(count_if_all_match).max().unwrap_or_default()
        };
        let max = Self::ALL.iter().copied().map(count_matches).max().filter(|max| *max > 0)?;
        Self::ALL.iter().copied().find(|message| count_matches(*message) == max)
    }

    /// Returns the name in snake case, such as `missing_allow_origin_header`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.facts().name
    }

    /// Returns the name in Chromium's DevTools protocol, or `None` if Chromium has no such message.
    #[must_use]
    pub const fn chromium(self) -> Option<&'static str> {
        let facts = self.facts();
        if facts.chromium.is_empty() { None } else { Some(facts.protocol) }
    }

    /// Returns the URL of the documentation page about this message.
    #[must_use]
    pub const fn documentation_url(self) -> &'static str {
        self.facts().documentation_url
    }

    /// Returns a description of the response that causes the message.
    #[must_use]
    pub const fn response(self) -> &'static str {
        self.facts().response
    }

    /// Returns the keys of `#[cors]` to check, such as `origins`. If no key can cause the message, returns `none:` and
    /// the cause.
    #[must_use]
    pub const fn key(self) -> &'static str {
        self.facts().key
    }

    /// Returns the edit that fixes the cause of the message.
    #[must_use]
    pub const fn edit(self) -> &'static str {
        self.facts().edit
    }

    /// Returns the arguments of `#[cors]` after the edit, or `None` if the edit does not change the attribute.
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
