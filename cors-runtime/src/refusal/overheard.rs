//! Refusals of the requests that the explorer asks. They do not go over the wire, but are this very
//! process's: the two ends of a connection know each other by its address.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Mutex, PoisonError},
};

use super::Refusal;

/// An entry for each question that waits for its answer.
static EARS: Mutex<BTreeMap<SocketAddr, Option<Refusal>>> = Mutex::new(BTreeMap::new());

/// Notes why the request of that client was refused, where the client is an explorer.
pub(super) fn overhear(client: Option<SocketAddr>, refusal: &Refusal) {
    let Some(client) = client else { return };
    let mut ears = EARS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(heard) = ears.get_mut(&client) {
        *heard = Some(refusal.clone());
    }
}

/// Listens for as long as it lives.
pub(crate) struct Ear {
    client: SocketAddr,
}

impl Ear {
    pub(crate) fn of(client: SocketAddr) -> Self {
        EARS.lock().unwrap_or_else(PoisonError::into_inner).insert(client, None);
        Self { client }
    }

    /// Of a request that several policies had a say in, what the last one left.
    pub(crate) fn heard(&self) -> Option<Refusal> {
        EARS.lock().unwrap_or_else(PoisonError::into_inner).get(&self.client).cloned().flatten()
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        EARS.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.client);
    }
}
