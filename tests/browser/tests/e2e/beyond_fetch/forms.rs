//! A form's submission asks no leave: `enforce` alone keeps another site's out of the handler.

use std::time::Duration;

use actix_web::test::{self, TestRequest};
use cors_runtime::testing::Browser;
use libtest_mimic::Trial;
use serde_json::json;

use crate::{
    Shared, World,
    call::API,
    page::{APP, EVIL, LOCALHOST, NOT_EXAMPLE, Page, SANDBOXED, SUFFIXED},
    server::{Log, Orders, app},
    test as trial,
};

struct Submission {
    name: &'static str,
    page: Page,
    host: &'static str,
    path: &'static str,
    status: u16,
}

// To `localhost`, Chromium sends `Sec-Fetch-Site`; to the others, which are no secure contexts, it
// does not, and `Origin` is held against `Host`.
const SUBMISSIONS: [Submission; 8] = [
    Submission {
        name: "a listed page's form is taken where the policy is enforced",
        page: APP,
        host: API,
        path: "/order",
        status: 200,
    },
    Submission {
        name: "another site's form is refused before the handler runs",
        page: EVIL,
        host: API,
        path: "/order",
        status: 403,
    },
    Submission {
        name: "another site's form reaches a handler whose policy is not enforced",
        page: EVIL,
        host: API,
        path: "/order-by-anyone",
        status: 200,
    },
    Submission {
        name: "a form of the server's own origin is taken, listed or not",
        page: NOT_EXAMPLE,
        host: NOT_EXAMPLE.host,
        path: "/order",
        status: 200,
    },
    Submission {
        name: "another site's form is refused by what the browser says of it",
        page: EVIL,
        host: LOCALHOST.host,
        path: "/order",
        status: 403,
    },
    Submission {
        name: "a form of the server's own origin is taken by what the browser says of it",
        page: LOCALHOST,
        host: LOCALHOST.host,
        path: "/order",
        status: 200,
    },
    Submission {
        name: "a sandboxed frame's form is refused",
        page: SANDBOXED,
        host: API,
        path: "/order",
        status: 403,
    },
    Submission {
        name: "a form of the same site is taken by the origin's pattern",
        page: SUFFIXED,
        host: API,
        path: "/order",
        status: 200,
    },
];

const SUBMIT: &str = "
    const [action, sandboxed, done] = arguments;
    const frame = document.createElement('iframe');
    frame.name = 'target';
    if (sandboxed) {
        frame.sandbox = 'allow-scripts allow-forms';
        frame.srcdoc = `<form method=post action='${action}'><input name=title value=Emma></form>
            <script>onload = () => setTimeout(() => document.forms[0].submit())<\\/script>`;
        document.body.append(frame);
        // The document itself, and what its form leads to.
        let loads = 0;
        frame.onload = () => { if (++loads === 2) done(null); };
        return;
    }
    document.body.append(frame);
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action, target: 'target' });
    const input = document.createElement('input');
    Object.assign(input, { name: 'title', value: 'Emma' });
    form.append(input);
    document.body.append(form);
    frame.onload = () => done(null);
    form.submit();";

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    SUBMISSIONS
        .iter()
        .map(|submission| {
            trial(shared, submission.name, Duration::from_secs(60), async move |world: &World| {
                submission.is_answered_alike(world).await;
            })
        })
        .collect()
}

impl Submission {
    async fn is_answered_alike(&self, world: &World) {
        let Self { page, host, path, status, .. } = *self;
        let orders = usize::from(status == 200);
        let url = world.url("http", host, path);

        world.on_page(page, SUBMIT, vec![json!(url), json!(page.sandboxed)]).await;
        assert_eq!(world.answered(), [status], "Chromium");
        assert_eq!(world.server.orders.take(), orders, "Chromium: how often the handler ran");

        let (log, placed) = (Log::default(), Orders::default());
        let ports = world.server.ports;
        let app = test::init_service(app(ports, log, placed.clone())).await;
        let form = TestRequest::post()
            .uri(&url)
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .set_payload("title=Emma");
        let seen = Browser::at(&page.origin(ports)).navigate(&app, form).await.expect("an answer");
        assert_eq!(seen.status(), status, "the client");
        assert_eq!(placed.take(), orders, "the client: how often the handler ran");
    }
}
