use std::time::Duration;

use crate::cache::PreflightCache;

/// What the pages of one browser share.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    pub(crate) cache: PreflightCache,
    pub(crate) now: Duration,
    pub(crate) preflights: usize,
    /// Opaque origins seen so far: each of them is a site of its own.
    pub(crate) opaque_sites: usize,
}
