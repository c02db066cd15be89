//! The documentation page of each console message, generated from the table in `table.rs`. The `#[cors]` attributes
//! on a page are compiled as doc tests.

use crate::each_console_message;

macro_rules! pages {
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
    )*) => {$(
        page! {
            $name
            [
                $("- Chromium: `", $chromium, "`\n",)*
                $("- Firefox: `", $firefox, "`\n",)*
                $($("- Safari: `", $safari, "`\n",)*)*
                "\n# What the server sent\n\n", $response,
                "\n\n# The key\n\n", $key,
                "\n\n# The edit\n\n", $edit, "\n\n",
            ]
            [$call] [$($before)*] [$($after)*]
        }
    )*};
}

macro_rules! page {
    ($name:ident [$($about:tt)*] [$call:literal] [] []) => {
        #[doc = concat!($($about)*)]
        pub mod $name {}
    };
    ($name:ident [$($about:tt)*] [$call:literal] [policy $($before:tt)*] [$($after:tt)*]) => {
        #[doc = concat!(
            $($about)*
            "For a page at `APP` that calls `fetch(url, ", $call, ")`, before:\n",
            "```\n# use actix_web::route;\n# use cors_runtime::cors;\n",
            "# const APP: &str = \"https://app.example.com\";\n",
            "#[cors(", stringify!($($before)*), ")]\n",
            "#[route(\"/me\", method = \"GET\", method = \"PUT\")]\n",
            "async fn me() -> &'static str { \"{}\" }\n```\n",
        )]
        #[doc = after!($($after)*)]
        pub mod $name {}
    };
    ($name:ident [$($about:tt)*] [$call:literal] [answer $status:literal $($line:literal)*] [$($after:tt)*]) => {
        #[doc = concat!(
            $($about)*
            "For a page at `APP` that calls `fetch(url, ", $call, ")`, before:\n",
            "```text\nHTTP/1.1 ", $status, $("\n", $line,)* "\n```\n",
        )]
        #[doc = after!($($after)*)]
        pub mod $name {}
    };
}

macro_rules! after {
    ($($after:tt)*) => {
        concat!(
            "and after:\n",
            "```\n# use actix_web::route;\n# use cors_runtime::cors;\n",
            "# const APP: &str = \"https://app.example.com\";\n",
            "#[cors(", stringify!($($after)*), ")]\n",
            "#[route(\"/me\", method = \"GET\", method = \"PUT\")]\n",
            "async fn me() -> &'static str { \"{}\" }\n```\n",
        )
    };
}

each_console_message!(pages);
