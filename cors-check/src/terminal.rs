//! The output of the command, with colors and a progress line in a terminal. [`escaped`] escapes control characters,
//! because they can come from a server.

use std::{
    io::{IsTerminal as _, Write as _, stderr},
    time::{Duration, Instant},
};

use anstyle::{AnsiColor, Style};

pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const WARN: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const DIM: Style = Style::new().dimmed();

/// Prints to the standard output. Errors are ignored, because a closed pipe, as with `| head`, is not a failure.
pub(crate) fn print(text: &str) {
    let mut stdout = anstream::stdout();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// Prints one line with an error to the standard error.
pub(crate) fn eprint_error(message: &str) {
    let message = escaped(message);
    let _ = writeln!(anstream::stderr(), "{BAD}error{BAD:#}: {message}");
}

/// Escapes the characters that could move the cursor, color the text, or change its direction.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        let is_bidirectional = matches!(
            character,
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        );
        if character.is_control() || is_bidirectional {
            escaped.extend(character.escape_unicode());
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Waits for `work`. If the standard error is a terminal, shows a progress line with the elapsed time during the wait.
pub(crate) async fn with_progress<T>(url: &str, work: impl Future<Output = T>) -> T {
    let mut work = std::pin::pin!(work);
    if !stderr().is_terminal() {
        return work.await;
    }
    let (url, start) = (escaped(url), Instant::now());
    let mut tick = tokio::time::interval(Duration::from_millis(500));
    loop {
        tokio::select! {
            result = &mut work => {
                let _ = write!(stderr(), "\r\x1b[K");
                return result;
            }
            _ = tick.tick() => {
                let seconds = start.elapsed().as_secs();
                let _ = write!(stderr(), "\rasking {url} … {seconds} s");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn control_and_bidirectional_characters_are_escaped() {
        assert_eq!(escaped("a\x1b[31m\u{9b}é\u{202E}"), "a\\u{1b}[31m\\u{9b}é\\u{202e}");
    }
}
