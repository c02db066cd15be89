//! What the adversary's tests share: the model, random requests, and the entries that take bytes.

pub mod entries;
pub mod model;
pub mod random;
pub mod served;

// The stages of the macros, by their sources: paths in them begin at this crate.
macro_rules! stages {
    ($($name:ident = $path:literal)*) => {$(
        #[allow(dead_code, clippy::large_enum_variant, clippy::result_large_err, reason = "as in `cors-macros`")]
        #[path = $path]
        mod $name;
    )*};
}

stages! {
    attribute = "../../../cors-macros/src/attribute.rs"
    check = "../../../cors-macros/src/check.rs"
    diagnostic = "../../../cors-macros/src/diagnostic.rs"
    expand = "../../../cors-macros/src/expand/mod.rs"
    pipeline = "../../../cors-macros/src/pipeline.rs"
    settings = "../../../cors-macros/src/settings.rs"
    suggest = "../../../cors-macros/src/suggest.rs"
    syntax = "../../../cors-macros/src/syntax/mod.rs"
}
