use std::{rc::Rc, sync::Arc};

use actix_web::{HttpRequest, http::header::HeaderValue};
use cors_rules::{
    Rule, Violation,
    list::ANY,
    origin::{Origin, OriginBuf},
};

use super::{AllowOrigin, AllowOriginAsync, Matcher, PolicyTerms};
use crate::{
    decision::AllowedOrigin,
    policy::{OriginSource, PolicyErrors},
    policy_owner::PolicyOwner,
    request::one,
};

/// The origins that a policy allows in one application instance.
pub(crate) enum CompiledOrigins {
    Any,
    None,
    /// The patterns in `origins` and `debug_origins`.
    Listed(Arc<Matcher>),
    /// The value of `dynamic(…)` or [`Cors::origins`](crate::Cors::origins), and the patterns in `debug_origins`.
    Dynamic(Arc<dyn AllowOrigin>, Arc<Matcher>),
    /// The value of `dynamic_async(…)`, and the patterns in `debug_origins`.
    DynamicAsync(Rc<dyn AllowOriginAsync>, Arc<Matcher>),
}

/// The result of [`CompiledOrigins::check`].
pub(crate) enum OriginCheck {
    /// The origins that may read the response; `None` if no origin may.
    Done(Option<AllowedOrigin>),
    Pending(PendingCheck),
}

/// A `dynamic_async` check of an origin. The check has not run yet.
pub(crate) struct PendingCheck {
    check: Rc<dyn AllowOriginAsync>,
    origin: OriginBuf,
}

impl PendingCheck {
    pub(crate) async fn run(self, request: &HttpRequest) -> Option<AllowedOrigin> {
        let is_allowed = self.check.allow_origin_async(self.origin, request.clone()).await;
        is_allowed.then_some(AllowedOrigin::RequestOrigin)
    }
}

impl CompiledOrigins {
    /// Compiles the origins of a policy, and checks that the policy may use them.
    ///
    /// # Errors
    /// If the policy has no origins, or must not use its set of origins.
    pub(crate) fn new(owner: &PolicyOwner) -> Result<Self, PolicyErrors> {
        let policy = owner.policy();
        let matcher = || Matcher::shared(&policy.listed_origins());
        let check: Arc<dyn AllowOrigin> = match policy.origin_source() {
            None => return Err(missing_in_layer().into()),
            Some(OriginSource::None) => return Ok(Self::None),
            Some(OriginSource::Listed(origins)) if origins.contains(ANY) => return Ok(Self::Any),
            Some(OriginSource::Listed(_)) => return Ok(Self::Listed(matcher())),
            Some(OriginSource::DynamicAsync(_, create)) => {
                return Ok(Self::DynamicAsync(create().into(), matcher()));
            }
            Some(OriginSource::Dynamic(_, create)) => create().into(),
            Some(OriginSource::Value(set)) => Arc::clone(set) as _,
        };
        check.prepare(PolicyTerms::new(owner))?;
        Ok(Self::Dynamic(check, matcher()))
    }

    /// Checks the `Origin` of a request. A `dynamic_async` check does not run yet.
    #[inline]
    pub(crate) fn check(&self, origin: &[HeaderValue], request: &HttpRequest) -> OriginCheck {
        let value = one(origin).map(HeaderValue::as_bytes);
        let is_allowed = match self {
            Self::Any => return OriginCheck::Done(Some(AllowedOrigin::Any)),
            Self::None => false,
            Self::Listed(matcher) => value.is_some_and(|value| matcher.matches_value(value)),
            Self::Dynamic(check, debug) => {
                if check.allow_any_origin(request) {
                    return OriginCheck::Done(Some(AllowedOrigin::Any));
                }
                value.is_some_and(|value| {
                    debug.matches_value(value) || check.allow_header(value, request)
                })
            }
            Self::DynamicAsync(check, debug) => match value.and_then(Origin::parse) {
                Some(origin) if !debug.matches(&origin) => {
                    let (check, origin) = (Rc::clone(check), origin.into());
                    return OriginCheck::Pending(PendingCheck { check, origin });
                }
                origin => origin.is_some(),
            },
        };
        OriginCheck::Done(is_allowed.then_some(AllowedOrigin::RequestOrigin))
    }
}

/// Returns the error for a layer. A handler without origins fails the build.
fn missing_in_layer() -> Violation {
    Violation::new(Rule::MissingOrigins, "Cors", "has no origins").help(
        "list `origins` in its policy, or call `.origins(…)`; to allow none, use `Policy::NONE`",
    )
}
