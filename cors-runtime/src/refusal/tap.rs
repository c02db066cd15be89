//! The refusals of one client's requests, in the process that sent the requests.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::Refusal;

static TAPS: Mutex<BTreeMap<SocketAddr, Option<Refusal>>> = Mutex::new(BTreeMap::new());

/// The number of taps, so that a refusal takes the lock only if there is one.
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Collects the refusals of the requests that come from one client address, while it exists.
///
/// A program that sends a request to its own server over loopback learns in this way why the request
/// was refused: a [`Refusal`] does not go over the wire. `cors_devtools::Explorer` uses it.
///
/// ```no_run
/// use std::net::TcpStream;
/// use cors_runtime::RefusalTap;
///
/// let stream = TcpStream::connect("127.0.0.1:8080")?;
/// let tap = RefusalTap::of(stream.local_addr()?);
/// // … send a request, and read the response …
/// if let Some(refusal) = tap.last() {
///     println!("{refusal}");
/// }
/// # Ok::<_, std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct RefusalTap {
    client: SocketAddr,
}

impl RefusalTap {
    /// Starts to collect the refusals of this client. The local address of a connected socket is its
    /// client address.
    #[must_use]
    pub fn of(client: SocketAddr) -> Self {
        if taps().insert(client, None).is_none() {
            COUNT.fetch_add(1, Ordering::Relaxed);
        }
        Self { client }
    }

    /// Returns the last refusal. If a request reached several policies, it is that of the policy that
    /// decided.
    #[must_use]
    pub fn last(&self) -> Option<Refusal> {
        taps().get(&self.client).cloned().flatten()
    }
}

impl Drop for RefusalTap {
    fn drop(&mut self) {
        if taps().remove(&self.client).is_some() {
            COUNT.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

pub(super) fn record(client: Option<SocketAddr>, refusal: &Refusal) {
    let Some(client) = client else { return };
    if COUNT.load(Ordering::Relaxed) == 0 {
        return;
    }
    if let Some(last) = taps().get_mut(&client) {
        *last = Some(refusal.clone());
    }
}

fn taps() -> std::sync::MutexGuard<'static, BTreeMap<SocketAddr, Option<Refusal>>> {
    TAPS.lock().unwrap_or_else(PoisonError::into_inner)
}
