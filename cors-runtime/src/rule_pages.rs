//! The pages of the rules: what each refuses is said in the table of rules, and the rest in a file of
//! its own under `docs/rules/`.

use cors_rules::each_rule;

macro_rules! pages {
    ($($refused:literal $rule:ident $name:ident)*) => {
        #[doc = include_str!("../docs/rules.md")]
        $(#[doc = concat!("| [`", stringify!($name), "`](rules::", stringify!($name), ") | ", $refused, " |")])*
        pub mod rules {
            $(
                #[doc = $refused]
                #[doc = ""]
                #[doc = include_str!(concat!("../docs/rules/", stringify!($name), ".md"))]
                pub mod $name {}
            )*
        }
    };
}

each_rule!(pages);
