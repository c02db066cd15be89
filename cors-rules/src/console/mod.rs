//! What the consoles of Chromium and Firefox say of the CORS protocol: the decoder of a pasted
//! message, the pages of the guide and the tests that provoke each message have one table.

mod table;

use core::fmt;

macro_rules! messages {
    ($(
        $message:ident $name:ident
        chromium[$($chromium:literal)*]
        firefox[$($firefox:literal)*]
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
                            "https://docs.rs/cors-runtime/latest/cors_runtime/guide/console_messages/",
                            stringify!($name),
                            "/",
                        ),
                        chromium: &[$($chromium),*],
                        firefox: &[$($firefox),*],
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
    sent: &'static str,
    key: &'static str,
    edit: &'static str,
    attribute: &'static str,
}

impl ConsoleMessage {
    /// Which message a text is that somebody copied from a console: of those whose every fragment
    /// stands in it, the one that has most of them.
    #[must_use]
    pub fn read(pasted: &str) -> Option<Self> {
        // Firefox's quotation marks are curly, and not every terminal keeps them so.
        let pasted = pasted.replace(['‘', '’'], "'");
        let fragments = |fragments: &[&str]| {
            fragments.iter().all(|fragment| pasted.contains(fragment)).then_some(fragments.len())
        };
        let found = |message: Self| {
            let Facts { chromium, firefox, .. } = message.facts();
            fragments(chromium).max(fragments(firefox)).unwrap_or_default()
        };
        let most = Self::ALL.iter().copied().map(found).max().filter(|most| *most > 0)?;
        Self::ALL.iter().copied().find(|message| found(*message) == most)
    }

    /// Its name in Rust's style, `missing_allow_origin_header`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.facts().name
    }

    /// Its name in Chromium's DevTools protocol, where Chromium has such a message.
    #[must_use]
    pub const fn chromium(self) -> Option<&'static str> {
        let facts = self.facts();
        if facts.chromium.is_empty() { None } else { Some(facts.protocol) }
    }

    /// The address of its page in the guide.
    #[must_use]
    pub const fn page(self) -> &'static str {
        self.facts().page
    }

    /// What the server had sent.
    #[must_use]
    pub const fn sent(self) -> &'static str {
        self.facts().sent
    }

    /// The key that governs it, or what does where no key is at fault.
    #[must_use]
    pub const fn key(self) -> &'static str {
        self.facts().key
    }

    /// The edit that mends it.
    #[must_use]
    pub const fn edit(self) -> &'static str {
        self.facts().edit
    }

    /// An attribute's keys after the edit, where the edit is one to an attribute.
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
