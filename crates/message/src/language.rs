//! The languages, from `languages/*.toml`, and the sentences in them.

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// A language that phieu speaks.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// BCP 47 tag.
    pub tag: &'static str,
    sentences: &'static [(&'static str, &'static str)],
}

/// The language of a tag; its primary part counts (`en-GB` is `en`). Vietnamese where phieu does not speak it.
pub fn language(tag: &str) -> Language {
    let primary = tag.split(['-', '_', ',', ';']).next().unwrap_or_default().trim().to_ascii_lowercase();
    let find = |tag: &str| LANGUAGES.iter().find(|(each, _)| *each == tag);
    let (tag, sentences) = find(&primary).or_else(|| find("vi")).unwrap_or(&LANGUAGES[0]);
    Language { tag, sentences }
}

impl Language {
    /// The sentence under a key, if there is one.
    pub(crate) fn get(self, key: &str) -> Option<&'static str> {
        let index = self.sentences.binary_search_by_key(&key, |(each, _)| each).ok()?;
        Some(self.sentences[index].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use phieu_engine::Code;

    #[test]
    fn all_languages_have_the_same_sentences_with_the_same_facts() {
        let facts = |text: &str| {
            let mut names: Vec<String> = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect();
            names.sort();
            names
        };
        let (_, first) = LANGUAGES[0];
        for (tag, sentences) in LANGUAGES {
            let keys = |all: &[(&str, &str)]| all.iter().map(|(key, _)| key.to_string()).collect::<Vec<_>>();
            assert_eq!(keys(first), keys(sentences), "{tag}");
            for ((key, ours), (_, theirs)) in sentences.iter().zip(first.iter()).filter(|((key, _), _)| !key.starts_with("number")) {
                assert_eq!(facts(ours), facts(theirs), "{tag} {key}");
            }
        }
    }

    #[test]
    fn every_code_has_a_sentence() {
        for code in Code::ALL {
            let key = if *code == Code::Type { "issue.type.other".to_owned() } else { format!("issue.{}", code.name()) };
            assert!(language("vi").get(&key).is_some(), "{key}");
        }
    }
}
