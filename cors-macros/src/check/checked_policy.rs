//! The result of the checks: a policy, and the checks that only const evaluation can do.

use cors_rules::{
    cross_checks::{Context, is_cross_checked},
    key::Key,
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, Path};

use crate::{
    settings::Value,
    syntax::{extractor::Extractor, value::WrittenList},
};

/// A policy in which the macro found no error.
pub(crate) struct CheckedPolicy {
    /// The settings in the order of the source.
    pub(crate) values: Vec<(Key, Value)>,
    /// The parameters of the handler, such as `web::Json<Book>`, whose headers only const evaluation can check.
    pub(crate) extractors: Vec<Extractor>,
    pub(crate) pending: PendingChecks,
}

impl CheckedPolicy {
    /// Returns the tokens at which an error of the merged policy is reported: the path in `policy = …`. Without this
    /// key, the tokens are the first [`PendingList`] that is checked against other settings. Returns `None` if there is
    /// no such list: the error is then reported at the item itself.
    pub(crate) fn merge_at(&self) -> Option<TokenStream> {
        let PendingChecks { base, lists, .. } = &self.pending;
        match &base.shared {
            Some(shared) => Some(shared.to_token_stream()),
            None => Some(lists.iter().find(|list| is_cross_checked(list.key))?.listing.at.clone()),
        }
    }

    /// Returns whether settings that are checked against each other, such as `origins` and `allow_credentials`, come
    /// from several policies. The settings of a single policy are checked where that policy is written.
    pub(crate) fn is_mixed(&self) -> bool {
        match (&self.pending.base.shared, &self.pending.base.module) {
            (None, None) => false,
            (Some(_), Some(_)) => true,
            _ => self.values.iter().any(|(key, _)| is_cross_checked(*key)),
        }
    }
}

/// The checks that only const evaluation can do. The expansion contains these checks even if the policy has errors.
pub(crate) struct PendingChecks {
    pub(crate) lists: Vec<PendingList>,
    /// `true` if the attribute has a `debug_origins` list that is not empty, and inherits no settings.
    pub(crate) has_debug_origins: bool,
    pub(crate) max_age: Option<Expr>,
    pub(crate) base: Base,
    /// The methods that the route serves, or `None` without a route.
    pub(crate) served: Option<Vec<String>>,
    /// The settings on which the rules for `lists` depend. If the policy inherits settings, this is the context of an
    /// unknown policy. The served methods are in `served`.
    pub(crate) context: Context<'static>,
}

/// A list with an element that the macro cannot read: an expression or `..`.
pub(crate) struct PendingList {
    pub(crate) key: Key,
    pub(crate) listing: WrittenList,
}

/// The inherited policies, whose settings only const evaluation can read.
pub(crate) struct Base {
    pub(crate) shared: Option<Path>,
    /// The type that holds the policy of the outer module.
    pub(crate) module: Option<Path>,
}

impl Base {
    pub(crate) fn is_none(&self) -> bool {
        self.shared.is_none() && self.module.is_none()
    }
}
