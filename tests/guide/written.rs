use std::{
    io,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

/// Memory in place of the terminal that a log goes to.
#[derive(Clone, Default)]
pub struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    /// The one log of the process. Each example that logs is a process of its own.
    pub fn shared() -> Self {
        static SHARED: LazyLock<Written> = LazyLock::new(Written::default);
        SHARED.clone()
    }

    /// Returns the log so far.
    pub fn text(&self) -> String {
        let written = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&written).into_owned()
    }
}

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
