//! The reader's language: Vietnamese unless English is asked for.

use axum::http::{HeaderMap, header};

/// A language that sentences exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Tiếng Việt.
    Vi,
    /// English.
    En,
}

impl Language {
    /// The tag: `vi` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Vi => "vi",
            Language::En => "en",
        }
    }

    /// Reads a tag such as `en` or `en-GB`.
    pub fn parse(tag: &str) -> Option<Language> {
        match tag.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "vi" => Some(Language::Vi),
            "en" => Some(Language::En),
            _ => None,
        }
    }

    /// The language that `Accept-Language` prefers among ours (RFC 9110, 12.5.4); Vietnamese where it names none of them.
    pub fn of(headers: &HeaderMap) -> Language {
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut best = (0.0, Language::Vi);
        for item in wanted.split(',') {
            let mut parts = item.split(';').map(str::trim);
            let language = parts.next().and_then(Language::parse);
            let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(1.0, |q| q.parse().unwrap_or(0.0));
            if let Some(language) = language.filter(|_| weight > best.0) {
                best = (weight, language);
            }
        }
        best.1
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_known_language_wins_and_vietnamese_is_the_rest() {
        let cases = [
            ("", Language::Vi),
            ("en", Language::En),
            ("en-GB,vi;q=0.8", Language::En),
            ("en;q=0.5, vi", Language::Vi),
            ("fr, en;q=0.3", Language::En),
            ("fr", Language::Vi),
            ("en;q=0", Language::Vi),
            ("en;q=many", Language::Vi),
        ];
        for (wanted, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, wanted.parse().unwrap());
            assert_eq!(Language::of(&headers), expected, "{wanted}");
        }
    }
}
