//! [Main fetch](https://fetch.spec.whatwg.org/#main-fetch),
//! [HTTP fetch](https://fetch.spec.whatwg.org/#http-fetch) and
//! [HTTP-redirect fetch](https://fetch.spec.whatwg.org/#http-redirect-fetch).

use std::cell::RefCell;

use http::{Method, StatusCode, header};
use url::Url;

use crate::{
    blocked::Blocked,
    cache::{Lookup, MethodOrHeader, Partition, Profile},
    cors_check::cors_check,
    engine::Engine,
    header_list::{get, to_text, values},
    http_url::HttpUrl,
    origin::Origin,
    outgoing::to_http_request,
    preflight::{check_preflight, preflight},
    request::{Mode, Request, Tainting},
    safelist::{is_safelisted_method, unsafe_request_header_names},
    seen::Seen,
    trace::{Check, Exchange, FetchError, RequestReason, Trace},
    transport::{Response, Transport},
};

/// One fetch by a page: the transport, the state of the browser, and the exchanges so far.
pub(crate) struct Fetcher<'a, E> {
    pub(crate) transport: &'a dyn Transport<Error = E>,
    pub(crate) profile: &'a RefCell<Profile>,
    pub(crate) partition: &'a Partition,
    pub(crate) engine: Engine,
    pub(crate) exchanges: Vec<Exchange>,
    /// `true` if a request of this fetch needed a preflight.
    pub(crate) needed_preflight: bool,
}

impl<E> Fetcher<'_, E> {
    pub(crate) async fn trace(mut self, mut request: Request) -> Trace<E> {
        let outcome = self.main_fetch(&mut request).await;
        if outcome.is_err() && self.needed_preflight {
            self.profile.borrow_mut().clear(self.lookup(&request));
        }
        if let Err(FetchError::Blocked(blocked)) = &outcome {
            self.record([Check::failed(blocked)]);
        }
        Trace { exchanges: self.exchanges, outcome }
    }

    /// Runs [main fetch](https://fetch.spec.whatwg.org/#concept-main-fetch) for each URL of the URL list. The
    /// standard uses recursion instead of a loop.
    async fn main_fetch(&mut self, request: &mut Request) -> Result<Seen, FetchError<E>> {
        loop {
            let needs_preflight = set_response_tainting(request);
            self.needed_preflight |= needs_preflight;
            let response = self.http_fetch(request, needs_preflight).await?;
            if let Some(response) = http_redirect_fetch(self.engine, request, response)? {
                return Ok(Seen::filtered(request, response));
            }
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-http-fetch>
    async fn http_fetch(
        &mut self,
        request: &Request,
        needs_preflight: bool,
    ) -> Result<Response, FetchError<E>> {
        let reason = match (request.mode, request.tainting) {
            (Mode::Navigate, _) => RequestReason::Navigation,
            (Mode::WebSocket, _) => RequestReason::WebSocket,
            (Mode::Cors, Tainting::Basic) => RequestReason::SameOrigin,
            (Mode::Cors, Tainting::Cors) if !needs_preflight => match request.redirect_count() {
                0 => RequestReason::NoPreflightNeeded,
                _ => RequestReason::Redirected,
            },
            (Mode::Cors, Tainting::Cors) if self.is_cached(request) => {
                RequestReason::PreflightCached
            }
            (Mode::Cors, Tainting::Cors) => {
                self.preflight_fetch(request).await?;
                RequestReason::PreflightAllowed
            }
        };
        let response = self.exchange(request, reason).await?;
        if request.tainting == Tainting::Cors {
            let mut checks = Vec::new();
            let result = cors_check(request, &response, false, &mut checks);
            self.record(checks);
            result?;
        }
        Ok(response)
    }

    async fn preflight_fetch(&mut self, request: &Request) -> Result<(), FetchError<E>> {
        let is_method_unsafe = !is_safelisted_method(&request.method);
        let reason = RequestReason::NeedsPermission {
            method: is_method_unsafe.then(|| request.method.to_string()),
            header_names: unsafe_request_header_names(&request.headers).into_iter().collect(),
        };
        self.profile.borrow_mut().preflight_count += 1;
        let response = self.exchange(&preflight(request), reason).await?;
        let mut checks = Vec::new();
        let result = check_preflight(self.engine, request, &response, &mut checks);
        self.record(checks);
        self.profile.borrow_mut().store(self.lookup(request), result?);
        Ok(())
    }

    /// Sends a request and records the exchange.
    async fn exchange(
        &mut self,
        request: &Request,
        reason: RequestReason,
    ) -> Result<Response, FetchError<E>> {
        let http_request = to_http_request(request);
        let request_headers = to_text(http_request.headers());
        let received = self.transport.send(http_request).await.map_err(FetchError::Transport)?;
        let response = Response::from(received);
        self.exchanges.push(Exchange {
            reason,
            method: request.method.to_string(),
            url: request.current_url().to_string(),
            request_headers,
            status: response.status.as_u16(),
            response_headers: to_text(&response.headers),
            checks: Vec::new(),
            note: response.note.clone(),
        });
        Ok(response)
    }

    /// Adds checks to the last exchange.
    fn record(&mut self, checks: impl IntoIterator<Item = Check>) {
        if let Some(exchange) = self.exchanges.last_mut() {
            exchange.checks.extend(checks);
        }
    }

    /// Returns whether the CORS-preflight cache allows the method and the header names that need permission.
    fn is_cached(&self, request: &Request) -> bool {
        let profile = self.profile.borrow();
        let is_allowed = |needed| profile.allows(self.lookup(request), &needed);
        let method = request.method.to_string();
        let mut unsafe_names = unsafe_request_header_names(&request.headers).into_iter();
        (is_safelisted_method(&request.method) || is_allowed(MethodOrHeader::Method(method)))
            && unsafe_names.all(|name| is_allowed(MethodOrHeader::HeaderName(name)))
    }

    fn lookup<'r>(&'r self, request: &'r Request) -> Lookup<'r> {
        Lookup { request, partition: self.partition, engine: self.engine }
    }
}

/// Sets the response tainting as main fetch does: `Cors` if the response needs a CORS check, otherwise `Basic`. Returns
/// whether the request needs a preflight.
fn set_response_tainting(request: &mut Request) -> bool {
    // After a redirect through another origin, a response of the page's own origin needs a CORS check too.
    let is_basic = request.is_same_origin() && request.tainting == Tainting::Basic;
    if is_basic || request.mode != Mode::Cors {
        request.tainting = Tainting::Basic;
        return false;
    }
    request.tainting = Tainting::Cors;
    !is_safelisted_method(&request.method)
        || !unsafe_request_header_names(&request.headers).is_empty()
}

/// Follows a redirect as [HTTP-redirect fetch](https://fetch.spec.whatwg.org/#concept-http-redirect-fetch) does:
/// changes the request and returns `None`. If the response is not a redirect, or has no `Location`, returns the
/// response. For a WebSocket handshake, checks the status instead.
fn http_redirect_fetch(
    engine: Engine,
    request: &mut Request,
    response: Response,
) -> Result<Option<Response>, Blocked> {
    // The redirect mode of a WebSocket is "error", so a redirect is a failed handshake.
    if request.mode == Mode::WebSocket {
        return match response.status {
            StatusCode::SWITCHING_PROTOCOLS => Ok(Some(response)),
            status => {
                let attempt = request.attempt_with_note(&response);
                Err(Blocked::WebSocketHandshake { attempt, status })
            }
        };
    }
    if !is_redirect_status(response.status) {
        return Ok(Some(response));
    }
    let Some(location) = location_url(engine, request, &response)? else {
        return Ok(Some(response));
    };
    if !matches!(location.scheme(), "http" | "https") {
        return Err(Blocked::RedirectScheme {
            attempt: request.attempt_with_note(&response),
            location: location.to_string(),
        });
    }
    if request.redirect_count() == 20 {
        return Err(Blocked::RedirectLimit { attempt: request.attempt_with_note(&response) });
    }
    let location_origin = Origin::of(&location);
    let has_user_info = !location.username().is_empty() || location.password().is_some();
    let is_cross_origin =
        request.mode == Mode::Cors && !request.origin.is_same_origin(&location_origin);
    if has_user_info && (is_cross_origin || request.tainting == Tainting::Cors) {
        return Err(Blocked::RedirectUserInfo {
            attempt: request.attempt_with_note(&response),
            location: location.to_string(),
        });
    }
    let becomes_get = match response.status {
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => request.method == Method::POST,
        StatusCode::SEE_OTHER => !matches!(request.method, Method::GET | Method::HEAD),
        _ => false,
    };
    let next_url = HttpUrl::new(location).ok_or_else(|| invalid_location(request, &response))?;
    if becomes_get {
        request.become_get();
    }
    if !Origin::of(request.current_url()).is_same_origin(&location_origin) {
        // <https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name>
        request.headers.remove(header::AUTHORIZATION);
    }
    request.go_to(next_url);
    Ok(None)
}

/// <https://fetch.spec.whatwg.org/#redirect-status>
fn is_redirect_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// <https://fetch.spec.whatwg.org/#concept-response-location-url>
fn location_url(
    engine: Engine,
    request: &Request,
    response: &Response,
) -> Result<Option<Url>, Blocked> {
    let mut locations = values(&response.headers, header::LOCATION.as_str());
    if engine.accepts_repeated_location() {
        locations.dedup();
    }
    let url = match &locations[..] {
        [] => return Ok(None),
        [location] => request.current_url().join(location).ok(),
        _ => None,
    };
    url.map(Some).ok_or_else(|| invalid_location(request, response))
}

fn invalid_location(request: &Request, response: &Response) -> Blocked {
    Blocked::RedirectLocation {
        attempt: request.attempt_with_note(response),
        location: get(&response.headers, "location").unwrap_or_default(),
    }
}
