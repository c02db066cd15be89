use std::{cell::RefCell, error::Error, fmt, rc::Rc, str::FromStr, time::Duration};

use url::Url;

use crate::{
    cache::{Partition, Profile},
    engine::Engine,
    main_fetch::Fetcher,
    origin::{Origin, suggested_origin},
    page_request::PageRequest,
    request::{Credentials, Mode, Request},
    trace::Trace,
    transport::Transport,
};

/// A page in a simulated browser, which sends requests as the Fetch standard describes.
///
/// The page has an origin and a credentials mode. Its browser has a CORS-preflight cache and a clock.
/// [`open`](Self::open) returns another page of the same browser. `clone` and
/// [`with_credentials`](Self::with_credentials) return the same page in the same browser. [`at`](Self::at) starts a new
/// browser, with an empty cache.
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
/// let response = page.fetch(&app, TestRequest::get().uri("/books")).await?;
/// assert_eq!(response.status(), 200);
///
/// let credentialed = page.with_credentials();
/// let blocked = credentialed.fetch(&app, TestRequest::get().uri("/books")).await.unwrap_err();
/// assert!(matches!(blocked, Blocked::Origin { .. }), "{blocked}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Browser {
    origin: Origin,
    partition: Partition,
    credentials: Credentials,
    server: Url,
    engine: Engine,
    profile: Rc<RefCell<Profile>>,
}

impl Browser {
    /// Returns a page of a new browser. `page` is an origin or a URL, or `null` for a [`sandboxed`](Self::sandboxed)
    /// page.
    ///
    /// The page's requests have the credentials mode "same-origin", the default of `fetch()`.
    ///
    /// # Panics
    ///
    /// If `page` is invalid: it must be `null`, or a URL with a host. [`FromStr`] returns an error instead.
    #[must_use]
    #[track_caller]
    pub fn at(page: &str) -> Self {
        match page.parse() {
            Ok(browser) => browser,
            Err(error) => panic!("{error}"),
        }
    }

    /// Returns a page of a new browser with an opaque origin, such as the page in an `<iframe sandbox>`. The page sends
    /// `Origin: null`, and is cross-origin to every server.
    #[must_use]
    pub fn sandboxed() -> Self {
        Self::at("null")
    }

    /// Returns another page of the same browser, with the credentials mode, the server and the engine of this page.
    ///
    /// The pages share the clock and the CORS-preflight cache. A cache entry applies only to the origin for which the
    /// browser stored the entry.
    ///
    /// # Panics
    ///
    /// In the same cases as [`at`](Self::at).
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
                profile.opaque_origins += 1;
                format!("opaque {}", profile.opaque_origins)
            }
        };
        Ok(Self { origin, partition, ..self.clone() })
    }

    /// Returns the page's origin as the browser sends it: `https://app.example.com`, or `null`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.origin.to_string()
    }

    /// Returns the same page with the credentials mode "include", as in `fetch(url, { credentials: "include" })`.
    ///
    /// Cookies are then sent to other origins too. The browser reads `*` in a CORS header as a literal name, and a
    /// cross-origin response must have `Access-Control-Allow-Credentials: true`.
    ///
    /// Standard: <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>
    #[must_use]
    pub fn with_credentials(&self) -> Self {
        Self { credentials: Credentials::Include, ..self.clone() }
    }

    /// Returns the same page with the credentials mode "omit": its fetches send no cookies, not even to its own origin.
    #[must_use]
    pub fn without_credentials(&self) -> Self {
        Self { credentials: Credentials::Omit, ..self.clone() }
    }

    /// Returns the same page with another server for requests whose URL is a path.
    ///
    /// The default is `http://localhost:8080`, as in the tests of actix-web. An absolute URL or a `Host` header in
    /// the request takes precedence.
    ///
    /// # Panics
    ///
    /// If `server` is not an `http` or `https` URL.
    #[must_use]
    #[track_caller]
    pub fn with_server(&self, server: &str) -> Self {
        Self { server: parse_server(server), ..self.clone() }
    }

    /// Returns the same page with the behavior of a browser engine. The default is [`Engine::Standard`], the behavior
    /// that the Fetch standard describes.
    #[must_use]
    pub fn with_engine(&self, engine: Engine) -> Self {
        Self { engine, ..self.clone() }
    }

    /// Fetches a URL through a transport as `fetch()` does in a page, with the mode "cors". Returns each exchange and
    /// each check in addition to the outcome.
    ///
    /// `Browser::fetch` is the short form for an actix-web test service: it returns only the outcome.
    ///
    /// Standard: <https://fetch.spec.whatwg.org/#fetch-method>
    pub async fn trace<T: Transport>(
        &self,
        transport: &T,
        request: PageRequest,
    ) -> Trace<T::Error> {
        self.trace_mode(transport, request, Mode::Cors).await
    }

    pub(crate) async fn trace_mode<E>(
        &self,
        transport: &dyn Transport<Error = E>,
        request: PageRequest,
        mode: Mode,
    ) -> Trace<E> {
        let origin = self.origin.clone();
        match Request::new(request, &self.server, origin, mode, self.credentials) {
            Ok(request) => {
                let fetcher = Fetcher {
                    transport,
                    profile: &self.profile,
                    partition: &self.partition,
                    engine: self.engine,
                    exchanges: Vec::new(),
                    needed_preflight: false,
                };
                fetcher.trace(request).await
            }
            Err(blocked) => Trace { exchanges: Vec::new(), outcome: Err(blocked.into()) },
        }
    }

    /// Returns the number of CORS-preflight requests that the browser has sent from all of its pages.
    #[must_use]
    pub fn preflights(&self) -> usize {
        self.profile.borrow().preflight_count
    }

    /// Advances the browser's clock. Only this clock decides when entries of the CORS-preflight cache expire.
    pub fn advance(&self, time: Duration) {
        self.profile.borrow_mut().clock += time;
    }
}

/// Parses the URL or the origin of a page, or `null`, and returns this page in a new browser. Differs from
/// [`Browser::at`] in one respect: an invalid string is an error, not a panic.
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
        let browser = Self {
            origin: Origin::Opaque,
            partition: Partition::new(),
            credentials: Credentials::SameOrigin,
            server: parse_server("http://localhost:8080"),
            engine: Engine::Standard,
            profile: Rc::default(),
        };
        browser.page_at(page)
    }
}

/// The error for a string that is not the URL of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsePageError {
    page: String,
}

impl ParsePageError {
    /// Returns the corrected origin, or an example origin if the string cannot be corrected.
    #[must_use]
    pub fn suggestion(&self) -> String {
        suggested_origin(&self.page, "app")
    }
}

impl fmt::Display for ParsePageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not the URL of a page: write `{}`", self.page, self.suggestion())
    }
}

impl Error for ParsePageError {}

#[track_caller]
fn parse_server(server: &str) -> Url {
    match Url::parse(server) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url,
        _ => {
            let suggestion = suggested_origin(server, "api");
            panic!("`{server}` is not the URL of a server: write `{suggestion}`")
        }
    }
}
