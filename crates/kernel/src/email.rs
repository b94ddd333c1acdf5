use std::fmt;

/// A mail address as it was written, with the key under which it is known.
///
/// Addresses that differ by case alone are one address here: no mail system in use tells them
/// apart, though RFC 5321 (section 2.4) would let it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email {
    written: String,
    key: String,
}

/// Why a text is no mail address, in words for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadEmail {
    /// Nothing was written.
    #[error("the address is empty")]
    Empty,
    /// No `@`, or more than one.
    #[error("an address has one @ in it")]
    At,
    /// Nothing, or a bare name, behind the `@`.
    #[error("the address ends without a domain, for example .example")]
    Domain,
    /// White space or a character that no address has.
    #[error("an address has no {0:?} in it")]
    Character(char),
    /// Longer than RFC 5321 allows.
    #[error("the address is longer than 254 characters")]
    Long,
}

impl Email {
    /// Reads an address; surrounding white space is dropped.
    pub fn parse(text: &str) -> Result<Self, BadEmail> {
        let written = text.trim();
        if written.is_empty() {
            return Err(BadEmail::Empty);
        }
        if written.chars().count() > 254 {
            return Err(BadEmail::Long);
        }
        if let Some(bad) =
            written.chars().find(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(*c))
        {
            return Err(BadEmail::Character(bad));
        }
        let (local, domain) = written.split_once('@').ok_or(BadEmail::At)?;
        if local.is_empty() || domain.contains('@') {
            return Err(BadEmail::At);
        }
        let labels_are_whole = domain
            .split('.')
            .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
        if !domain.contains('.') && domain != "localhost" || !labels_are_whole {
            return Err(BadEmail::Domain);
        }
        Ok(Self { key: written.to_lowercase(), written: written.to_owned() })
    }

    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The address in lower case: two addresses are one when their keys are.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_differ_by_case_are_one() {
        let (a, b) =
            (Email::parse(" Ines@Firm.Example ").unwrap(), Email::parse("ines@firm.example").unwrap());
        assert_eq!(a.key(), b.key());
        assert_eq!(a.as_str(), "Ines@Firm.Example");
    }

    #[test]
    fn what_is_no_address_says_why() {
        assert_eq!(Email::parse(""), Err(BadEmail::Empty));
        assert_eq!(Email::parse("ines"), Err(BadEmail::At));
        assert_eq!(Email::parse("ines@firm"), Err(BadEmail::Domain));
        assert_eq!(Email::parse("a b@firm.example"), Err(BadEmail::Character(' ')));
        assert_eq!(Email::parse("a@b@firm.example"), Err(BadEmail::At));
        assert!(Email::parse("a@b.example\r\nBcc: x@y.example").is_err());
    }
}
