//! Text to a scalar.

use std::fmt::Write;

/// The text as a quoted scalar on one line that reads back as exactly this text.
///
/// Double quotes where nothing needs an escape, since that is what people write; single quotes keep quotes and backslashes as they are.
pub fn quote(text: &str) -> String {
    let control = |char: char| char.is_control() || matches!(char, '\u{feff}' | '\u{2028}' | '\u{2029}');
    if text.contains(control) {
        return escaped(text, control);
    }
    if text.contains(['"', '\\']) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    format!("\"{text}\"")
}

fn escaped(text: &str, control: impl Fn(char) -> bool) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            char if control(char) => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(char));
            }
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}
