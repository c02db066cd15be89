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

/// A page in a browser, which sends requests to an application as the Fetch standard describes it.
///
/// The page has an origin and a credentials mode; its browser has a CORS-preflight cache and a clock.
/// [`with_credentials`](Self::with_credentials), [`open`](Self::open) and `clone` return other pages of
/// the same browser. [`at`](Self::at) starts another browser, with an empty cache.
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
    engine: Engine,
    profile: Rc<RefCell<Profile>>,
}

impl Browser {
    /// Returns a page at an origin or a URL; `null` is a [`sandboxed`](Self::sandboxed) page.
    ///
    /// Its requests have the credentials mode "same-origin", as those of `fetch(url)` do.
    ///
    /// # Panics
    ///
    /// If `page` is not a URL with a host. Use [`FromStr`] for input.
    #[must_use]
    #[track_caller]
    pub fn at(page: &str) -> Self {
        match page.parse() {
            Ok(browser) => browser,
            Err(error) => panic!("{error}"),
        }
    }

    /// Returns a page with an opaque origin, as in an `<iframe sandbox>`. It sends `Origin: null`, and is
    /// same-origin with no server.
    #[must_use]
    pub fn sandboxed() -> Self {
        Self::at("null")
    }

    /// Returns another page of the same browser, with the credentials mode and server of this page.
    ///
    /// The pages share the clock and the CORS-preflight cache. An entry of the cache applies to one
    /// origin.
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

    /// Returns the page's origin as the browser sends it: `https://app.example.com`, or `null`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.origin.to_string()
    }

    /// Returns the same page, which sends requests with credentials: `credentials: "include"`.
    ///
    /// Cookies are then also sent to other origins. The browser reads `*` in a CORS header as a literal
    /// name, and the response must have `Access-Control-Allow-Credentials: true`.
    ///
    /// Standard: <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>
    #[must_use]
    pub fn with_credentials(&self) -> Self {
        Self { credentials: Credentials::Include, ..self.clone() }
    }

    /// Returns the same page, which sends no cookie to any origin, its own included:
    /// `credentials: "omit"`.
    #[must_use]
    pub fn without_credentials(&self) -> Self {
        Self { credentials: Credentials::Omit, ..self.clone() }
    }

    /// Returns the same page, whose requests for a path go to the origin `server`.
    ///
    /// The default is `http://localhost:8080`, as in the tests of actix-web. A request that has a `Host`
    /// header or an absolute URL names its own server.
    ///
    /// # Panics
    ///
    /// If `server` is not an `http` or `https` URL.
    #[must_use]
    #[track_caller]
    pub fn with_server(&self, server: &str) -> Self {
        Self { server: parse_server(server), ..self.clone() }
    }

    /// Returns the same page in another browser engine. The standard is the default.
    #[must_use]
    pub fn with_engine(&self, engine: Engine) -> Self {
        Self { engine, ..self.clone() }
    }

    /// Fetches as `fetch()` in a page does, in the mode "cors", through any transport, and returns each
    /// exchange and each check beside the outcome.
    ///
    /// For an actix-web test service, `Browser::fetch` returns the outcome alone.
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
                };
                fetcher.trace(request).await
            }
            Err(blocked) => Trace { exchanges: Vec::new(), outcome: Err(blocked.into()) },
        }
    }

    /// Returns the number of CORS-preflight requests that the browser has sent from all of its pages.
    #[must_use]
    pub fn preflights(&self) -> usize {
        self.profile.borrow().preflights
    }

    /// Advances the clock of the browser, which is the only clock that ages the CORS-preflight cache.
    pub fn advance(&self, time: Duration) {
        self.profile.borrow_mut().now += time;
    }
}

/// A page of a new browser, as [`Browser::at`], but without a panic.
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
    /// Returns the origin to write instead, or an example of one.
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
            let write = suggested_origin(server, "api");
            panic!("`{server}` is not the URL of a server: write `{write}`")
        }
    }
}
