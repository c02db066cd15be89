use std::{rc::Rc, sync::Arc};

use actix_web::{HttpRequest, http::header::HeaderValue};
use cors_rules::{
    Rule, Violation,
    list::ANY,
    origin::{self, Origin, OriginBuf},
};

use super::{AllowOrigin, AllowOriginAsync, Matcher, PolicyTerms};
use crate::{
    decision::AllowedOrigin,
    policy::{OriginSource, PolicyErrors},
    policy_owner::PolicyOwner,
    request::HeaderLines,
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
        let debug: Vec<&str> = policy.debug_origins().iter().collect();
        Ok(match policy.origin_source() {
            None if owner.is_layer() => return Err(missing_in_layer().into()),
            None => return Err(origin::missing("policy").into()),
            Some(OriginSource::None) => Self::None,
            Some(OriginSource::Listed(listed)) if listed.contains(ANY) => Self::Any,
            Some(OriginSource::Listed(listed)) => {
                // A pattern may be in both lists, but `Matcher::shared` must get each pattern only once.
                let debug = debug.into_iter().filter(|origin| !listed.contains(origin));
                let patterns: Vec<&str> = listed.iter().chain(debug).collect();
                Self::Listed(Matcher::shared(&patterns))
            }
            Some(OriginSource::Dynamic(_, create)) => {
                Self::dynamic(create().into(), owner, &debug)?
            }
            Some(OriginSource::Value(set)) => Self::dynamic(Arc::clone(set) as _, owner, &debug)?,
            Some(OriginSource::DynamicAsync(_, create)) => {
                Self::DynamicAsync(create().into(), Matcher::shared(&debug))
            }
        })
    }

    fn dynamic(
        check: Arc<dyn AllowOrigin>,
        owner: &PolicyOwner,
        debug: &[&str],
    ) -> Result<Self, PolicyErrors> {
        check.prepare(PolicyTerms::new(owner))?;
        Ok(Self::Dynamic(check, Matcher::shared(debug)))
    }

    /// Returns the origins that may read the response to a request with these lines of `Origin`. Returns `None` if no
    /// origin may, or if a [`PendingCheck`] must decide.
    #[inline]
    pub(crate) fn allowed(
        &self,
        origin: HeaderLines<'_>,
        request: &HttpRequest,
    ) -> Option<AllowedOrigin> {
        match self {
            Self::Any => Some(AllowedOrigin::Any),
            Self::None => None,
            Self::Listed(matcher) => {
                request_origin_if(origin, |value| matcher.matches_value(value))
            }
            Self::Dynamic(check, debug) => {
                if check.allow_any_origin(request) {
                    return Some(AllowedOrigin::Any);
                }
                request_origin_if(origin, |value| {
                    debug.matches_value(value) || check.allow_header(value, request)
                })
            }
            Self::DynamicAsync(_, debug) => {
                request_origin_if(origin, |value| debug.matches_value(value))
            }
        }
    }

    #[inline]
    pub(crate) fn pending_check(&self, origin: HeaderLines<'_>) -> Option<PendingCheck> {
        let Self::DynamicAsync(check, debug) = self else { return None };
        let value = origin.one()?;
        let origin = Origin::parse(value.as_bytes()).filter(|origin| !debug.matches(origin))?;
        Some(PendingCheck { check: Rc::clone(check), origin: origin.into() })
    }
}

fn missing_in_layer() -> Violation {
    Violation::new(Rule::MissingOrigins, "Cors", "has no origins").help(
        "list `origins` in its policy, or call `.origins(…)`; to allow none, use `Policy::NONE`",
    )
}

#[inline]
fn request_origin_if(
    origin: HeaderLines<'_>,
    is_allowed: impl FnOnce(&[u8]) -> bool,
) -> Option<AllowedOrigin> {
    let value: &HeaderValue = origin.one()?;
    is_allowed(value.as_bytes()).then_some(AllowedOrigin::RequestOrigin)
}
