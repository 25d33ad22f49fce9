//! The words that the program writes on pages: by language, with plural forms.
//!
//! In: `strings/<lang>.toml` of every layer of a theme. Out: [`Words`], and the function `t` for templates. A text is a
//! string with `{names}`, or a table of plural forms by the CLDR's categories (Unicode Technical Standard 35, part 3).

use crate::diag::{Code, Diagnostic, Span};
use crate::path::SourcePath;
use crate::tree::{Bytes, Tree};
use crate::value::{self, Data};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};
use tera::value::Key;
use tera::{Kwargs, Map, State, Tera, Value};

/// The language that others fall back to.
const FALLBACK: &str = "en";

/// The words of a theme in every language it has.
#[derive(Clone, Debug, Default)]
pub struct Words {
    languages: BTreeMap<String, Texts>,
}

/// The texts of a language by their keys.
type Texts = HashMap<String, Forms>;

/// A text, or its plural forms by category.
#[derive(Clone, Debug)]
enum Forms {
    One(String),
    /// With what a script gets of them, made when a page first asks.
    Plural(BTreeMap<String, String>, OnceLock<Value>),
}

/// The forms of a text that has only one.
#[derive(serde::Serialize)]
struct Other<'a> {
    other: &'a str,
}

impl Forms {
    /// As [`Words::forms`], as JSON.
    fn as_json(&self) -> Value {
        fn json<T: serde::Serialize>(of: &T) -> Value {
            serde_json::to_string(of).unwrap_or_default().into()
        }
        match self {
            Self::One(text) => json(&Other { other: text }),
            Self::Plural(forms, ready) => ready.get_or_init(|| json(forms)).clone(),
        }
    }
}

impl Words {
    /// The text of `key` in `lang`, with each `{name}` replaced by its value; `n` chooses the plural form. `None` where no
    /// language has the key.
    pub fn get(&self, lang: &str, key: &str, values: &[(&str, String)]) -> Option<String> {
        let (lang, forms) = self.find(lang, key)?;
        let text = match forms {
            Forms::One(text) => text,
            Forms::Plural(forms, _) => {
                let n = values.iter().find(|(name, _)| *name == "n").and_then(|(_, v)| v.parse().ok()).unwrap_or(0);
                forms.get(plural(lang, n)).or_else(|| forms.get("other"))?
            }
        };
        Some(filled(text, values))
    }

    /// The text of `key` as it is written, where it has no plural forms.
    fn plain<'a>(&'a self, lang: &'a str, key: &str) -> Option<&'a str> {
        match self.find(lang, key)?.1 {
            Forms::One(text) => Some(text),
            Forms::Plural(..) => None,
        }
    }

    /// The forms of `key` by plural category, for a script that counts; one text alone is `other`.
    pub fn forms(&self, lang: &str, key: &str) -> BTreeMap<String, String> {
        match self.find(lang, key) {
            Some((_, Forms::Plural(forms, _))) => forms.clone(),
            Some((_, Forms::One(text))) => BTreeMap::from([("other".to_owned(), text.clone())]),
            None => BTreeMap::new(),
        }
    }

    /// As [`Words::forms`], as JSON.
    fn forms_as_json(&self, lang: &str, key: &str) -> Value {
        self.find(lang, key).map_or_else(|| Value::from("{}"), |(_, forms)| forms.as_json())
    }

    /// All texts without plural forms in `lang`, by their keys with `_` for `-`: what templates see as `words`. The forms of
    /// every text are in `forms` there, as [`Words::forms`] gives them, as JSON.
    pub fn all(&self, lang: &str) -> Value {
        let primary = lang.split('-').next().unwrap_or(lang);
        let texts = [FALLBACK, primary, lang].into_iter().filter_map(|lang| self.languages.get(lang)).flatten();
        let (mut all, mut forms_of) = (Map::default(), Map::default());
        for (key, forms) in texts {
            let name = Key::from(key.replace('-', "_"));
            match forms {
                Forms::One(text) => all.insert(name.clone(), Value::from(text.as_str())),
                Forms::Plural(..) => all.remove(&name),
            };
            forms_of.insert(name, forms.as_json());
        }
        all.insert(Key::Str("forms"), forms_of.into());
        all.into()
    }

    fn find<'a>(&'a self, lang: &'a str, key: &str) -> Option<(&'a str, &'a Forms)> {
        let primary = lang.split('-').next().unwrap_or(lang);
        [lang, primary, FALLBACK].into_iter().find_map(|l| Some((l, self.languages.get(l)?.get(key)?)))
    }

    /// As [`Words::get`], or the key itself where a theme has taken the text away.
    pub fn say(&self, lang: &str, key: &str, values: &[(&str, String)]) -> String {
        self.get(lang, key, values).unwrap_or_else(|| key.to_owned())
    }
}

/// Reads the words of all layers; the more special count.
pub(super) fn load(layers: &[String], files: &Tree, lang: &str, diagnostics: &mut Vec<Diagnostic>) -> Words {
    let of_layer = |layer: &String| files.below(&format!("{layer}/strings"));
    let primary = lang.split('-').next().unwrap_or(lang);
    // A site has one language. What is built in of others is not read; what the author wrote may have faults to tell.
    let counts = |path: &SourcePath, bytes: &Bytes| {
        [lang, primary, FALLBACK].contains(&path.stem()) || super::built_in_bytes(path) != Some(bytes)
    };
    let all = layers.iter().rev().flat_map(of_layer).filter(|(p, b)| p.extension() == "toml" && counts(p, b));
    let all: Vec<_> = all.collect();
    let read_both = |(path, bytes): &(&SourcePath, &Bytes)| {
        let (mut texts, mut said) = (Texts::new(), Vec::new());
        // Texts count one by one: a site's file for a built-in theme may hold only those that it changes.
        if let Some(built_in) = super::built_in_bytes(path).filter(|b| *b != &***bytes) {
            read(path, std::str::from_utf8(built_in).unwrap_or_default(), &mut texts, &mut said);
        }
        read(path, files.text(path).unwrap_or_default(), &mut texts, &mut said);
        (path.stem().to_owned(), texts, said)
    };
    let mut words = Words::default();
    for (language, texts, said) in all.par_iter().with_max_len(1).map(read_both).collect::<Vec<_>>() {
        words.languages.entry(language).or_default().extend(texts);
        diagnostics.extend(said);
    }
    if ![lang, primary].iter().any(|l| words.languages.contains_key(*l)) {
        let theme = layers.first().map_or("booklet", |l| l.trim_start_matches("themes/"));
        diagnostics.push(
            Diagnostic::new(
                Code::MissingLanguage,
                format!("the theme has no words in `{lang}`, so its own words are in English"),
            )
            .help(format!("translate `strings/en.toml` of the theme as `themes/{theme}/strings/{lang}.toml`")),
        );
    }
    words
}

fn read(path: &SourcePath, text: &str, texts: &mut Texts, diagnostics: &mut Vec<Diagnostic>) {
    let tree = match value::parse_toml(text, path) {
        Ok(tree) => tree,
        Err(faults) => {
            return diagnostics.extend(faults.into_iter().map(|d| Diagnostic { code: Code::BadStrings, ..d }));
        }
    };
    let Data::Map(entries) = tree.data else { return };
    for entry in entries {
        let forms = match &entry.value.data {
            Data::Text(text) => Some(Forms::One(text.to_string())),
            Data::Map(forms) => {
                let form = |e: &value::Entry| e.value.text().map(|t| (e.key.to_string(), t.into_owned()));
                forms
                    .iter()
                    .map(form)
                    .collect::<Option<BTreeMap<_, _>>>()
                    .filter(|f| f.contains_key("other"))
                    .map(|forms| Forms::Plural(forms, OnceLock::new()))
            }
            _ => None,
        };
        match forms {
            Some(forms) => {
                texts.insert(entry.key.to_string(), forms);
            }
            None => diagnostics.push(
                Diagnostic::new(
                    Code::BadStrings,
                    format!("`{}` is neither a text nor plural forms with an `other`", entry.key),
                )
                .at(Span::new(path, entry.key_range.unwrap_or(0..0)))
                .help(format!("write it like this: `{} = \"…\"`", entry.key)),
            ),
        }
    }
}

/// The words that templates speak. They can be compiled before these are read.
pub(super) type Spoken = Arc<OnceLock<Arc<Words>>>;

fn said(spoken: &Spoken) -> tera::TeraResult<&Words> {
    spoken.get().map(|words| &**words).ok_or_else(|| tera::Error::message("the theme has no words yet"))
}

/// Registers `t(key="…", …)`, which speaks the language in the template's `lang`, and `forms(key="…")`, which gives the plural
/// forms of a text to a script, as JSON.
pub(super) fn register(tera: &mut Tera, spoken: &Spoken) {
    let all = Arc::clone(spoken);
    tera.register_function("forms", move |kwargs: Kwargs, state: &State<'_>| -> tera::TeraResult<Value> {
        let lang: Option<Value> = state.get("lang")?;
        let lang = lang.as_ref().and_then(Value::as_str).unwrap_or(FALLBACK);
        Ok(said(&all)?.forms_as_json(lang, kwargs.must_get("key")?))
    });
    let spoken = Arc::clone(spoken);
    tera.register_function("t", move |kwargs: Kwargs, state: &State<'_>| -> tera::TeraResult<Value> {
        let words = said(&spoken)?;
        let key: &str = kwargs.must_get("key")?;
        let lang: Option<Value> = state.get("lang")?;
        let lang = lang.as_ref().and_then(Value::as_str).unwrap_or(FALLBACK);
        let others = kwargs.iter().filter_map(|(name, value)| Some((name.as_str()?, value)));
        let values: Vec<(&str, String)> =
            others.filter(|(name, _)| *name != "key").map(|(name, value)| (name, value.to_string())).collect();
        let plain = if values.is_empty() { words.plain(lang, key) } else { None };
        let text = plain.map_or_else(|| words.get(lang, key, &values).map(Value::from), |text| Some(text.into()));
        text.ok_or_else(|| tera::Error::message(format!("there is no text `{key}` in the theme's strings")))
    });
}

fn filled(text: &str, values: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let value = |(name, behind)| Some((&values.iter().find(|(n, _)| *n == name)?.1, behind));
        if let Some((value, behind)) = behind.split_once('}').and_then(value) {
            out.push_str(value);
            rest = behind;
        } else {
            out.push('{');
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

/// The plural category of the whole number `n` (CLDR plural rules, cardinals).
fn plural(lang: &str, n: u64) -> &'static str {
    let (tens, hundreds) = (n % 10, n % 100);
    match lang.split('-').next().unwrap_or(lang) {
        "ja" | "ko" | "zh" | "vi" | "th" | "id" | "ms" | "lo" | "my" => "other",
        "fr" | "pt" | "hy" | "fa" | "hi" | "bn" | "am" if n <= 1 => "one",
        "ar" => match n {
            0 => "zero",
            1 => "one",
            2 => "two",
            _ if (3..=10).contains(&hundreds) => "few",
            _ if hundreds >= 11 => "many",
            _ => "other",
        },
        "he" if n == 2 => "two",
        "ru" | "uk" | "be" | "sr" | "hr" | "bs" => match (tens, hundreds) {
            (1, h) if h != 11 => "one",
            (2..=4, h) if !(12..=14).contains(&h) => "few",
            _ => "many",
        },
        "pl" => match (n, tens, hundreds) {
            (1, ..) => "one",
            (_, 2..=4, h) if !(12..=14).contains(&h) => "few",
            _ => "many",
        },
        "cs" | "sk" if (2..=4).contains(&n) => "few",
        "fr" | "pt" | "hy" | "fa" | "hi" | "bn" | "am" => "other",
        _ if n == 1 => "one",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plural_forms_follow_the_language() {
        assert_eq!((plural("en", 1), plural("en", 0), plural("en", 12)), ("one", "other", "other"));
        assert_eq!(
            (plural("ar", 0), plural("ar", 2), plural("ar", 5), plural("ar", 12), plural("ar", 100)),
            ("zero", "two", "few", "many", "other")
        );
        assert_eq!((plural("fr", 0), plural("fr", 2)), ("one", "other"));
        assert_eq!((plural("ru", 21), plural("ru", 12), plural("pl", 22)), ("one", "many", "few"));
    }

    #[test]
    fn names_in_braces_become_values_and_other_braces_stay() {
        let values = [("n", "3".to_owned()), ("total", "{n}".to_owned())];
        assert_eq!(filled("{n} of {total}, {{n}}, {m}, {", &values), "3 of {n}, {3}, {m}, {");
        assert_eq!(filled("none", &values), "none");
    }

    #[test]
    fn every_built_in_language_has_every_text_in_every_form() {
        let mut faults = Vec::new();
        let mut words = Words::default();
        for lang in ["ar", "en", "es"] {
            let of_site = load(&["themes/booklet".to_owned()], &super::super::embedded(), lang, &mut faults);
            words.languages.extend(of_site.languages);
        }
        assert!(faults.is_empty(), "{faults:?}");
        let kinds = |forms: &Forms| matches!(forms, Forms::Plural(..));
        let keys =
            |lang: &str| words.languages[lang].iter().map(|(k, f)| (k.clone(), kinds(f))).collect::<BTreeMap<_, _>>();
        assert_eq!(words.languages.keys().collect::<Vec<_>>(), ["ar", "en", "es"]);
        for (lang, texts) in &words.languages {
            assert_eq!(keys(lang), keys(FALLBACK), "{lang}");
            let needed: std::collections::BTreeSet<&str> = (0..=102).map(|n| plural(lang, n)).collect();
            for (key, forms) in texts.iter().collect::<BTreeMap<_, _>>() {
                let Forms::Plural(forms, _) = forms else { continue };
                let missing: Vec<_> = needed.iter().filter(|c| !forms.contains_key(**c)).collect();
                assert!(missing.is_empty(), "{lang}: `{key}` lacks {missing:?}");
            }
        }
    }
}
