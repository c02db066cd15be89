use std::{
    io,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

/// A buffer in memory that receives a log in place of the terminal.
#[derive(Clone, Default)]
pub struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    /// Returns the log of the process. Each example that logs runs in its own process.
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
