//! Style sheets and scripts without what only their author reads: comments, and space that says nothing.
//!
//! In: the text. Out: the same sheet or script, smaller. Nothing is renamed, and a line is joined to the one before only where
//! that ends with a sign that cannot end a statement or has ended it (ECMA-262, 12.10), so that what a browser makes of it
//! does not change. Where a text ends in the middle of
//! something (a comment, a quotation), it stays as it is: browsers and scripts mend such things in ways of their own.

use crate::byte_set::ByteSet;

/// A style sheet (CSS Syntax Module Level 3) without comments; `None` where it ends in the middle of something.
pub(crate) fn sheet(css: &str) -> Option<String> {
    squeeze(css, &SHEET)
}

/// A script (ECMA-262) without comments.
pub(crate) fn script(js: &str) -> String {
    squeeze(js, &SCRIPT).unwrap_or_else(|| js.to_owned())
}

struct Grammar {
    is_script: bool,
    /// Signs that need no space beside them. In a style sheet a space before a colon or a bracket has a meaning.
    signs: &'static [u8],
    /// Signs behind which a line goes on.
    open: &'static [u8],
    /// What says more than itself: these signs, space, and what may begin a comment, a quotation or an address.
    special: ByteSet,
}

const SPACE: &[u8] = b" \t\n";
const SHEET_SIGNS: &[u8] = b"{};,";
// Not `<`, with which `!--` would be a comment of old times, nor `+` and `-`, which double into other signs.
const SCRIPT_SIGNS: &[u8] = b"{};,()[]:=?>&|";

static SHEET: Grammar = Grammar {
    is_script: false,
    signs: SHEET_SIGNS,
    open: SHEET_SIGNS,
    special: ByteSet::of(SPACE).with(SHEET_SIGNS).with(b"/\"'u"),
};
static SCRIPT: Grammar = Grammar {
    is_script: true,
    signs: SCRIPT_SIGNS,
    open: b"{;,([",
    special: ByteSet::of(SPACE).with(SCRIPT_SIGNS).with(b"/\"'`<"),
};

/// A text that is being made: only space outside of quotations is taken out of it.
struct Out<'a> {
    grammar: &'a Grammar,
    text: String,
    /// Up to here a quotation goes, whose space stays.
    kept: usize,
}

impl Out<'_> {
    fn trim(&mut self) {
        while self.ends_with(b" \t\r") {
            self.text.pop();
        }
    }

    /// True where the text ends with one of `signs`, outside of a quotation.
    fn ends_with(&self, signs: &[u8]) -> bool {
        self.kept < self.text.len() && self.text.as_bytes().last().is_some_and(|last| signs.contains(last))
    }

    fn push(&mut self, c: char) {
        match c {
            '\n' => {
                self.trim();
                if !self.text.is_empty() && !self.ends_with(b"\n") && !self.ends_with(self.grammar.open) {
                    self.text.push('\n');
                }
            }
            ' ' | '\t' if self.ends_with(b"\n") || self.ends_with(self.grammar.signs) => {}
            c if u8::try_from(c).is_ok_and(|sign| self.grammar.signs.contains(&sign)) => {
                let length = self.text.len();
                self.trim();
                // The last declaration of a rule needs no semicolon (CSS Syntax Module Level 3, 9).
                while c == '}' && !self.grammar.is_script && self.ends_with(b";") && !self.text.ends_with(": ;") {
                    self.text.pop();
                }
                // A custom property may be empty, but for older browsers it needs the space (CSS Variables, level 1).
                if !self.grammar.is_script && self.ends_with(b":") && self.text.len() < length {
                    self.text.push(' ');
                }
                self.text.push(c);
            }
            c => {
                self.close_up();
                self.text.push(c);
            }
        }
    }

    /// In a style sheet, no space is needed between a colon and what follows.
    fn close_up(&mut self) {
        if !self.grammar.is_script && self.ends_with(b" ") && self.text.ends_with(": ") {
            self.text.pop();
        }
    }

    /// As [`Out::push`], for signs none of which says anything by itself.
    fn word(&mut self, text: &str) {
        self.close_up();
        self.text.push_str(text);
    }

    fn quote(&mut self, text: &str) {
        self.close_up();
        self.text.push_str(text);
        self.kept = self.text.len();
    }
}

/// `None` where the text ends in the middle of something.
fn squeeze(text: &str, grammar: &Grammar) -> Option<String> {
    let mut out = Out { grammar, text: String::with_capacity(text.len()), kept: 0 };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((word, behind)) = grammar.word(rest) {
            out.word(word);
            rest = behind;
        } else if u8::try_from(c).is_ok_and(|c| SPACE.contains(&c) || grammar.signs.contains(&c)) {
            out.push(c);
            rest = rest.strip_prefix(c).unwrap_or_default();
        } else if let Some(comment) = rest.strip_prefix("/*") {
            let (comment, behind) = comment.split_once("*/")?;
            if comment.starts_with('!') {
                // By custom a licence, which goes with the text.
                out.quote(&format!("/*{comment}*/"));
            } else {
                // A comment with a line break in it counts as one (ECMA-262, 12.4), any other as a space.
                out.push(if comment.contains('\n') { '\n' } else { ' ' });
            }
            rest = behind;
        } else if grammar.is_script && rest.starts_with("<!--") {
            return None; // a comment of old times
        } else if grammar.is_script && rest.starts_with("//") {
            rest = rest.trim_start_matches(|c| c != '\n');
        } else {
            let behind = grammar.quotation(rest, &out.text)?;
            match rest.get(..rest.len() - behind.len()) {
                Some(quotation) if !quotation.is_empty() => {
                    out.quote(quotation);
                    rest = behind;
                }
                _ => {
                    out.push(c);
                    rest = rest.strip_prefix(c).unwrap_or_default();
                }
            }
        }
    }
    out.trim();
    Some(out.text)
}

impl Grammar {
    /// What `rest` begins with that says no more than itself, where it does.
    fn word<'t>(&self, rest: &'t str) -> Option<(&'t str, &'t str)> {
        let length = self.special.find(rest.as_bytes()).unwrap_or(rest.len());
        rest.split_at_checked(length).filter(|_| length > 0)
    }

    /// What is behind the quotation that `rest` begins with: all of it where it begins with none, `None` where it does not
    /// end.
    fn quotation<'t>(&self, rest: &'t str, before: &str) -> Option<&'t str> {
        let mut signs = rest.chars();
        let quote = signs.next()?;
        match quote {
            '"' | '\'' => behind_string(signs.as_str(), quote),
            '`' if self.is_script => behind_template(signs.as_str()),
            // Behind a bracket only the whole grammar knows whether a slash divides.
            '/' if self.is_script && is_unclear(before) => None,
            '/' if self.is_script && may_begin_pattern(before) => behind_pattern(signs.as_str()),
            // In a style sheet an address may stand without quotes, and may look like a comment.
            'u' if !self.is_script && rest.starts_with("url(") => rest.split_once(')').map(|(_, behind)| behind),
            _ => Some(rest),
        }
    }
}

/// What is behind a quotation on one line, of which the opening sign has been read.
fn behind_string(text: &str, quote: char) -> Option<&str> {
    let mut signs = text.chars();
    loop {
        match signs.next()? {
            '\\' => drop(signs.next()?),
            '\n' => return None,
            c if c == quote => return Some(signs.as_str()),
            _ => {}
        }
    }
}

/// What is behind a template, of which the opening sign has been read. It goes over lines; what `${…}` holds is taken with it,
/// and templates inside of that, too.
fn behind_template(text: &str) -> Option<&str> {
    // For each template that is open, the innermost last, how many braces are open in its `${…}`.
    let mut open = vec![0_usize];
    let mut signs = text.chars();
    while let Some(inside) = open.last_mut() {
        match signs.next()? {
            '\\' => drop(signs.next()?),
            '$' if signs.as_str().starts_with('{') => {
                signs.next();
                *inside += 1;
            }
            '{' if *inside > 0 => *inside += 1,
            '}' if *inside > 0 => *inside -= 1,
            quote @ ('"' | '\'') if *inside > 0 => signs = behind_string(signs.as_str(), quote)?.chars(),
            '`' if *inside > 0 => open.push(0),
            '`' => drop(open.pop()),
            _ => {}
        }
    }
    Some(signs.as_str())
}

/// What is behind a regular expression, of which the opening slash has been read. Its classes may hold a slash.
fn behind_pattern(text: &str) -> Option<&str> {
    let mut in_class = false;
    let mut signs = text.chars();
    loop {
        match signs.next()? {
            '\\' => drop(signs.next()?),
            '\n' => return None,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => return Some(signs.as_str()),
            _ => {}
        }
    }
}

/// True where only the whole grammar knows whether a slash divides: behind a bracket, `++` or `--`.
fn is_unclear(before: &str) -> bool {
    let before = before.trim_end();
    before.ends_with([')', '}']) || before.ends_with("++") || before.ends_with("--")
}

/// True where a slash behind `before` begins a regular expression: behind a sign that asks for a value, or a word that does.
fn may_begin_pattern(before: &str) -> bool {
    let before = before.trim_end();
    let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').next().unwrap_or_default();
    match before.chars().last() {
        None => true,
        Some(')' | ']' | '}' | '"' | '\'' | '`') => false,
        Some(_) if word.is_empty() => true,
        Some(_) => matches!(word, "return" | "typeof" | "case" | "in" | "of" | "void" | "delete" | "throw" | "else"),
    }
}

#[cfg(test)]
mod tests {
    use super::script;

    fn sheet(css: &str) -> String {
        super::sheet(css).unwrap_or_else(|| css.to_owned())
    }

    #[test]
    fn comments_and_the_space_of_lines_go() {
        let css = "/* a */\np :is(a , b) { /* b */\n\n    color: red; \n}\n";
        assert_eq!(sheet(css), "p :is(a,b){color:red}");
        let js = "(() => {\n  // a\n  let b = 1; /* c */ let d\n  /* e\n  */ f( b, d )\n  return\n})()\n";
        assert_eq!(script(js), "(()=>{let b=1;let d\nf(b,d)\nreturn\n})()\n");
        assert_eq!(sheet(":root { --off: ; }"), ":root{--off: ;}");
        assert_eq!(sheet("/*! mine, all of it */ a { }"), "/*! mine, all of it */ a{}");
    }

    #[test]
    fn what_only_looks_like_a_comment_stays() {
        let same = ["a{content:\"/* \";background:url(//x/*y)}", "a::after{content:'\\'  /*'}"];
        same.iter().for_each(|css| assert_eq!(sheet(css), *css));
        let same = [
            "let a='it\\'s // no',b=\"/* no */\";",
            "let t=`a\n   // b ${ `c\n   ${d}` + '}' }\n   e`;",
            "x.replace(/[/]\\/\\/* a/g,\"\")",
            "const far=(a)=>/\" = \"/.test(a);",
            "let half=a / 2,other=b / 3;let c='a // b';",
            "if (a) /\"/.test(\"b\") || alert(\"http://x\")",
            "`${ {a: 1}.a + `  b` }  // c`",
            "`${ \"}\" + `  x // y` }`",
            "x = i++ / 2; // see a/b;\ny = 3;",
            "<!-- old {\nq = 2;",
        ];
        same.iter().for_each(|js| assert_eq!(script(js), *js));
    }

    #[test]
    fn templates_may_be_inside_of_each_other_as_deep_as_they_like() {
        let deep = format!("let t={}{};", "`${".repeat(100_000), "}`".repeat(100_000));
        assert_eq!(script(&deep), deep);
    }

    #[test]
    fn what_does_not_end_stays_whole() {
        for text in ["a /* b\n  c", "let a = 'b\n   // c", "`a\n  /* c */", "p { content: \"\n  /* a */ }"] {
            assert!(sheet(text) == text || script(text) == text, "{text}");
        }
    }
}
