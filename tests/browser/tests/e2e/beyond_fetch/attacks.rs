//! Attackers' pages: a name that resolves to the server, loads by tags, and an extension. Forms and
//! WebSockets of other sites have files of their own.

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

/// By what an attacker's page makes a request.
#[derive(Clone, Copy)]
enum Means {
    Fetch,
    Image,
    Script,
    Frame,
    Object,
}

impl Means {
    /// It ends with whether the page got what it asked for.
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
    means: Means,
    host: &'static str,
    path: &'static str,
    succeeds: bool,
    status: u16,
}

const fn attack(
    name: &'static str,
    (page, means): (Page, Means),
    (host, path): (&'static str, &'static str),
    (succeeds, status): (bool, u16),
) -> Attack {
    Attack { name, page, means, host, path, succeeds, status }
}

// Every name resolves to this machine, as an attacker's does once it is rebound. To `localhost`, Chromium
// sends `Sec-Fetch-*`.
const ATTACKS: [Attack; 9] = [
    attack(
        "a rebound name is the server's own origin, and reads",
        (EVIL, Means::Fetch),
        (EVIL.host, "/by-any-name"),
        (true, 200),
    ),
    attack(
        "a rebound name is refused by a server that has names",
        (EVIL, Means::Fetch),
        (EVIL.host, "/named"),
        (false, 403),
    ),
    attack(
        "another site's image is loaded where it is not isolated",
        (EVIL, Means::Image),
        (LOCALHOST.host, "/image.svg"),
        (true, 200),
    ),
    attack(
        "another site's image is refused where it is isolated",
        (EVIL, Means::Image),
        (LOCALHOST.host, "/isolated.svg"),
        (false, 403),
    ),
    attack(
        "another site's script runs where it is not isolated",
        (EVIL, Means::Script),
        (LOCALHOST.host, "/script.js"),
        (true, 200),
    ),
    attack(
        "another site's script is refused where it is isolated",
        (EVIL, Means::Script),
        (LOCALHOST.host, "/isolated.js"),
        (false, 403),
    ),
    attack(
        "a frame is a navigation, isolated or not",
        (EVIL, Means::Frame),
        (LOCALHOST.host, "/isolated.html"),
        (true, 200),
    ),
    attack(
        "an object is none, and is refused where it is isolated",
        (EVIL, Means::Object),
        (LOCALHOST.host, "/isolated.html"),
        (false, 403),
    ),
    attack(
        "a browser sends an origin with an underscore, and a pattern has it",
        (UNDERSCORED, Means::Fetch),
        (API, "/underscored"),
        (true, 200),
    ),
];

/// With a permission for the host, what an extension does is the user's own doing; without one, it is
/// a page like any other.
const EXTENSIONS: [(&str, &str, bool, u16); 2] = [
    ("an extension calls what the user lets it call", LOCALHOST.host, true, 200),
    ("an extension is foreign where the user does not", API, false, 403),
];

const POST: &str = "
    const [url, done] = arguments;
    fetch(url, { method: 'POST', body: 'title=Emma' }).then(({ ok }) => done(ok), () => done(false));";

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    let limit = Duration::from_secs(60);
    let attacks = ATTACKS.iter().map(|attack| {
        trial(shared, attack.name, limit, async move |world: &World| {
            let url = world.url("http", attack.host, attack.path);
            let script = attack.means.script();
            // A frame tells its page nothing, so that what the server says counts.
            let succeeds = world.on_page(attack.page, script, vec![json!(url)]).await;
            assert_eq!(world.answered(), [attack.status]);
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
            let seen = world.chromium().run(POST, vec![json!(url)]).await.expect("an answer");
            assert_eq!(world.answered(), [status]);
            assert_eq!(world.server.orders.take(), usize::from(status == 200));
            assert_eq!(seen, json!(succeeds));
        })
    });
    attacks.chain(extensions).collect()
}
