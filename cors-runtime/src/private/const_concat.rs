//! The concatenation of the elements of a list in an attribute. An element is a string, a const list, or `..` for the
//! inherited list.

use cors_rules::{Violation, key::Key};

use super::{ListValue, Strings};

/// The lists to join, one for each element. The result keeps all strings of the inherited list. The other elements
/// contribute only strings that the inherited list does not contain.
#[derive(Clone, Copy)]
pub struct Concat<const N: usize> {
    parts: &'static [ListValue; N],
    inherited: Option<Inherited>,
    /// For each element, the index in the joined list at which the strings of the element end.
    ends: [usize; N],
}

/// The list that `..` inserts.
#[derive(Clone, Copy)]
struct Inherited {
    list: Strings,
    /// The index of the element `..`.
    index: usize,
    key: Key,
}

impl<const N: usize> Concat<N> {
    #[must_use]
    pub const fn new(parts: &'static [ListValue; N]) -> Self {
        Self { parts, inherited: None, ends: [0; N] }.with_ends()
    }

    /// Returns the same lists, with the element at this index marked as `..`. The joined list is the value of `key`.
    #[must_use]
    pub const fn with_inherited_at(self, index: usize, key: Key) -> Self {
        let inherited = Inherited { list: self.parts[index].list(), index, key };
        Self { inherited: Some(inherited), ..self }.with_ends()
    }

    /// Returns the length of the joined list.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.start_of(N)
    }

    /// Returns the index in the joined list at which the strings of an element begin.
    #[must_use]
    pub const fn start_of(&self, index: usize) -> usize {
        if index == 0 { 0 } else { self.ends[index - 1] }
    }

    /// Returns the violation for an element that is a policy or a set of origins.
    #[must_use]
    pub const fn violation(&self, index: usize) -> Option<Violation> {
        self.parts[index].violation()
    }

    /// Returns the joined list. `M` must be the result of [`count`](Self::count).
    #[must_use]
    pub const fn joined<const M: usize>(&self) -> [&'static str; M] {
        self.join().0
    }

    const fn with_ends(self) -> Self {
        Self { ends: self.join::<0>().1, ..self }
    }

    /// Returns the first `M` strings of the joined list, and the value of `ends`.
    const fn join<const M: usize>(&self) -> ([&'static str; M], [usize; N]) {
        let (mut joined, mut ends) = ([""; M], [0; N]);
        let (mut part, mut end) = (0, 0);
        while part < N {
            let values = self.parts[part].list();
            let mut i = 0;
            while i < values.len() {
                if self.has(part, values[i]) {
                    if end < M {
                        joined[end] = values[i];
                    }
                    end += 1;
                }
                i += 1;
            }
            ends[part] = end;
            part += 1;
        }
        (joined, ends)
    }

    /// Returns whether the joined list keeps a value of the element `part`.
    const fn has(&self, part: usize, value: &str) -> bool {
        match &self.inherited {
            Some(Inherited { list, index, key }) => {
                part == *index || !key.kind().list_contains(list, value)
            }
            None => true,
        }
    }
}
