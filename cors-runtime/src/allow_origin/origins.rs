#[cfg(test)]
mod tests;

use std::{fmt, sync::Arc};

use cors_rules::{
    Rule, Violation,
    combination::{Credentials, Dangers},
    list::{List, Rules},
    origin::{ANY, NULL, Origin},
};

use super::{Matcher, PolicyError, PolicyErrors, PolicyTerms};

/// A set of origin patterns made at run time, under the rules of the attribute.
///
/// The rules are those of a policy with credentials, since a set cannot know which policy will use
/// it: `*` and `null` are refused, and so are patterns that are not `https` and those below a public
/// suffix, unless [`Origins::builder`] takes the danger on. Asking costs the same for ten patterns
/// as for ten thousand, and never allocates. A clone shares the patterns, and so does whoever makes
/// the same set again.
///
/// A set is a value: make it in `main`, and give it to [`Cors::origins`](crate::Cors::origins) or to
/// the application's data, for [`app_data`](crate::app_data).
///
/// ```
/// use cors_runtime::{Origin, Origins};
///
/// let partners = Origins::parse(["https://a.example.com", "https://*.b.example:*"])?;
/// assert!(partners.contains(&Origin::parse(b"https://eu.b.example:8443").unwrap()));
/// assert!(!partners.contains(&Origin::parse(b"https://b.example").unwrap()));
/// # Ok::<_, cors_runtime::PolicyErrors>(())
/// ```
///
/// Standard: [`Access-Control-Allow-Origin`](https://fetch.spec.whatwg.org/#http-access-control-allow-origin)
/// holds one origin, so a set is matched on the server.
#[derive(Clone)]
#[doc(alias = "allowlist")]
#[doc(alias = "whitelist")]
pub struct Origins {
    matcher: Arc<Matcher>,
    has_any: bool,
    /// What else it might have held: a policy judges a set by that.
    builder: OriginsBuilder,
}

impl Origins {
    /// Reads a set of patterns.
    ///
    /// # Errors
    /// Everything that is wrong, at once: values that are no patterns, duplicates, `*`, `null`,
    /// insecure patterns, public suffixes, and an empty list.
    pub fn parse<I>(patterns: I) -> Result<Self, PolicyErrors>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        Self::builder().parse(patterns)
    }

    /// A set that may hold what [`Origins::parse`] refuses.
    ///
    /// ```
    /// use cors_runtime::Origins;
    ///
    /// let previews = Origins::builder()
    ///     .danger_allow_public_suffixes()
    ///     .parse(["https://*.vercel.app"])?;
    /// # Ok::<_, cors_runtime::PolicyErrors>(())
    /// ```
    #[must_use]
    pub fn builder() -> OriginsBuilder {
        OriginsBuilder::default()
    }

    /// Whether a pattern of the set matches.
    #[must_use]
    pub fn contains(&self, origin: &Origin<'_>) -> bool {
        self.has_any || self.matcher.matches(origin)
    }

    /// The patterns of the set, in no order.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.has_any.then_some(ANY).into_iter().chain(self.matcher.patterns())
    }

    /// Whether the opaque origin `null` is in the set.
    #[must_use]
    pub fn contains_null(&self) -> bool {
        self.has_any || self.matcher.matches_null()
    }

    /// Whether `*` is in the set, which takes [`OriginsBuilder::without_credentials`].
    #[must_use]
    pub fn contains_every_origin(&self) -> bool {
        self.has_any
    }

    pub(crate) fn contains_value(&self, value: &[u8]) -> bool {
        self.has_any || self.matcher.matches_value(value)
    }

    pub(crate) fn judge(&self, policy: PolicyTerms) -> Result<(), PolicyErrors> {
        self.builder.judge(policy)
    }

    pub(crate) fn builder_of(&self) -> OriginsBuilder {
        self.builder
    }
}

impl fmt::Debug for Origins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.patterns()).finish()
    }
}

/// Reads a set of origins that takes a danger on: see [`Origins::builder`].
#[derive(Clone, Copy, Debug, Default)]
pub struct OriginsBuilder {
    dangers: Dangers,
    without_credentials: bool,
}

impl OriginsBuilder {
    /// Lets patterns that are not `https` stand, beside those of loopback hosts: whoever sits on the
    /// network between can then act as such a page, with the user's credentials.
    #[must_use]
    pub fn danger_allow_insecure_origins(mut self) -> Self {
        self.dangers.insecure_origins = true;
        self
    }

    /// Lets `*.` stand before a public suffix, as in `https://*.github.io`: whoever registers a name
    /// there can then act with the user's credentials.
    #[must_use]
    pub fn danger_allow_public_suffixes(mut self) -> Self {
        self.dangers.public_suffixes = true;
        self
    }

    /// Lets `null` stand, the origin of every sandboxed frame: any page can make one.
    #[must_use]
    pub fn danger_allow_null_origin(mut self) -> Self {
        self.dangers.null_origin = true;
        self
    }

    /// For policies without credentials: patterns that are not `https` and those below a public
    /// suffix may stand, and `*`, alone or beside others, means every origin.
    ///
    /// A policy with `allow_credentials` or `enforce` does not start with such a set, whatever it
    /// holds now.
    ///
    /// ```
    /// use cors_runtime::Origins;
    ///
    /// let readers = Origins::builder().without_credentials().parse(["*", "http://intranet"])?;
    /// assert!(readers.contains_every_origin());
    /// # Ok::<_, cors_runtime::PolicyErrors>(())
    /// ```
    #[must_use]
    pub fn without_credentials(mut self) -> Self {
        self.without_credentials = true;
        self
    }

    pub(crate) fn with_dangers(self, dangers: Dangers) -> Self {
        Self { dangers, ..self }
    }

    /// Whether a policy may use what this builder lets in.
    fn judge(self, policy: PolicyTerms) -> Result<(), PolicyErrors> {
        let mut errors: Vec<PolicyError> = Vec::new();
        if self.without_credentials && policy.allow_credentials {
            let violation = Violation::new(
                Rule::AnyOriginWithCredentials,
                "without_credentials()",
                "builds sets that may hold `*`, and the policy allows credentials",
            );
            let help = "build the set without it, or leave `allow_credentials` out";
            errors.push(violation.help(help).into());
        }
        if self.without_credentials && policy.enforces {
            let violation = Violation::new(
                Rule::AnyOriginWithEnforce,
                "without_credentials()",
                "builds sets that may hold `*`, and the policy enforces: nothing would be refused",
            );
            let help = "build the set without it, or leave `enforce` out";
            errors.push(violation.help(help).into());
        }
        PolicyErrors::check(errors)
    }

    /// As [`Origins::parse`].
    ///
    /// # Errors
    /// As [`Origins::parse`], but for the dangers taken on.
    pub fn parse<I>(self, patterns: I) -> Result<Origins, PolicyErrors>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        let patterns: Vec<I::Item> = patterns.into_iter().collect();
        let values: Vec<&str> = patterns.iter().map(AsRef::as_ref).collect();
        let rules = Rules::Origins {
            null: self.dangers.null_origin,
            credentials: (!self.without_credentials)
                .then_some(Credentials { dangers: self.dangers }),
            enforces: false,
        };
        let violations = List::new(&values, rules).violations();
        let mut errors: Vec<PolicyError> = violations
            .filter_map(|(_, violation)| self.of_a_set(violation))
            .map(Into::into)
            .collect();
        if values.is_empty() {
            let empty = Violation::new(Rule::MissingOrigins, "[]", "names no origin")
                .help("list origins, such as `https://app.example.com`");
            errors.push(empty.into());
        }
        PolicyErrors::check(errors)?;
        let patterns: Vec<&str> = values.iter().copied().filter(|value| *value != ANY).collect();
        let has_any = patterns.len() < values.len();
        Ok(Origins { matcher: Matcher::shared(&patterns), has_any, builder: self })
    }

    /// A set has no `allow_credentials` to drop, and `null` has its one key there.
    fn of_a_set(self, violation: Violation) -> Option<Violation> {
        match violation.rule() {
            Rule::InsecureOriginWithCredentials if violation.value() == NULL => None,
            Rule::AnyOriginMixed if self.without_credentials => None,
            Rule::AnyOriginMixed | Rule::AnyOriginWithCredentials => Some(violation.help(
                "name the origins; for policies without credentials, build the set by \
                 `Origins::builder().without_credentials()`",
            )),
            _ => Some(violation),
        }
    }
}
