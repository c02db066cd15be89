//! Arguments to typed keys, each with its place in the source; no judgement but of form.

mod plainly;
mod reader;

use cors_rules::{Rule, Violation, enforce::Enforce};
use proc_macro2::TokenStream;
use syn::{Expr, Path};

use self::reader::Reader;
use crate::{
    diagnostic::Diagnostics,
    syntax::{
        arguments::{Argument, ArgumentValue, Arguments},
        value::Listing,
    },
};

/// The keys of one attribute, typed; those that were not written, or not readable, are `None`.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) origins: Option<Origins>,
    pub(crate) debug_origins: Option<Listing>,
    pub(crate) methods: Option<Listing>,
    pub(crate) allow_headers: Option<Listing>,
    pub(crate) expose_headers: Option<Listing>,
    pub(crate) allow_credentials: Option<bool>,
    pub(crate) max_age: Option<MaxAge>,
    pub(crate) enforce: Option<Enforce>,
    pub(crate) hosts: Option<Listing>,
    pub(crate) danger_allow_insecure_origins: Option<bool>,
    pub(crate) danger_allow_public_suffixes: Option<bool>,
    pub(crate) danger_allow_null_origin: Option<bool>,
    pub(crate) policy: Option<Path>,
    /// The path of the runtime crate.
    pub(crate) runtime: Option<Path>,
    /// The type that holds the policy of the module around: written by a module's expansion only.
    pub(crate) inherited: Option<Path>,
    /// The keys whose value was refused, or that were written under another name: nothing follows
    /// from their absence.
    told: Vec<String>,
    /// Whether something stood where a key should.
    has_stray: bool,
}

pub(crate) enum Origins {
    Listed(Listing),
    /// `#[cors(none)]`
    Nobody,
    Dynamic(Expr),
    DynamicAsync(Expr),
}

pub(crate) enum MaxAge {
    /// A text, or a number with a fraction.
    Duration {
        text: String,
        at: TokenStream,
    },
    /// A whole number, its sign in front.
    Number {
        digits: String,
        at: TokenStream,
    },
    Const(Expr),
}

/// Written by a module's expansion on its handlers.
pub(crate) const INHERITED: &str = "__inherited";

/// `#[cors(none)]`
pub(crate) const NONE: &str = "none";

impl Settings {
    pub(crate) fn read(arguments: Arguments, diagnostics: &mut Diagnostics) -> Self {
        let mut settings = Self { has_stray: arguments.has_stray, ..Self::default() };
        let mut seen: Vec<String> = Vec::new();
        for Argument { name, at, value } in arguments.list {
            if seen.contains(&name) {
                let violation = Violation::new(Rule::DuplicateKey, &name, "is written twice");
                diagnostics.add(violation.help("leave one out"), &at);
                continue;
            }
            settings.set(&name, &at, value, diagnostics);
            seen.push(name);
        }
        settings
    }

    /// Those of `#[cors(none)]`.
    pub(crate) fn of_none() -> Self {
        Self { origins: Some(Origins::Nobody), ..Self::default() }
    }

    /// Whether no page may call: then it needs nothing else either.
    pub(crate) fn is_none(&self) -> bool {
        matches!(self.origins, Some(Origins::Nobody))
    }

    /// Whether there is a policy below this one, whose settings only const evaluation knows.
    pub(crate) fn extends(&self) -> bool {
        self.policy.is_some() || self.inherited.is_some()
    }

    /// The lists that were written, each with its key.
    pub(crate) fn listings(&self) -> impl Iterator<Item = (&'static str, &Listing)> {
        let origins = match &self.origins {
            Some(Origins::Listed(listing)) => Some(listing),
            _ => None,
        };
        [
            ("origins", origins),
            ("debug_origins", self.debug_origins.as_ref()),
            ("methods", self.methods.as_ref()),
            ("allow_headers", self.allow_headers.as_ref()),
            ("expose_headers", self.expose_headers.as_ref()),
            ("hosts", self.hosts.as_ref()),
        ]
        .into_iter()
        .filter_map(|(key, listing)| Some((key, listing?)))
    }

    /// Whether settings that are judged together (`cors_rules::combination`) come from several
    /// places. What those of one place break is told there, once.
    pub(crate) fn are_mixed(&self) -> bool {
        // Each field, so that a new one is judged with others or not, and is not forgotten.
        let Self {
            origins,
            debug_origins,
            expose_headers,
            enforce,
            allow_credentials,
            danger_allow_insecure_origins,
            danger_allow_public_suffixes,
            danger_allow_null_origin,
            policy,
            inherited,
            methods: _,
            allow_headers: _,
            max_age: _,
            hosts: _,
            runtime: _,
            told: _,
            has_stray: _,
        } = self;
        let writes_some = origins.is_some()
            || debug_origins.is_some()
            || expose_headers.is_some()
            || enforce.is_some()
            || allow_credentials.is_some()
            || danger_allow_insecure_origins.is_some()
            || danger_allow_public_suffixes.is_some()
            || danger_allow_null_origin.is_some();
        match (policy, inherited) {
            (None, None) => false,
            (Some(_), Some(_)) => true,
            _ => writes_some,
        }
    }

    /// Whether a key is missing because of what was told already.
    pub(crate) fn is_told(&self, key: &str) -> bool {
        self.has_stray || self.told.iter().any(|told| told == key)
    }

    fn set(
        &mut self,
        name: &str,
        key: &TokenStream,
        value: ArgumentValue,
        diagnostics: &mut Diagnostics,
    ) {
        let mut reader = Reader { key, name, diagnostics, told: &mut self.told };
        match name {
            "origins" => self.origins = reader.origins(value),
            "debug_origins" => self.debug_origins = reader.listing(value),
            "methods" => self.methods = reader.listing(value),
            "allow_headers" => self.allow_headers = reader.listing(value),
            "expose_headers" => self.expose_headers = reader.listing(value),
            "allow_credentials" => self.allow_credentials = reader.flag(value),
            "max_age" => self.max_age = reader.max_age(value),
            "enforce" => self.enforce = reader.enforce(value),
            "hosts" => self.hosts = reader.listing(value),
            "danger_allow_insecure_origins" => {
                self.danger_allow_insecure_origins = reader.flag(value);
            }
            "danger_allow_public_suffixes" => {
                self.danger_allow_public_suffixes = reader.flag(value);
            }
            "danger_allow_null_origin" => self.danger_allow_null_origin = reader.flag(value),
            "policy" => self.policy = reader.path(value),
            "crate" => self.runtime = reader.path(value),
            INHERITED => self.inherited = reader.path(value),
            NONE => reader.stands_alone(),
            _ => reader.unknown(&value),
        }
    }
}
