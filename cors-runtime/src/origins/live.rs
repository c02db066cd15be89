use std::{fmt, sync::Arc};

use arc_swap::{ArcSwap, Guard};
use cors_rules::origin::Origin;

use super::Origins;
use crate::policy::PolicyErrors;

/// A set of origins that can be replaced while the server runs.
///
/// A lookup takes no lock, and uses either the whole old set or the whole new set. All clones share the set: keep one
/// clone to replace the set, and move the others into the factory of the application. To store the set in a `static`,
/// wrap it in a [`LazyLock`](std::sync::LazyLock).
///
/// ```
/// use std::sync::LazyLock;
/// use actix_web::get;
/// use cors_runtime::{LiveOrigins, Origins, PolicyErrors, cors};
///
/// static PARTNERS: LazyLock<LiveOrigins> = LazyLock::new(|| {
///     LiveOrigins::new(Origins::parse(["https://a.example.com"]).expect("the first set is valid"))
/// });
///
/// #[cors(origins = dynamic(&PARTNERS))]
/// #[get("/prices")]
/// async fn prices() -> &'static str { "[]" }
///
/// fn reload(list: &str) -> Result<(), PolicyErrors> {
///     PARTNERS.store(Origins::parse(list.lines())?)
/// }
/// # reload("https://b.example.com").unwrap();
/// ```
///
/// More in the guide: [origins known only at run time](crate::guide::run_time_origins).
#[derive(Clone)]
#[doc(alias = "reload")]
pub struct LiveOrigins {
    current: Arc<ArcSwap<Origins>>,
}

impl LiveOrigins {
    /// Creates a live set with these initial origins.
    #[must_use]
    pub fn new(origins: Origins) -> Self {
        Self { current: Arc::new(ArcSwap::from_pointee(origins)) }
    }

    /// Replaces the set, for all later requests. The empty set, [`Origins::none()`], allows no origin.
    ///
    /// # Errors
    /// If the new set has a pattern that the options of the first set do not permit. For example, a set from
    /// [`Origins::parse`] cannot be replaced by a set with `http://a.example`. The policies were checked against the
    /// options of the first set when the server started, and are not checked again. After an error, the current set
    /// stays in use.
    pub fn store(&self, origins: Origins) -> Result<(), PolicyErrors> {
        let builder = self.current().builder;
        self.current.store(origins.rebuilt_by(builder)?.into());
        Ok(())
    }

    /// Returns whether a pattern of the current set matches.
    #[must_use]
    pub fn contains(&self, origin: &Origin<'_>) -> bool {
        self.current().contains(origin)
    }

    pub(super) fn current(&self) -> Guard<Arc<Origins>> {
        self.current.load()
    }
}

impl fmt::Debug for LiveOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LiveOrigins").field(&**self.current()).finish()
    }
}
