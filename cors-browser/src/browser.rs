//! The door: a page, and what it can do.

use std::{cell::RefCell, error::Error, fmt, rc::Rc, str::FromStr, time::Duration};

use actix_web::{
    body::MessageBody,
    dev::{Service, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    test::TestRequest,
};
use url::Url;

use crate::{
    blocked::Blocked,
    cache::Partition,
    main_fetch::Fetcher,
    origin::{Origin, suggested_origin},
    profile::Profile,
    request::{Credentials, Mode, Request},
    safelist::is_safelisted_request_header,
    seen::Seen,
};

/// A page in a browser, which sends requests to an application as the Fetch standard describes it.
///
/// The page has an origin and a credentials mode; the browser behind it has a CORS-preflight cache
/// and a clock. [`with_credentials`](Self::with_credentials), [`open`](Self::open) and a clone are
/// other pages of the same browser; [`at`](Self::at) starts a browser of its own, with nothing in
/// its cache.
///
/// # Examples
///
/// ```
/// use actix_web::{App, HttpResponse, test::{self, TestRequest}, web};
/// use cors_browser::{Blocked, Browser};
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Blocked> {
/// let open_to_all = || async {
///     HttpResponse::Ok().insert_header(("access-control-allow-origin", "*")).finish()
/// };
/// let app = test::init_service(App::new().route("/books", web::get().to(open_to_all))).await;
///
/// let page = Browser::at("https://app.example.com");
/// let seen = page.fetch(&app, TestRequest::get().uri("/books")).await?;
/// assert_eq!(seen.status(), 200);
///
/// let credentialed = page.with_credentials();
/// let no = credentialed.fetch(&app, TestRequest::get().uri("/books")).await.unwrap_err();
/// assert!(matches!(no, Blocked::Origin { .. }), "{no}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Browser {
    origin: Origin,
    partition: Partition,
    credentials: Credentials,
    server: Url,
    profile: Rc<RefCell<Profile>>,
}

impl Browser {
    /// A page at an origin, or at a URL, whose origin is taken; `null` is a
    /// [`sandboxed`](Self::sandboxed) one.
    ///
    /// Its requests have the credentials mode "same-origin", as those of `fetch(url)` have.
    ///
    /// # Panics
    ///
    /// Where `page` is not a URL with a host.
    #[must_use]
    #[track_caller]
    pub fn at(page: &str) -> Self {
        match page.parse() {
            Ok(browser) => browser,
            Err(error) => panic!("{error}"),
        }
    }

    /// A page whose origin is opaque, in an `<iframe sandbox>` say: it sends `Origin: null`, and is
    /// same-origin with no server.
    #[must_use]
    pub fn sandboxed() -> Self {
        Self::at("null")
    }

    /// Another page of the same browser, with this page's credentials mode and server.
    ///
    /// It shares the clock and the CORS-preflight cache, in which a page finds only what was stored
    /// for its own site and origin.
    ///
    /// # Panics
    ///
    /// As [`at`](Self::at).
    #[must_use]
    #[track_caller]
    pub fn open(&self, page: &str) -> Self {
        match self.page_at(page) {
            Ok(browser) => browser,
            Err(error) => panic!("{error}"),
        }
    }

    fn page_at(&self, page: &str) -> Result<Self, ParsePageError> {
        let origin =
            Origin::of_page(page).ok_or_else(|| ParsePageError { page: page.to_owned() })?;
        let partition = match origin.site() {
            Some(site) => site.to_owned(),
            None => {
                let mut profile = self.profile.borrow_mut();
                profile.opaque_sites += 1;
                format!("opaque {}", profile.opaque_sites)
            }
        };
        Ok(Self { origin, partition, ..self.clone() })
    }

    /// The page's origin as it is sent: `https://app.example.com`, or `null`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.origin.to_string()
    }

    /// The same page, sending requests with credentials: `credentials: "include"`.
    ///
    /// Then the cookies of the [`TestRequest`] are sent to other origins too, `*` is not a wildcard
    /// in any CORS header, and the response must have `Access-Control-Allow-Credentials: true`.
    /// <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>
    #[must_use]
    pub fn with_credentials(&self) -> Self {
        Self { credentials: Credentials::Include, ..self.clone() }
    }

    /// The same page, sending no cookie to any origin, its own included: `credentials: "omit"`.
    #[must_use]
    pub fn without_credentials(&self) -> Self {
        Self { credentials: Credentials::Omit, ..self.clone() }
    }

    /// The same page, for which the application is at `server`, an origin:
    /// `http://localhost:8080` otherwise, as in actix-web's own tests.
    ///
    /// A [`TestRequest`] that has a `Host` header or a URL in full names its server itself.
    ///
    /// # Panics
    ///
    /// Where `server` is not an `http` or `https` URL.
    #[must_use]
    #[track_caller]
    pub fn with_server(&self, server: &str) -> Self {
        Self { server: parse_server(server), ..self.clone() }
    }

    /// Fetches as `fetch()` in a page does, by mode "cors", redirects followed.
    ///
    /// `request` is what the page asks for, a method, a URL, headers and a body. A header that a
    /// page [cannot set](https://fetch.spec.whatwg.org/#forbidden-request-header) is dropped, but
    /// for two: `Host` says which server the URL is at, and `Cookie` is what the browser has for
    /// that host.
    ///
    /// # Errors
    ///
    /// Where a browser would reject the promise with a `TypeError`: a [`Blocked`] says by what rule.
    ///
    /// <https://fetch.spec.whatwg.org/#fetch-method>
    pub async fn fetch<S, B>(&self, app: &S, request: TestRequest) -> Result<Seen, Blocked>
    where
        S: Service<actix_http::Request, Response = ServiceResponse<B>>,
        S::Error: Into<actix_web::Error>,
        B: MessageBody + 'static,
    {
        let mut request = self.request(request, Mode::Cors, self.credentials).await?;
        if !request.headers.contains("accept") {
            request.set_header(header::ACCEPT, HeaderValue::from_static("*/*"));
        }
        self.fetcher(app).main_fetch(request).await
    }

    /// Navigates by a link or a form, whose submission needs no permission: a `GET`, or
    /// a `POST` with one of the three types of a form's body.
    ///
    /// No CORS check is made and no response is blocked. What is returned is what the *user* sees;
    /// the page that was left sees nothing of it. Every cookie is sent.
    ///
    /// # Errors
    ///
    /// [`Blocked::NotAForm`] for what no form can send, and the redirect errors.
    ///
    /// <https://html.spec.whatwg.org/#form-submission-algorithm>
    pub async fn navigate<S, B>(&self, app: &S, request: TestRequest) -> Result<Seen, Blocked>
    where
        S: Service<actix_http::Request, Response = ServiceResponse<B>>,
        S::Error: Into<actix_web::Error>,
        B: MessageBody + 'static,
    {
        const ACCEPT: HeaderValue = HeaderValue::from_static(
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        );
        let mut request = self.request(request, Mode::Navigate, Credentials::Include).await?;
        let is_form = matches!(request.method, Method::GET | Method::POST)
            && request.headers.iter().all(|(name, value)| {
                name == header::CONTENT_TYPE && is_safelisted_request_header(name, value)
            });
        if !is_form {
            return Err(Blocked::NotAForm { attempt: request.attempt() });
        }
        request.set_header(header::ACCEPT, ACCEPT);
        self.fetcher(app).main_fetch(request).await
    }

    /// Opens a WebSocket, `new WebSocket(url)`, as far as the handshake's answer.
    ///
    /// No CORS check is made and cookies are sent to any origin: only a server that looks at
    /// `Origin` itself keeps a foreign page out. Of `request` the URL, the cookies
    /// and `Sec-WebSocket-Protocol` count.
    ///
    /// # Errors
    ///
    /// [`Blocked::WebSocketHandshake`] where the application does not switch protocols.
    ///
    /// <https://websockets.spec.whatwg.org/#websocket-opening-handshake>
    pub async fn websocket<S, B>(&self, app: &S, request: TestRequest) -> Result<(), Blocked>
    where
        S: Service<actix_http::Request, Response = ServiceResponse<B>>,
        S::Error: Into<actix_web::Error>,
        B: MessageBody + 'static,
    {
        const HANDSHAKE: [(HeaderName, &str); 4] = [
            (header::UPGRADE, "websocket"),
            (header::CONNECTION, "Upgrade"),
            (header::SEC_WEBSOCKET_VERSION, "13"),
            (header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        let mut request = self.request(request, Mode::WebSocket, Credentials::Include).await?;
        request.become_get();
        request.headers.retain(|name, _| name == header::SEC_WEBSOCKET_PROTOCOL);
        for (name, value) in HANDSHAKE {
            request.set_header(name, HeaderValue::from_static(value));
        }
        let mut attempt = request.attempt();
        let seen = self.fetcher(app).main_fetch(request).await?;
        attempt.server.clone_from(&seen.note);
        match seen.status() {
            StatusCode::SWITCHING_PROTOCOLS => Ok(()),
            status => Err(Blocked::WebSocketHandshake { attempt, status }),
        }
    }

    /// How many CORS-preflight requests the browser has sent, from all of its pages.
    #[must_use]
    pub fn preflights(&self) -> usize {
        self.profile.borrow().preflights
    }

    /// Lets time pass for the browser, which has no other clock: entries of the CORS-preflight
    /// cache age by it.
    pub fn advance(&self, time: Duration) {
        self.profile.borrow_mut().now += time;
    }

    async fn request(
        &self,
        described: TestRequest,
        mode: Mode,
        credentials: Credentials,
    ) -> Result<Request, Blocked> {
        Request::new(described, &self.server, self.origin.clone(), mode, credentials).await
    }

    fn fetcher<'a, S, B>(&'a self, app: &'a S) -> Fetcher<'a>
    where
        S: Service<actix_http::Request, Response = ServiceResponse<B>>,
        S::Error: Into<actix_web::Error>,
        B: MessageBody + 'static,
    {
        Fetcher { network: app, profile: &self.profile, partition: &self.partition }
    }
}

/// A page of a browser of its own, as [`Browser::at`], from what somebody typed.
///
/// ```
/// use cors_browser::Browser;
///
/// let page: Browser = "https://app.example.com/orders?page=2".parse()?;
/// assert_eq!(page.origin(), "https://app.example.com");
/// assert!("app.example.com".parse::<Browser>().is_err());
/// # Ok::<_, cors_browser::ParsePageError>(())
/// ```
impl FromStr for Browser {
    type Err = ParsePageError;

    fn from_str(page: &str) -> Result<Self, ParsePageError> {
        let nowhere = Self {
            origin: Origin::Opaque,
            partition: Partition::new(),
            credentials: Credentials::SameOrigin,
            server: parse_server("http://localhost:8080"),
            profile: Rc::default(),
        };
        nowhere.page_at(page)
    }
}

/// The error for a string that is not the URL of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsePageError {
    page: String,
}

impl fmt::Display for ParsePageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let page = &self.page;
        write!(f, "`{page}` is not the URL of a page: write `{}`", suggested_origin(page, "app"))
    }
}

impl Error for ParsePageError {}

#[track_caller]
fn parse_server(server: &str) -> Url {
    match Url::parse(server) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url,
        _ => {
            let write = suggested_origin(server, "api");
            panic!("`{server}` is not the URL of a server: write `{write}`")
        }
    }
}
