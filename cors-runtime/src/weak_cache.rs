//! A cache of the values that handlers and workers share. A value lives as long as one of them uses it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

/// Shared values, by a key that is a hash of their content.
pub(crate) struct WeakCache<K, V>(Mutex<Values<K, V>>);

struct Values<K, V> {
    values: BTreeMap<K, Weak<V>>,
    /// The number of values at which unused ones are removed.
    capacity: usize,
}

impl<K: Ord, V> WeakCache<K, V> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Values { values: BTreeMap::new(), capacity: 64 }))
    }

    /// The value of that key. Two contents may have one hash, so `is_same` compares the content.
    pub(crate) fn get_or_create(
        &self,
        key: K,
        is_same: impl FnOnce(&V) -> bool,
        create: impl FnOnce() -> Arc<V>,
    ) -> Arc<V> {
        let Values { values, capacity } =
            &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = values.get(&key).and_then(Weak::upgrade)
            && is_same(&value)
        {
            return value;
        }
        let value = create();
        if values.len() >= *capacity {
            values.retain(|_, value| value.strong_count() > 0);
            *capacity = values.len() * 2 + 64;
        }
        values.insert(key, Arc::downgrade(&value));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_used_value_is_shared_and_another_is_created_if_it_differs_or_is_gone() {
        let cache = WeakCache::<u64, String>::new();
        let text = |text: &'static str| {
            cache.get_or_create(1, |it| it == text, || Arc::new(text.to_owned()))
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
    fn unused_values_are_removed() {
        let cache = WeakCache::<u64, u64>::new();
        for key in 0..10_000 {
            cache.get_or_create(key, |_| true, || Arc::new(key));
        }
        let values = cache.0.lock().unwrap();
        assert!(values.values.len() <= 128, "{}", values.values.len());
    }
}
