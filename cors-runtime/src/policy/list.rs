use std::fmt;

/// A list of a [`Policy`](crate::Policy): origins, methods, header names or hosts.
///
/// A list compares equal to an array or a slice of the same strings in the same order.
///
/// ```
/// use cors_runtime::{Policy, policy};
///
/// const READERS: Policy = policy!(origins = ["https://a.example", "https://b.example"]);
///
/// assert_eq!(READERS.origins(), ["https://a.example", "https://b.example"]);
/// assert!(READERS.origins().iter().all(|origin| origin.starts_with("https://")));
/// ```
#[derive(Clone)]
pub struct List(Strings);

#[derive(Clone)]
enum Strings {
    /// The strings of a const policy. They are stored in the binary.
    Static(&'static [&'static str]),
    /// The strings of a policy that was built at run time. They are stored on the heap.
    Owned(Box<[Box<str>]>),
}

/// The empty list, which a getter returns if the policy has no list for the key.
pub(super) static EMPTY: List = List::new(&[]);

impl List {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(strings: &'static [&'static str]) -> Self {
        Self(Strings::Static(strings))
    }

    /// Clones the list in const evaluation.
    pub(super) const fn const_clone(&self) -> Self {
        Self::new(self.as_static())
    }

    /// Returns the strings of a list in a const policy, for const evaluation.
    ///
    /// # Panics
    /// If the list was built at run time. Const evaluation has no such list.
    #[allow(clippy::panic, reason = "const evaluation only")]
    #[doc(hidden)]
    #[must_use]
    pub const fn as_static(&self) -> &'static [&'static str] {
        match self.0 {
            Strings::Static(strings) => strings,
            Strings::Owned(_) => panic!("a const policy has no list on the heap"),
        }
    }

    /// Iterates over the strings, in the order in which they were written.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        let (in_binary, on_heap): (&[&str], &[Box<str>]) = match &self.0 {
            Strings::Static(strings) => (strings, &[]),
            Strings::Owned(strings) => (&[], strings),
        };
        in_binary.iter().copied().chain(on_heap.iter().map(AsRef::as_ref))
    }

    /// Returns whether the list contains this string. The comparison is case-sensitive.
    #[must_use]
    pub fn contains(&self, string: &str) -> bool {
        self.iter().any(|other| other == string)
    }

    /// Returns the number of strings.
    #[must_use]
    pub const fn len(&self) -> usize {
        match &self.0 {
            Strings::Static(strings) => strings.len(),
            Strings::Owned(strings) => strings.len(),
        }
    }

    /// Returns whether the list has no strings.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) fn join(&self, separator: &str) -> String {
        self.iter().collect::<Vec<_>>().join(separator)
    }
}

/// Splits one string into the values of a list, at commas and white space. A string such as `["GET", "PUT"]` is not
/// split. The whole string is then an invalid value, and the help of its error names the separate values.
pub(crate) fn split(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim();
    // A host such as `[::1]` is in brackets too, so a list in brackets must also contain a quotation mark or `://`.
    let is_bracketed = text.starts_with('[')
        && text.ends_with(']')
        && (text.contains('"') || text.contains("://"));
    let is_separator = move |c: char| !is_bracketed && (c == ',' || c.is_whitespace());
    text.split(is_separator).filter(|item| !item.is_empty())
}

impl<S: Into<Box<str>>> FromIterator<S> for List {
    fn from_iter<I: IntoIterator<Item = S>>(strings: I) -> Self {
        Self(Strings::Owned(strings.into_iter().map(Into::into).collect()))
    }
}

impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl PartialEq for List {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for List {}

macro_rules! equal_to_strings {
    ($([$($generics:tt)*] $list:ty, $strings:ty;)*) => {$(
        impl<S: AsRef<str>, $($generics)*> PartialEq<$strings> for $list {
            fn eq(&self, strings: &$strings) -> bool {
                self.iter().eq(strings.iter().map(AsRef::as_ref))
            }
        }
    )*};
}

equal_to_strings! {
    [] List, [S];
    [] List, &[S];
    [] &List, [S];
    [const N: usize] List, [S; N];
    [const N: usize] List, &[S; N];
    [const N: usize] &List, [S; N];
}
