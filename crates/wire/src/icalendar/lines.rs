//! Content lines (RFC 5545, 3.1): escaped, quoted, folded.

use crate::smtp::Mailbox;

/// The most octets that a line may have, without its end.
const WIDTH: usize = 75;

/// Content lines, gathered.
#[derive(Default)]
pub(super) struct Lines {
    out: String,
}

impl Lines {
    /// A value that needs no escape.
    pub(super) fn plain(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// A value of type TEXT, from whomever.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{}", escaped(value)));
    }

    /// A value with parameters.
    pub(super) fn with_parameters(&mut self, name: &str, parameters: &[(&str, &str)], value: &str) {
        let mut line = name.to_owned();
        for (key, value) in parameters {
            line.extend([";", key, "=", &parameter(value)]);
        }
        line.push(':');
        line.push_str(value);
        self.fold(&line);
    }

    /// Somebody with a mail address.
    pub(super) fn person(&mut self, name: &str, who: &Mailbox, parameters: &[(&str, &str)]) {
        let mut all = Vec::with_capacity(parameters.len() + 1);
        if let Some(shown) = who.name.as_deref() {
            all.push(("CN", shown));
        }
        all.extend_from_slice(parameters);
        self.with_parameters(name, &all, &format!("mailto:{}", who.address));
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Breaks the line after at most 75 octets, never within a character; what follows begins with a blank.
    fn fold(&mut self, line: &str) {
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > WIDTH {
                self.out.push_str("\r\n ");
                used = 1;
            }
            self.out.push(c);
            used += c.len_utf8();
        }
        self.out.push_str("\r\n");
    }
}

/// Backslash, semicolon, comma and line ends escaped; other control characters left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push_str("\\n"),
            '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Quoted where it must be. A parameter cannot hold a quotation mark, so it becomes an apostrophe.
fn parameter(value: &str) -> String {
    let value: String =
        value.chars().filter(|c| !c.is_control()).map(|c| if c == '"' { '\'' } else { c }).collect();
    if value.contains([':', ';', ',']) || !value.is_ascii() { format!("\"{value}\"") } else { value }
}
