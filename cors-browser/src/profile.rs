use std::time::Duration;

use crate::cache::PreflightCache;

/// The state that the pages of one browser share.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    pub(crate) cache: PreflightCache,
    pub(crate) now: Duration,
    pub(crate) preflights: usize,
    /// The number of opaque origins so far. Each is a site of its own.
    pub(crate) opaque_sites: usize,
}
