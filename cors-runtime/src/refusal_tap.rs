//! The refusals of one client's requests, for a tool that sends these requests itself.

use std::{
    fmt,
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::refusal::Refusal;

static TAPS: Mutex<Vec<Arc<Tap>>> = Mutex::new(Vec::new());

/// The length of [`TAPS`]: without a tap, a refusal takes no lock.
static TAP_COUNT: AtomicUsize = AtomicUsize::new(0);

struct Tap {
    client: SocketAddr,
    last: Mutex<Option<Refusal>>,
}

/// Collects the refusals of the requests that come from one client address, while the value lives.
///
/// A [`Refusal`] is in the extensions of the response, which do not cross the network. Use a tap in a
/// program that sends requests to its own server and needs the reasons. The address is that of the client's
/// end of the connection.
///
/// ```
/// use std::net::SocketAddr;
///
/// use actix_web::{App, get, test::{self, TestRequest}};
/// use cors_runtime::{RefusalTap, cors};
///
/// #[cors(origins = "https://app.example.com")]
/// #[get("/me")]
/// async fn me() -> &'static str { "{}" }
///
/// # #[actix_web::main]
/// # async fn main() {
/// let client: SocketAddr = "127.0.0.1:50000".parse().unwrap();
/// let tap = RefusalTap::of(client);
/// let app = test::init_service(App::new().service(me)).await;
/// let request = TestRequest::get().uri("/me").peer_addr(client);
/// let request = request.insert_header(("origin", "https://www.example.com"));
/// test::call_service(&app, request.to_request()).await;
/// assert_eq!(tap.last().unwrap().reason().as_str(), "origin_not_allowed");
/// # }
/// ```
pub struct RefusalTap(Arc<Tap>);

impl RefusalTap {
    /// Starts to collect the refusals of that client's requests.
    #[must_use]
    pub fn of(client: SocketAddr) -> Self {
        let tap = Arc::new(Tap { client, last: Mutex::default() });
        let mut taps = TAPS.lock().unwrap_or_else(PoisonError::into_inner);
        taps.push(Arc::clone(&tap));
        TAP_COUNT.store(taps.len(), Ordering::Release);
        Self(tap)
    }

    /// The last refusal. If several policies refused one request, this is the refusal of the outermost policy.
    #[must_use]
    pub fn last(&self) -> Option<Refusal> {
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for RefusalTap {
    fn drop(&mut self) {
        let mut taps = TAPS.lock().unwrap_or_else(PoisonError::into_inner);
        taps.retain(|tap| !Arc::ptr_eq(tap, &self.0));
        TAP_COUNT.store(taps.len(), Ordering::Release);
    }
}

impl fmt::Debug for RefusalTap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefusalTap").field("client", &self.0.client).finish_non_exhaustive()
    }
}

/// Passes a refusal to the taps of the client that sent the request.
pub(crate) fn record(client: Option<SocketAddr>, refusal: &Refusal) {
    let Some(client) = client else { return };
    if TAP_COUNT.load(Ordering::Acquire) == 0 {
        return;
    }
    for tap in TAPS.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        if tap.client == client {
            *tap.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(refusal.clone());
        }
    }
}
