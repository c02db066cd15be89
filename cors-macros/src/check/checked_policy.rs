//! The result of the checks: a policy, and the checks that only const evaluation can do.

use cors_rules::{
    cross_checks::{Context, is_cross_checked},
    key::Key,
};
use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::{
    settings::Settings,
    syntax::{extractor::Extractor, value::WrittenList},
};

pub(crate) struct CheckedPolicy {
    pub(crate) settings: Settings,
    /// `false` if an error was reported. The expansion then contains the checks of const values, but not this policy.
    pub(crate) is_valid: bool,
    /// The parameters of the handler, such as `web::Json<Book>`, whose headers only const evaluation can check.
    pub(crate) extractors: Vec<Extractor>,
    /// The methods that the route serves, or `None` without a route.
    pub(crate) served: Option<Vec<String>>,
    /// The settings on which the rules for lists depend. If the policy inherits settings, the macro does not know them,
    /// so this is `Context::UNKNOWN`. The methods that the route serves are not in `context.served`, but in `served`.
    pub(crate) context: Context<'static>,
}

impl CheckedPolicy {
    /// Returns the lists with an element that the macro cannot read: an expression or `..`. If the policy inherits
    /// nothing, the macro has already reported a `..`, and a list with this element is left out.
    ///
    /// The compiler reports errors in the order of the generated constants, which is the order of `Key::SETTINGS`.
    pub(crate) fn pending_lists(&self) -> impl Iterator<Item = (Key, &WrittenList)> {
        let inherits = self.settings.inherits();
        self.settings.lists().filter(move |(_, listing)| {
            !listing.is_known() && (inherits || listing.inherited().next().is_none())
        })
    }

    /// Returns the tokens at which an error of the merged policy is reported: the path in `policy = …`. Without this
    /// key, the tokens are the first list in `pending_lists` that is checked against other settings. Returns `None` if
    /// there is no such list: the error is then reported at the item itself.
    pub(crate) fn merge_at(&self) -> Option<TokenStream> {
        match self.settings.path(Key::Policy) {
            Some(shared) => Some(shared.to_token_stream()),
            None => {
                Some(self.pending_lists().find(|(key, _)| is_cross_checked(*key))?.1.at.clone())
            }
        }
    }

    /// Returns whether settings that are checked against each other, such as `origins` and `allow_credentials`, may
    /// come from several policies. The settings of a single policy are checked where that policy is written.
    pub(crate) fn is_mixed(&self) -> bool {
        match (self.settings.path(Key::Policy), &self.settings.module) {
            (None, None) => false,
            (Some(_), Some(_)) => true,
            _ => self.settings.written.iter().any(|(key, _)| is_cross_checked(*key)),
        }
    }
}
