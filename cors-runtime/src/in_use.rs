//! What handlers and workers share: made once, and kept for as long as one of them uses it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

/// Values in use, by what they are made of.
pub(crate) struct InUse<K, V>(Mutex<Values<K, V>>);

struct Values<K, V> {
    values: BTreeMap<K, Weak<V>>,
    /// How many there may be before those are forgotten that nobody uses.
    room: usize,
}

impl<K: Ord, V> InUse<K, V> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Values { values: BTreeMap::new(), room: 64 }))
    }

    /// The value of that key, if it is the same in the end: a key may be a hash.
    pub(crate) fn get_or_make(
        &self,
        key: K,
        is_same: impl FnOnce(&V) -> bool,
        make: impl FnOnce() -> Arc<V>,
    ) -> Arc<V> {
        let Values { values, room } = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = values.get(&key).and_then(Weak::upgrade)
            && is_same(&value)
        {
            return value;
        }
        let value = make();
        if values.len() >= *room {
            values.retain(|_, value| value.strong_count() > 0);
            *room = values.len() * 2 + 64;
        }
        values.insert(key, Arc::downgrade(&value));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_in_use_is_shared_and_another_is_made_where_it_differs_or_is_gone() {
        let in_use = InUse::<u64, String>::new();
        let text = |text: &'static str| {
            in_use.get_or_make(1, |it| it == text, || Arc::new(text.to_owned()))
        };
        let (a, also_a, b) = (text("a"), text("a"), text("b"));
        assert!(Arc::ptr_eq(&a, &also_a));
        assert_eq!((a.as_str(), b.as_str()), ("a", "b"));
        let gone = Arc::downgrade(&b);
        drop(b);
        assert_eq!(text("b").as_str(), "b");
        assert!(gone.upgrade().is_none());
    }

    #[test]
    fn what_nobody_uses_is_forgotten() {
        let in_use = InUse::<u64, u64>::new();
        for key in 0..10_000 {
            in_use.get_or_make(key, |_| true, || Arc::new(key));
        }
        let values = in_use.0.lock().unwrap();
        assert!(values.values.len() <= 128, "{}", values.values.len());
    }
}
