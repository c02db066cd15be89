//! A const expression whose type decides whether it is one value or a list, or a mistake.

use std::sync::LazyLock;

use cors_rules::{Rule, Text, Violation};

use crate::{LiveOrigins, Origins, Policy};

/// One value or a list, whichever type a const path turns out to have.
pub struct Listed<T>(pub T);

impl Listed<&'static str> {
    #[must_use]
    pub const fn count(&self, _source: &str) -> usize {
        1
    }

    #[must_use]
    pub const fn array<const N: usize>(&self) -> [&'static str; N] {
        [self.0; N]
    }
}

impl Listed<&'static [&'static str]> {
    #[must_use]
    pub const fn count(&self, _source: &str) -> usize {
        self.0.len()
    }

    #[must_use]
    pub const fn array<const N: usize>(&self) -> [&'static str; N] {
        let mut array = [""; N];
        let mut i = 0;
        while i < N {
            array[i] = self.0[i];
            i += 1;
        }
        array
    }
}

impl<const M: usize> Listed<&'static [&'static str; M]> {
    #[must_use]
    pub const fn count(&self, _source: &str) -> usize {
        M
    }

    #[must_use]
    pub const fn array<const N: usize>(&self) -> [&'static str; N] {
        Listed(self.0 as &'static [&'static str]).array()
    }
}

impl<const M: usize> Listed<[&'static str; M]> {
    #[must_use]
    pub const fn count(&self, _source: &str) -> usize {
        M
    }

    #[must_use]
    pub const fn array<const N: usize>(&self) -> [&'static str; N] {
        let mut array = [""; N];
        let mut i = 0;
        while i < N {
            array[i] = self.0[i];
            i += 1;
        }
        array
    }
}

/// Values that are commonly written in a list's place: each is told by one error, at the value.
macro_rules! no_texts {
    ($($value:ty $(where $($of:ident),*)? => $mistake:ident,)*) => {$(
        impl$(<$($of),*>)? Listed<$value> {
            /// # Panics
            /// Always: it is what fails the build.
            #[track_caller]
            #[must_use]
            pub const fn count(&self, source: &str) -> usize {
                $mistake(source).fail()
            }

            #[must_use]
            pub const fn array<const N: usize>(&self) -> [&'static str; N] {
                [""; N]
            }
        }
    )*};
}

no_texts! {
    Policy => a_policy,
    &'static Policy => a_policy,
    &'static Origins => a_set,
    &'static LiveOrigins => a_set,
    &'static LazyLock<T, F> where T, F => a_set,
}

const fn a_policy(source: &str) -> Violation {
    let help = Text::new().push("write `policy = ").push(source).push("`");
    Violation::new(Rule::InvalidValue, source, "is a policy, not a text or a list of texts")
        .help(help.as_str())
}

const fn a_set(source: &str) -> Violation {
    let help = Text::new().push("write `origins = dynamic(").push(source).push(")`");
    Violation::new(Rule::InvalidValue, source, "is known at run time only, and a list is const")
        .help(help.as_str())
}
