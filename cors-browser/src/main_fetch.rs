//! [Main fetch](https://fetch.spec.whatwg.org/#main-fetch),
//! [HTTP fetch](https://fetch.spec.whatwg.org/#http-fetch) and
//! [HTTP-redirect fetch](https://fetch.spec.whatwg.org/#http-redirect-fetch).

use std::cell::RefCell;

use actix_web::http::{Method, StatusCode, Uri, header};
use url::Url;

use crate::{
    blocked::Blocked,
    cache::{Lookup, Partition},
    cors_check::{CorsFailure, cors_check},
    network::{Network, http_network_or_cache_fetch},
    origin::Origin,
    preflight::cors_preflight_fetch,
    profile::Profile,
    request::{Mode, Request, Tainting},
    response::Response,
    safelist::{
        NON_WILDCARD_REQUEST_HEADER_NAME, is_safelisted_method, unsafe_request_header_names,
    },
    seen::Seen,
};

/// Where a page's requests go, and what its browser remembers.
pub(crate) struct Fetcher<'a> {
    pub(crate) network: &'a dyn Network,
    pub(crate) profile: &'a RefCell<Profile>,
    pub(crate) partition: &'a Partition,
}

enum Hop {
    Final(Response),
    Redirected,
}

impl Fetcher<'_> {
    /// <https://fetch.spec.whatwg.org/#concept-main-fetch>, once for each URL of the URL list:
    /// a loop where the standard recurses.
    pub(crate) async fn main_fetch(&self, mut request: Request) -> Result<Seen, Blocked> {
        let mut any_preflight = false;
        loop {
            let make_preflight = set_response_tainting(&mut request);
            any_preflight |= make_preflight;
            let hop = match self.http_fetch(&request, make_preflight).await {
                Ok(response) => http_redirect_fetch(&mut request, response),
                Err(blocked) => Err(blocked),
            };
            match hop {
                Ok(Hop::Redirected) => {}
                Ok(Hop::Final(response)) => return Ok(Seen::filtered(&request, response)),
                Err(blocked) => {
                    if any_preflight {
                        let mut profile = self.profile.borrow_mut();
                        let now = profile.now;
                        profile.cache.clear(self.lookup(&request, now));
                    }
                    return Err(blocked);
                }
            }
        }
    }

    /// <https://fetch.spec.whatwg.org/#concept-http-fetch>
    async fn http_fetch(
        &self,
        request: &Request,
        make_preflight: bool,
    ) -> Result<Response, Blocked> {
        if make_preflight && !self.is_cached(request) {
            self.profile.borrow_mut().preflights += 1;
            let allowance = cors_preflight_fetch(self.network, request).await?;
            let mut profile = self.profile.borrow_mut();
            let now = profile.now;
            profile.cache.store(
                self.lookup(request, now),
                allowance.max_age,
                &allowance.methods,
                &allowance.header_names,
            );
        }
        let response = http_network_or_cache_fetch(self.network, request).await;
        if request.tainting == Tainting::Cors {
            cors_check(request, &response.headers).map_err(|failure| match failure {
                CorsFailure::Origin { allow_origin } => Blocked::Origin {
                    attempt: request.attempt_answered(&response),
                    status: response.status,
                    allow_origin,
                },
                CorsFailure::Credentials { allow_credentials } => {
                    let attempt = request.attempt_answered(&response);
                    Blocked::Credentials { attempt, allow_credentials }
                }
            })?;
        }
        Ok(response)
    }

    /// Whether the CORS-preflight cache answers for the method and for every header name.
    fn is_cached(&self, request: &Request) -> bool {
        let profile = self.profile.borrow();
        let lookup = self.lookup(request, profile.now);
        let method = is_safelisted_method(&request.method)
            || profile.cache.has_method(lookup, request.method.as_str());
        method
            && unsafe_request_header_names(&request.headers)
                .iter()
                .all(|name| profile.cache.has_header_name(lookup, name))
    }

    fn lookup<'r>(&'r self, request: &'r Request, now: std::time::Duration) -> Lookup<'r> {
        Lookup { request, partition: self.partition, now }
    }
}

/// Main fetch's choice for a URL: same-origin, navigation or WebSocket, and CORS with or without a
/// preflight. Returns whether it is with one.
fn set_response_tainting(request: &mut Request) -> bool {
    // A response that came by way of another origin stays tainted, back home too.
    let basic = request.is_same_origin() && request.tainting == Tainting::Basic;
    if basic || request.mode != Mode::Cors {
        request.tainting = Tainting::Basic;
        return false;
    }
    request.tainting = Tainting::Cors;
    !is_safelisted_method(&request.method)
        || !unsafe_request_header_names(&request.headers).is_empty()
}

/// <https://fetch.spec.whatwg.org/#concept-http-redirect-fetch>
fn http_redirect_fetch(request: &mut Request, response: Response) -> Result<Hop, Blocked> {
    // A WebSocket's redirect mode is "error"; the handshake fails by its status.
    if !is_redirect_status(response.status) || request.mode == Mode::WebSocket {
        return Ok(Hop::Final(response));
    }
    let Some(location_url) = location_url(request, &response)? else {
        return Ok(Hop::Final(response));
    };
    if !matches!(location_url.scheme(), "http" | "https") {
        return Err(Blocked::RedirectScheme {
            attempt: request.attempt_answered(&response),
            location: location_url.to_string(),
        });
    }
    if request.redirect_count == 20 {
        return Err(Blocked::RedirectLimit { attempt: request.attempt_answered(&response) });
    }
    request.redirect_count += 1;
    let location_origin = Origin::of(&location_url);
    let with_user_info = !location_url.username().is_empty() || location_url.password().is_some();
    let leaves_the_page =
        request.mode == Mode::Cors && !request.origin.is_same_origin(&location_origin);
    if with_user_info && (leaves_the_page || request.tainting == Tainting::Cors) {
        return Err(Blocked::RedirectUserInfo {
            attempt: request.attempt_answered(&response),
            location: location_url.to_string(),
        });
    }
    let becomes_get = match response.status {
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => request.method == Method::POST,
        StatusCode::SEE_OTHER => !matches!(request.method, Method::GET | Method::HEAD),
        _ => false,
    };
    if becomes_get {
        request.become_get();
    }
    if !Origin::of(request.current_url()).is_same_origin(&location_origin) {
        request.headers.delete(NON_WILDCARD_REQUEST_HEADER_NAME);
    }
    request.go_to(location_url);
    Ok(Hop::Redirected)
}

/// <https://fetch.spec.whatwg.org/#redirect-status>
fn is_redirect_status(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// <https://fetch.spec.whatwg.org/#concept-response-location-url>
fn location_url(request: &Request, response: &Response) -> Result<Option<Url>, Blocked> {
    let failure = || Blocked::RedirectLocation {
        attempt: request.attempt_answered(response),
        location: response.headers.get("location").unwrap_or_default(),
    };
    let Some(location) =
        response.headers.extract_single(header::LOCATION.as_str()).map_err(|_| failure())?
    else {
        return Ok(None);
    };
    let mut url = request.current_url().join(&location).map_err(|_| failure())?;
    url.set_fragment(None);
    // The application is called with this URL in the stricter type of HTTP.
    let fits_http = matches!(url.scheme(), "http" | "https");
    if fits_http && Uri::try_from(url.as_str()).is_err() {
        return Err(failure());
    }
    Ok(Some(url))
}
