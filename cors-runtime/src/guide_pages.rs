//! The guide's pages: each is a file under `docs/guide/`, in the order in which they are read.

macro_rules! pages {
    ($($name:ident: $about:literal)*) => {
        #[doc = include_str!("../docs/guide.md")]
        $(#[doc = concat!("| [`", stringify!($name), "`](guide::", stringify!($name), ") | ", $about, " |")])*
        pub mod guide {
            $(
                #[doc = concat!("# ", $about)]
                #[doc = ""]
                #[doc = include_str!(concat!("../docs/guide/", stringify!($name), ".md"))]
                pub mod $name {}
            )*
        }
    };
}

pages! {
    words: "The words of this guide"
    what_enforce_stops: "What `enforce` stops"
}
