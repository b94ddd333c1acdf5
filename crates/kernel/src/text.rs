use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds a text for searching: compatibility forms, no accents, lower case, single spaces.
///
/// `"  Grünwald "` and `"grunwald"` fold to the same. Made in Rust, because the two databases
/// fold differently.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| special(c).unwrap_or(c))
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters that no decomposition takes apart.
fn special(c: char) -> Option<char> {
    Some(match c {
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ı' => 'i',
        _ => return None,
    })
}

/// One or two letters for a person's round: the first of the first and of the last word.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|w| w.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

/// A text on one line: line breaks and other control characters become single spaces.
///
/// What stands in a mail's header or a calendar's title goes through here.
pub fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_without_its_accents() {
        assert_eq!(fold("  Jerome GRÜNWALD "), "jerome grunwald");
        assert_eq!(fold("Søren Łukasz"), "soren lukasz");
        assert_eq!(fold("Quentin Wójcik"), "quentin wojcik");
        assert_eq!(fold("山田 太郎"), "山田 太郎");
    }

    #[test]
    fn initials_fit_any_name() {
        assert_eq!(initials("Amara Novák"), "AN");
        assert_eq!(initials("Celeste van der Berg"), "CB");
        assert_eq!(initials("Plato"), "P");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn a_header_cannot_be_broken() {
        assert_eq!(one_line("Hello\r\nBcc: all@firm.example"), "Hello Bcc: all@firm.example");
    }
}
