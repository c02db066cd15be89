//! The pages of the rules: one file each under `docs/rules/`. `docs/rules.md` is the index.

use cors_rules::each_rule;

macro_rules! pages {
    ($($rejected:literal $rule:ident $name:ident)*) => {
        #[doc = include_str!("../docs/links.md")]
        #[doc = include_str!("../docs/rules.md")]
        pub mod rules {
            $(
                pub mod $name {
                    // With inner attributes, rustdoc resolves the links from the module of the page, not from `rules`.
                    #![doc = include_str!("../docs/links.md")]
                    #![doc = include_str!(concat!("../docs/rules/", stringify!($name), ".md"))]
                }
            )*
        }
    };
}

each_rule!(pages);
