//! The pages of the rules: one file each under `docs/rules/`. `docs/rules.md` is the index.

use cors_rules::each_rule;

macro_rules! pages {
    ($($rejected:literal $rule:ident $name:ident)*) => {
        #[doc = include_str!("../docs/links.md")]
        #[doc = include_str!("../docs/rules.md")]
        pub mod rules {
            $(
                pub mod $name {
                    // Inner attributes, so that links start from the page.
                    #![doc = include_str!("../docs/links.md")]
                    #![doc = include_str!(concat!("../docs/rules/", stringify!($name), ".md"))]
                }
            )*
        }
    };
}

each_rule!(pages);
