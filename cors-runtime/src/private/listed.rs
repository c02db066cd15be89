//! A const expression whose type decides whether it is one value or a list.

/// One value or a list, whichever type a const path turns out to have.
pub struct Listed<T>(pub T);

impl Listed<&'static str> {
    #[must_use]
    pub const fn count(&self) -> usize {
        1
    }

    #[must_use]
    pub const fn array<const N: usize>(&self) -> [&'static str; N] {
        [self.0; N]
    }
}

impl Listed<&'static [&'static str]> {
    #[must_use]
    pub const fn count(&self) -> usize {
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
    pub const fn count(&self) -> usize {
        M
    }

    #[must_use]
    pub const fn array<const N: usize>(&self) -> [&'static str; N] {
        Listed(self.0 as &'static [&'static str]).array()
    }
}

impl<const M: usize> Listed<[&'static str; M]> {
    #[must_use]
    pub const fn count(&self) -> usize {
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
