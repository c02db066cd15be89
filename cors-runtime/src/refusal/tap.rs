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

/// The number of client addresses in `TAPS`. While the number is 0, `record` does not lock `TAPS`.
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Records the last refusal of a request from one client address, while the tap exists.
///
/// With a tap, a program that sends a request to its own server over loopback can find out why the request
/// was rejected. The response that the program receives does not contain the [`Refusal`]. `cors_devtools::Explorer`
/// uses a tap.
///
/// ```no_run
/// use std::net::TcpStream;
/// use cors_runtime::RefusalTap;
///
/// let stream = TcpStream::connect("127.0.0.1:8080")?;
/// let tap = RefusalTap::for_client(stream.local_addr()?);
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
    /// Starts a tap for the client with this address: the local address of the client's connected socket.
    #[must_use]
    pub fn for_client(client: SocketAddr) -> Self {
        if taps().insert(client, None).is_none() {
            COUNT.fetch_add(1, Ordering::Relaxed);
        }
        Self { client }
    }

    /// Returns the last refusal. If a request reached several policies, the result is the refusal of the policy
    /// that decided.
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

pub(super) fn record(refusal: &Refusal) {
    if COUNT.load(Ordering::Relaxed) > 0
        && let Some(client) = refusal.client
        && let Some(last) = taps().get_mut(&client)
    {
        *last = Some(refusal.clone());
    }
}

fn taps() -> std::sync::MutexGuard<'static, BTreeMap<SocketAddr, Option<Refusal>>> {
    TAPS.lock().unwrap_or_else(PoisonError::into_inner)
}
