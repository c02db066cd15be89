//! The subresources that a document loads in mode "cors": modules and fonts.

use std::time::Duration;

use actix_web::test::{self, TestRequest};
use cors_runtime::testing::Browser;
use libtest_mimic::Trial;
use serde_json::json;

use crate::{
    Shared, World,
    call::API,
    page::{APP, EVIL, Page, STAFF},
    server::{Log, Orders, app},
    test as trial,
};

/// The kind of a subresource and the element that loads it.
#[derive(Clone, Copy)]
enum Kind {
    Module,
    /// `<script type="module" crossorigin="use-credentials">`
    CredentialedModule,
    /// `import(url)`
    Import,
    /// `<script crossorigin>`: a classic script whose errors the page can read.
    Script,
    Font,
    /// `@font-face` in a style sheet.
    FontFace,
}

const LOADS: [(&str, Page, Kind, &str, bool); 12] = [
    ("a listed page loads a module", APP, Kind::Module, "/module.js", true),
    ("another page cannot load a module", EVIL, Kind::Module, "/module.js", false),
    ("a listed page imports a module", APP, Kind::Import, "/module.js", true),
    ("another page cannot import a module", STAFF, Kind::Import, "/module.js", false),
    (
        "a listed page loads a module with credentials if the policy allows credentials",
        APP,
        Kind::CredentialedModule,
        "/module-with-credentials.js",
        true,
    ),
    (
        "a listed page cannot load a module with credentials if the policy does not allow credentials",
        APP,
        Kind::CredentialedModule,
        "/module.js",
        false,
    ),
    ("a listed page loads a font", APP, Kind::Font, "/square.ttf", true),
    ("another page cannot load a font", EVIL, Kind::Font, "/square.ttf", false),
    ("a listed page's style sheet loads a font", APP, Kind::FontFace, "/square.ttf", true),
    ("another page's style sheet cannot load a font", STAFF, Kind::FontFace, "/square.ttf", false),
    ("a listed page loads a script with `crossorigin`", APP, Kind::Script, "/module.js", true),
    (
        "another page cannot load a script with `crossorigin`",
        EVIL,
        Kind::Script,
        "/module.js",
        false,
    ),
];

impl Kind {
    fn script(self) -> &'static str {
        match self {
            Self::Module => concat!(
                "const crossOrigin = 'anonymous', type = 'module';",
                include_str!("../page/script.js")
            ),
            Self::CredentialedModule => concat!(
                "const crossOrigin = 'use-credentials', type = 'module';",
                include_str!("../page/script.js")
            ),
            Self::Script => concat!(
                "const crossOrigin = 'anonymous', type = '';",
                include_str!("../page/script.js")
            ),
            Self::Import => {
                "const [url, done] = arguments;
                import(url).then(() => done(globalThis.loaded === 'Emma'), () => done(false));"
            }
            Self::Font => {
                "const [url, done] = arguments;
                new FontFace('Square', `url(${url})`).load()
                    .then(({ status }) => done(status === 'loaded'), () => done(false));"
            }
            Self::FontFace => {
                "const [url, done] = arguments;
                const style = document.createElement('style');
                style.textContent = `@font-face { font-family: Square; src: url(${url}) }`;
                document.head.append(style);
                document.fonts.load('1rem Square', 'A')
                    .then(([face]) => done(face?.status === 'loaded'), () => done(false));"
            }
        }
    }
}

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    LOADS
        .into_iter()
        .map(|(name, page, kind, path, loads)| {
            trial(shared, name, Duration::from_secs(60), async move |world: &World| {
                let url = world.url("http", API, path);
                let loaded = world.on_page(page, kind.script(), vec![json!(url)]).await;
                assert_eq!(loaded, json!(loads), "Chromium");
                assert_eq!(world.response_statuses(), [200], "Chromium: only the browser blocks");

                let ports = world.server.ports;
                let app = test::init_service(app(ports, Log::default(), Orders::default())).await;
                let page = Browser::at(&page.origin(ports));
                let page = match kind {
                    Kind::CredentialedModule => page.with_credentials(),
                    _ => page,
                };
                let result = page.fetch(&app, TestRequest::get().uri(&url)).await;
                assert_eq!(result.is_ok(), loads, "the client: {result:?}");
            })
        })
        .collect()
}
