//! Form submissions, which need no preflight: only `enforce` rejects those of other sites.

use std::time::Duration;

use actix_web::test::{self, TestRequest};
use cors_runtime::testing::Browser;
use libtest_mimic::Trial;
use serde_json::json;

use crate::{
    Shared, World,
    call::API,
    page::{APP, EVIL, LOCALHOST, NOT_EXAMPLE, Page, SANDBOXED, SUFFIXED},
    pages::COOKIE,
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

// Chromium sends `Sec-Fetch-Site` to `localhost` only, since the other hosts are not secure contexts. For the
// other hosts, the server compares `Origin` with `Host`.
const SUBMISSIONS: [Submission; 9] = [
    Submission {
        name: "`enforce` accepts a form with cookies of a listed page if the policy allows credentials",
        page: APP,
        host: API,
        path: "/order-with-credentials",
        status: 200,
    },
    Submission {
        name: "`enforce` rejects a form with cookies of a listed page if the policy does not allow credentials",
        page: APP,
        host: API,
        path: "/order",
        status: 403,
    },
    Submission {
        name: "`enforce` rejects a form of another site before the handler runs",
        page: EVIL,
        host: API,
        path: "/order",
        status: 403,
    },
    Submission {
        name: "a form of another site reaches a handler without `enforce`",
        page: EVIL,
        host: API,
        path: "/order-without-enforce",
        status: 200,
    },
    Submission {
        name: "`enforce` accepts a same-origin form, even if the origin is not listed",
        page: NOT_EXAMPLE,
        host: NOT_EXAMPLE.host,
        path: "/order",
        status: 200,
    },
    Submission {
        name: "`enforce` rejects a form with `Sec-Fetch-Site: cross-site`",
        page: EVIL,
        host: LOCALHOST.host,
        path: "/order",
        status: 403,
    },
    Submission {
        name: "`enforce` accepts a form with `Sec-Fetch-Site: same-origin`",
        page: LOCALHOST,
        host: LOCALHOST.host,
        path: "/order",
        status: 200,
    },
    Submission {
        name: "`enforce` rejects a form of a sandboxed frame",
        page: SANDBOXED,
        host: API,
        path: "/order",
        status: 403,
    },
    Submission {
        name: "`enforce` accepts a form of the same site whose origin matches a pattern",
        page: SUFFIXED,
        host: API,
        path: "/order-with-credentials",
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
        // The frame loads its document first, and then the response to the form.
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
                submission.check(world).await;
            })
        })
        .collect()
}

impl Submission {
    /// Checks the status and the effect in Chromium and in the client.
    async fn check(&self, world: &World) {
        let Self { page, host, path, status, .. } = *self;
        let orders = usize::from(status == 200);
        let url = world.url("http", host, path);

        world.on_page(page, SUBMIT, vec![json!(url), json!(page.sandboxed)]).await;
        assert_eq!(world.response_statuses(), [status], "Chromium");
        assert_eq!(world.server.orders.take(), orders, "Chromium: runs of the handler");

        let (log, placed) = (Log::default(), Orders::default());
        let ports = world.server.ports;
        let app = test::init_service(app(ports, log, placed.clone())).await;
        let form = TestRequest::post()
            .uri(&url)
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .set_payload("title=Emma");
        let form = match host == API && page.is_same_site() {
            true => form.insert_header(("cookie", COOKIE)),
            false => form,
        };
        let page = Browser::at(&page.origin(ports));
        let response = page.navigate(&app, form).await.expect("a response");
        assert_eq!(response.status(), status, "the client");
        assert_eq!(placed.take(), orders, "the client: runs of the handler");
    }
}
