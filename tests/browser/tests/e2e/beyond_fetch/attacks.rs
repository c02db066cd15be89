//! Requests of attackers' pages: a host name that resolves to the server, loads by tags, and an extension.
//! `forms.rs` and `sockets.rs` test forms and WebSockets of other sites.

use std::time::Duration;

use libtest_mimic::Trial;
use serde_json::json;

use crate::{
    Shared, World,
    call::API,
    chromium::EXTENSION,
    page::{EVIL, LOCALHOST, Page, UNDERSCORED},
    test as trial,
};

/// The function or element with which a page makes a request.
#[derive(Clone, Copy)]
enum RequestKind {
    Fetch,
    Image,
    Script,
    Frame,
    Object,
}

impl RequestKind {
    /// Returns a script whose result is true if the page got the resource.
    fn script(self) -> &'static str {
        match self {
            Self::Fetch => {
                "const [url, done] = arguments;
                fetch(url).then(({ ok }) => done(ok), () => done(false));"
            }
            Self::Image => {
                "const [src, done] = arguments;
                const onload = () => done(true), onerror = () => done(false);
                Object.assign(new Image(), { onload, onerror, src });"
            }
            Self::Script => {
                concat!("const crossOrigin = null, type = '';", include_str!("../page/script.js"))
            }
            Self::Frame => {
                "const [src, done] = arguments;
                const frame = document.createElement('iframe');
                Object.assign(frame, { src, onload: () => done(true) });
                document.body.append(frame);"
            }
            Self::Object => {
                "const [data, done] = arguments;
                const object = document.createElement('object');
                const onload = () => done(true), onerror = () => done(false);
                Object.assign(object, { data, type: 'text/html', onload, onerror });
                document.body.append(object);"
            }
        }
    }
}

struct Attack {
    name: &'static str,
    page: Page,
    kind: RequestKind,
    host: &'static str,
    path: &'static str,
    succeeds: bool,
    status: u16,
}

const fn attack(
    name: &'static str,
    (page, kind): (Page, RequestKind),
    (host, path): (&'static str, &'static str),
    (succeeds, status): (bool, u16),
) -> Attack {
    Attack { name, page, kind, host, path, succeeds, status }
}

// Every name resolves to this machine, as an attacker's name does after DNS rebinding. Chromium sends
// `Sec-Fetch-*` to `localhost` only.
const ATTACKS: [Attack; 9] = [
    attack(
        "a page under a rebound name reads the response without `hosts`",
        (EVIL, RequestKind::Fetch),
        (EVIL.host, "/without-hosts"),
        (true, 200),
    ),
    attack(
        "`hosts` rejects a request under a rebound name",
        (EVIL, RequestKind::Fetch),
        (EVIL.host, "/with-hosts"),
        (false, 403),
    ),
    attack(
        "another site loads an image that is not isolated",
        (EVIL, RequestKind::Image),
        (LOCALHOST.host, "/image.svg"),
        (true, 200),
    ),
    attack(
        "another site cannot load an isolated image",
        (EVIL, RequestKind::Image),
        (LOCALHOST.host, "/isolated.svg"),
        (false, 403),
    ),
    attack(
        "another site runs a script that is not isolated",
        (EVIL, RequestKind::Script),
        (LOCALHOST.host, "/script.js"),
        (true, 200),
    ),
    attack(
        "another site cannot run an isolated script",
        (EVIL, RequestKind::Script),
        (LOCALHOST.host, "/isolated.js"),
        (false, 403),
    ),
    attack(
        "another site embeds an isolated page in a frame, which is a navigation",
        (EVIL, RequestKind::Frame),
        (LOCALHOST.host, "/isolated.html"),
        (true, 200),
    ),
    attack(
        "another site cannot embed an isolated page in an object",
        (EVIL, RequestKind::Object),
        (LOCALHOST.host, "/isolated.html"),
        (false, 403),
    ),
    attack(
        "a pattern matches an origin with an underscore",
        (UNDERSCORED, RequestKind::Fetch),
        (API, "/underscored"),
        (true, 200),
    ),
];

/// A test name, a host, the success and the status. A request of an extension with a permission for the host
/// counts as started by the user; without the permission, the request is cross-origin.
const EXTENSIONS: [(&str, &str, bool, u16); 2] = [
    ("an extension may call a host for which it has a permission", LOCALHOST.host, true, 200),
    ("an extension without a permission for the host is cross-origin", API, false, 403),
];

const POST: &str = "
    const [url, done] = arguments;
    fetch(url, { method: 'POST', body: 'title=Emma' }).then(({ ok }) => done(ok), () => done(false));";

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    let limit = Duration::from_secs(60);
    let attacks = ATTACKS.iter().map(|attack| {
        trial(shared, attack.name, limit, async move |world: &World| {
            let url = world.url("http", attack.host, attack.path);
            let script = attack.kind.script();
            // A page cannot observe the response in a frame, so the test also checks the server's status.
            let succeeds = world.on_page(attack.page, script, vec![json!(url)]).await;
            assert_eq!(world.response_statuses(), [attack.status]);
            assert_eq!(succeeds, json!(attack.succeeds));
        })
    });
    let extensions = EXTENSIONS.into_iter().map(|(name, host, succeeds, status)| {
        trial(shared, name, limit, async move |world: &World| {
            let page = format!("chrome-extension://{EXTENSION}/page.html");
            world.chromium().page().goto(&page).await.expect("the extension's page opens");
            world.server.log.take();
            world.server.orders.take();
            let url = world.url("http", host, "/order");
            let result = world.chromium().run(POST, vec![json!(url)]).await.expect("a result");
            assert_eq!(world.response_statuses(), [status]);
            assert_eq!(world.server.orders.take(), usize::from(status == 200));
            assert_eq!(result, json!(succeeds));
        })
    });
    attacks.chain(extensions).collect()
}
