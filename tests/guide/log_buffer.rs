use std::{
    io,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

/// A buffer in memory that receives a log in place of the terminal.
#[derive(Clone, Default)]
pub struct LogBuffer(Arc<Mutex<Vec<u8>>>);

impl LogBuffer {
    /// Returns the log of the process. Each example that logs runs in its own process.
    pub fn shared() -> Self {
        static SHARED: LazyLock<LogBuffer> = LazyLock::new(LogBuffer::default);
        SHARED.clone()
    }

    /// Returns the log so far.
    pub fn contents(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl io::Write for LogBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
