//! The door: a page, and what it can do.

use std::{cell::RefCell, error::Error, fmt, rc::Rc, str::FromStr, time::Duration};

use url::Url;

use crate::{
    cache::Partition,
    engine::Engine,
    main_fetch::Fetcher,
    origin::{Origin, suggested_origin},
    page_request::PageRequest,
    profile::Profile,
    request::{Credentials, Mode, Request},
    trace::Trace,
    transport::Transport,
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
    engine: Engine,
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
            engine: Engine::Standard,
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
