//! A form as it stands on a page of our own: where it goes, and what it would send as it is.

/// A form on a page.
pub struct Form {
    /// Where it is sent.
    pub action: String,
    fields: Vec<(String, String)>,
}

impl Form {
    /// The first form on a page at `path` that is posted to an address that ends with `action`.
    pub fn find(html: &str, path: &str, action: &str) -> Option<Self> {
        html.split("<form").skip(1).find_map(|rest| {
            let (head, rest) = rest.split_once('>')?;
            let inside = rest.split_once("</form>").map_or(rest, |(inside, _)| inside);
            let to = address(path, &attribute(head, "action").unwrap_or_default());
            let posts = attribute(head, "method").as_deref() == Some("post");
            (posts && to.ends_with(action)).then(|| Self { action: to, fields: fields(inside) })
        })
    }

    /// What it sends once these fields are filled in: a field named several times is sent so, and
    /// `("name", "")` leaves a box unticked.
    pub fn filled(mut self, with: &[(&str, &str)]) -> Vec<(String, String)> {
        self.fields.retain(|(name, _)| !with.iter().any(|(n, _)| n == name));
        self.fields.extend(with.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        self.fields
    }
}

/// What a browser would send of a form's inside.
fn fields(inside: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for (at, _) in inside.match_indices('<') {
        let tag = &inside[at + 1..];
        let Some((head, rest)) = tag.split_once('>') else { continue };
        let Some(name) = attribute(head, "name") else { continue };
        let value = attribute(head, "value").unwrap_or_default();
        if head.starts_with("input") && is_sent(head) {
            fields.push((name, value));
        } else if head.starts_with("textarea") {
            let text = rest.split_once("</textarea>").map_or("", |(text, _)| text);
            fields.push((name, plain(text.strip_prefix('\n').unwrap_or(text))));
        } else if head.starts_with("select") {
            let options = rest.split_once("</select>").map_or("", |(options, _)| options);
            fields.extend(chosen(options).map(|value| (name, value)));
        }
    }
    fields
}

/// Whether an input is sent as it stands: not a button, and ticked where it can be.
fn is_sent(head: &str) -> bool {
    match attribute(head, "type").as_deref() {
        Some("submit" | "button" | "file" | "reset") => false,
        Some("checkbox" | "radio") => head.split_whitespace().any(|word| word == "checked"),
        _ => true,
    }
}

/// The option of a list that is chosen: the one that says so, else the first.
fn chosen(options: &str) -> Option<String> {
    let heads: Vec<&str> = options.split("<option").skip(1).collect();
    let is_selected =
        |o: &&&str| o.split('>').next().is_some_and(|h| h.split_whitespace().any(|word| word == "selected"));
    let option = heads.iter().find(is_selected).or(heads.first())?;
    let (head, text) = option.split_once('>')?;
    let text = text.split('<').next().unwrap_or_default().trim();
    Some(attribute(head, "value").unwrap_or_else(|| plain(text)))
}

fn attribute(head: &str, name: &str) -> Option<String> {
    let start = head.find(&format!(" {name}=\""))? + name.len() + 3;
    head[start..].split('"').next().map(plain)
}

/// Where a form's address leads from a page's.
fn address(path: &str, action: &str) -> String {
    let path = path.split('?').next().unwrap_or(path);
    if action.is_empty() {
        return path.to_owned();
    }
    if action.starts_with('/') {
        return action.to_owned();
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in action.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A text without its entities.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (entity, tail) = after.split_once(';').unwrap_or((after, ""));
        match entity {
            "amp" => out.push('&'),
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "quot" => out.push('"'),
            "nbsp" => out.push('\u{a0}'),
            other => {
                out.extend(other.strip_prefix('#').and_then(|n| n.parse().ok()).and_then(char::from_u32))
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Fields as a form sends them.
pub fn encode(fields: &[(String, String)]) -> String {
    let escape = crate::shell::words::in_query;
    let pairs: Vec<String> = fields.iter().map(|(n, v)| format!("{}={}", escape(n), escape(v))).collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<form method="post" action="/other"><input name="x" value="1"></form>
        <form action="settings/ask"><input name="looks" value="only"></form>
        <form class="form" method="post" action="settings/ask">
          <input type="hidden" name="version" value="3"><input name="who" value="D&#39;Souza &amp; Co">
          <input type="checkbox" name="team" value="1"><input type="checkbox" name="wall" value="1" checked>
          <textarea name="words">Dear Idris,
two lines</textarea>
          <select name="angle"><option value="learning">Learning</option><option value="connection" selected>Connection</option></select>
          <button name="send" value="now">Send</button>
        </form>"#;

    #[test]
    fn a_form_sends_what_stands_in_it() {
        let form = Form::find(PAGE, "/programs/a/edit", "ask").unwrap();
        assert_eq!(form.action, "/programs/a/settings/ask");
        let sent = form.filled(&[("angle", "learning")]);
        let expected = [
            ("version", "3"),
            ("who", "D'Souza & Co"),
            ("wall", "1"),
            ("words", "Dear Idris,\ntwo lines"),
            ("angle", "learning"),
        ];
        assert_eq!(sent, expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
    }

    #[test]
    fn a_form_that_is_not_there_is_none() {
        assert!(Form::find(PAGE, "/x", "/nowhere").is_none());
    }
}
