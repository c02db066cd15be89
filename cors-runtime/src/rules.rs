#![doc = include_str!("../docs/rules.md")]

use cors_rules::each_rule;

/// A page for each rule, in the order of precedence: what it refuses, from the table of rules, and
/// the rest from a file of its own.
macro_rules! pages {
    ($($refused:literal $rule:ident $name:ident)*) => {
        $(
            #[doc = $refused]
            #[doc = ""]
            #[doc = include_str!(concat!("../docs/rules/", stringify!($name), ".md"))]
            pub mod $name {}
        )*
    };
}

each_rule!(pages);
