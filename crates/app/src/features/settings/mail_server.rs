//! The mail server as a form has it, and as one address: `smtp://user:password@host:587?tls=…`.

use crate::shell::{Fields, Problems, words};
use bellwether_wire::smtp::{Login, Security, Server};

bellwether_db::words! {
    /// How the connection is encrypted, in the form's words.
    pub enum Encryption {
        /// By STARTTLS, or nothing is sent.
        Required = "required",
        /// From the first byte.
        Implicit = "implicit",
        /// Where the server offers it.
        Opportunistic = "opportunistic",
        /// Not at all.
        None = "none",
    }
}

impl Encryption {
    /// What the choice says.
    pub fn label(self) -> &'static str {
        match self {
            Self::Required => "STARTTLS, required (usually port 587)",
            Self::Implicit => "TLS from the start (usually port 465)",
            Self::Opportunistic => "STARTTLS where the server offers it",
            Self::None => "None (a server on this machine)",
        }
    }

    fn of(security: Security) -> Self {
        match security {
            Security::Required => Self::Required,
            Security::Implicit => Self::Implicit,
            Security::Opportunistic => Self::Opportunistic,
            Security::None => Self::None,
        }
    }
}

/// The fields of the form for a stored server. The password is never among them.
pub fn fields(stored: Option<&Server>) -> Vec<(&'static str, String)> {
    let user = stored.and_then(|s| s.login.as_ref()).map_or(String::new(), |l| l.user.clone());
    vec![
        ("host", stored.map_or(String::new(), |s| s.host.clone())),
        ("port", stored.map_or("587".to_owned(), |s| s.port.to_string())),
        ("encryption", stored.map_or(Encryption::Required, |s| Encryption::of(s.security)).word().to_owned()),
        ("user", user),
    ]
}

/// The address of the server that a form names; nothing where it names none. An empty password
/// keeps the stored one, but only for the same user at the same server: a stored password is never
/// handed to another.
pub fn address(form: &Fields, stored: Option<&Server>, problems: &mut Problems) -> Option<String> {
    let host = form.get("host").to_lowercase();
    if host.is_empty() {
        return None;
    }
    let fits = |c: char| c.is_alphanumeric() || ".-:_[]".contains(c);
    if host.chars().count() > 253 || !host.chars().all(fits) {
        problems.say("host", "Write the server’s name alone, like smtp.firm.example.");
    }
    let port = form.whole("port", 1, 65_535, problems);
    let encryption = form.choice::<Encryption>("encryption", problems)?;
    let login = login(form, &host, port, stored, problems);
    if !problems.is_empty() {
        return None;
    }
    let ca = stored.and_then(|s| s.ca_file.as_ref()).map(|file| file.display().to_string());
    let address = written(&host, port, encryption, login.as_ref(), ca.as_deref());
    match Server::parse(&address) {
        Ok(_) => Some(address),
        Err(why) => {
            problems.say("host", why.to_string());
            None
        }
    }
}

fn login(
    form: &Fields,
    host: &str,
    port: i64,
    stored: Option<&Server>,
    problems: &mut Problems,
) -> Option<Login> {
    let (user, typed) = (form.get("user"), form.get("password"));
    if user.is_empty() {
        if !typed.is_empty() {
            problems.say("user", "A password needs a user. Write both, or neither.");
        }
        return None;
    }
    let known = stored.filter(|s| s.host.to_lowercase() == host && i64::from(s.port) == port);
    let known = known.and_then(|s| s.login.as_ref()).filter(|l| l.user == user);
    let password = if typed.is_empty() { known.map(|l| l.password.clone()) } else { Some(typed.to_owned()) };
    if password.is_none() {
        problems.say("password", "Write the password for this user at this server.");
    }
    password.map(|password| Login { user: user.to_owned(), password })
}

fn written(host: &str, port: i64, encryption: Encryption, login: Option<&Login>, ca: Option<&str>) -> String {
    let escaped = |text: &str| words::in_query(text).replace('/', "%2F");
    let scheme = if encryption == Encryption::Implicit { "smtps" } else { "smtp" };
    let login = login.map_or(String::new(), |l| format!("{}:{}@", escaped(&l.user), escaped(&l.password)));
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let host = if bare.contains(':') { format!("[{bare}]") } else { bare.to_owned() };
    let tls = if encryption == Encryption::Implicit { Encryption::Required } else { encryption }.word();
    let ca = ca.map_or(String::new(), |file| format!("&ca={}", escaped(file)));
    format!("{scheme}://{login}{host}:{port}?tls={tls}{ca}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: [(&str, &str); 5]) -> Fields {
        Fields::of(pairs.map(|(name, value)| (name, value.to_owned())))
    }

    fn asked(host: &str, user: &str, password: &str, encryption: &str) -> Fields {
        form([
            ("host", host),
            ("port", "587"),
            ("encryption", encryption),
            ("user", user),
            ("password", password),
        ])
    }

    #[test]
    fn any_password_survives_the_way_into_the_address_and_back() {
        let password = "p@ss:w/rd #?%+ é";
        let mut problems = Problems::none();
        let form = asked("smtp.firm.example", "ines@firm.example", password, "required");
        let address = address(&form, None, &mut problems).unwrap();
        let server = Server::parse(&address).unwrap();
        let login = server.login.unwrap();
        assert_eq!((login.user.as_str(), login.password.as_str()), ("ines@firm.example", password));
        assert_eq!((server.port, server.security), (587, Security::Required));
    }

    #[test]
    fn a_stored_password_stays_with_its_user_at_its_server() {
        let stored = Server::parse("smtp://ines:secret@smtp.firm.example:587").unwrap();
        let kept = |host, user| {
            let mut problems = Problems::none();
            let address = address(&asked(host, user, "", "required"), Some(&stored), &mut problems);
            (address.and_then(|a| Server::parse(&a).ok()?.login).map(|l| l.password), problems)
        };
        assert_eq!(kept("smtp.firm.example", "ines").0.as_deref(), Some("secret"));
        for (host, user) in [("elsewhere.example", "ines"), ("smtp.firm.example", "ada")] {
            let (password, problems) = kept(host, user);
            assert_eq!(password, None, "{host} {user}");
            assert!(problems.at("password").is_some());
        }
    }

    #[test]
    fn every_kind_of_encryption_comes_back_as_it_was_chosen() {
        for encryption in Encryption::ALL {
            let mut problems = Problems::none();
            let form = asked("smtp.firm.example", "", "", encryption.word());
            let address = address(&form, None, &mut problems).unwrap();
            assert_eq!(Encryption::of(Server::parse(&address).unwrap().security), *encryption);
        }
    }

    #[test]
    fn a_host_with_anything_else_in_it_is_refused() {
        for host in ["smtp://x", "a b", "x/y", "x?tls=none", "user@host"] {
            let mut problems = Problems::none();
            assert_eq!(address(&asked(host, "", "", "required"), None, &mut problems), None, "{host}");
            assert!(problems.at("host").is_some(), "{host}");
        }
    }
}
