//! New tips and worksheets.

use super::links::number;
use super::pages::next_to;
use super::{Ground, Name, Plan, Refusal, source, texts};
use crate::diag::{Fix, Span};
use crate::parse::Kind;

/// A new tip: a bullet at the end of `tips.md`, or a file of its own where the guide keeps its tips in `tips/`.
pub fn tip(ground: &Ground<'_>, guide: Option<&str>, text: &str, name: Option<&str>) -> Result<Plan, Refusal> {
    let guide = ground.guide(guide)?;
    let folder = format!("{guide}/tips");
    if ground.tree.below(&folder).any(|(path, _)| path.extension() == "md") {
        let name = Name::new(text, name)?;
        let file = next_to(&ground.inside(&folder), &name, "tip")?;
        return Plan::of_files([(format!("{folder}/{file}.md"), texts::tip(&name.title).as_str())]);
    }
    if let Some(name) = name {
        let help = format!("leave `--name {name}` out; a guide with a folder `tips/` has a file for each tip");
        return Err(Refusal::usage("a tip in `tips.md` has no name of its own", help));
    }
    let text = texts::one_line(text);
    if text.is_empty() {
        return Err(Refusal::usage("the tip is empty", "write it like this: \"Keep the lid on.\""));
    }
    let file = source(&format!("{guide}/tips.md"))?;
    let bullet = protected(&text);
    if ground.tree.get(&file).is_none() {
        return Plan::of_files([(file.to_string(), format!("# Tips\n\n- {bullet}\n").as_str())]);
    }
    let Some(before) = ground.tree.text(&file) else {
        return Err(Refusal::harm(format!("`{file}` is not UTF-8 text"), "save it again with the encoding UTF-8"));
    };
    let span = Span::new(&file, before.len()..before.len());
    Ok(Plan { fixes: vec![Fix { span, text: appended(before, &bullet) }], ..Plan::default() })
}

/// A new worksheet, with each of the easy notations once.
pub fn worksheet(ground: &Ground<'_>, guide: Option<&str>, name: &Name) -> Result<Plan, Refusal> {
    let guide = ground.guide(guide)?;
    let folder = format!("{guide}/worksheets");
    let file = next_to(&ground.inside(&folder), name, "worksheet")?;
    let mut plan = Plan::of_files([(format!("{folder}/{file}.md"), texts::worksheet(&name.title).as_str())])?;
    let inside = format!("{guide}/");
    let step = ground.pages.iter().find(|p| p.kind == Kind::Step && p.source.as_str().starts_with(&inside));
    if let (Some(step), Some((sheet, _))) = (step, plan.files.first()) {
        let way = step.source.way_to(sheet);
        plan.notes.push(format!("a link makes its card in a step, as in `{}`: `[{}]({way})`", step.source, name.title));
    }
    Ok(plan)
}

/// `text`, which is Markdown, with its beginning kept from becoming a list or heading inside the bullet.
fn protected(text: &str) -> String {
    let digits = number(text);
    let after = text.strip_prefix(digits).unwrap_or(text);
    let mut signs = text.chars();
    let opens = match signs.next() {
        Some('#' | '>' | '=' | '|') => true,
        Some(sign @ ('-' | '+' | '*')) => signs.as_str().starts_with(' ') || text.chars().all(|c| c == sign),
        _ => false,
    };
    let fence = text.starts_with("```") || text.starts_with("~~~");
    let task = ["[ ] ", "[x] ", "[X] "].iter().any(|m| text.starts_with(m));
    match () {
        () if !digits.is_empty() && after.starts_with(['.', ')']) => format!("{digits}\\{after}"),
        () if opens || fence || task => format!("\\{text}"),
        () => text.to_owned(),
    }
}

/// What to append to a file of tips: a bullet like its last one, in the same list where that is the end of the file.
fn appended(before: &str, bullet: &str) -> String {
    let end = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let lines: Vec<&str> = before.lines().collect();
    let is_bullet = |line: &str| line.strip_prefix(['-', '*', '+']).is_some_and(|text| text.starts_with(' '));
    let last = lines.iter().rposition(|l| is_bullet(l));
    let (above, below) = lines.split_at_checked(last.unwrap_or(lines.len())).unwrap_or((&lines, &[]));
    let (bullet_line, tail) = below.split_first().map_or((None, below), |(line, tail)| (Some(line), tail));
    let mark = bullet_line.and_then(|line| line.chars().next()).unwrap_or('-');
    let goes_on = |l: &str| l.trim().is_empty() || l.starts_with([' ', '\t']);
    // What stands behind an empty line and is not indented is no part of the list any more.
    let behind_gap = tail.iter().skip_while(|l| !l.is_empty());
    let in_list = bullet_line.is_some() && behind_gap.into_iter().all(|l| goes_on(l));
    let is_loose = match above {
        [before @ .., gap] if bullet_line.is_some() => gap.trim().is_empty() && before.iter().any(|l| is_bullet(l)),
        _ => false,
    };
    let mut out = String::new();
    if !before.is_empty() && !before.ends_with('\n') {
        out.push_str(end);
    }
    let ends_blank = lines.last().is_none_or(|l| l.trim().is_empty());
    if (!in_list || is_loose) && !ends_blank {
        out.push_str(end);
    }
    out.push_str(&format!("{mark} {bullet}{end}"));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bullet_joins_the_list() {
        assert_eq!(appended("# Tips\n\n- One\n- Two\n", "Three"), "- Three\n");
        assert_eq!(appended("# Tips\n\n- One", "Two"), "\n- Two\n");
        assert_eq!(appended("# Tips\r\n\r\n* One\r\n", "Two"), "* Two\r\n");
        assert_eq!(appended("- One\n\n- Two\n", "Three"), "\n- Three\n");
        assert_eq!(appended("- One\n  goes on\n", "Two"), "- Two\n");
        assert_eq!(appended("- One\n\nA paragraph.\n", "Two"), "\n- Two\n");
        assert_eq!(appended("# Tips\n", "One"), "\n- One\n");
        assert_eq!(appended("", "One"), "- One\n");
    }

    #[test]
    fn a_tip_stays_a_tip() {
        assert_eq!(protected("Keep **calm**."), "Keep **calm**.");
        assert_eq!(protected("# 1 rule"), "\\# 1 rule");
        assert_eq!(protected("- Dash"), "\\- Dash");
        assert_eq!(protected("1. First"), "1\\. First");
        assert_eq!(protected("**Bold** first"), "**Bold** first");
        assert_eq!(protected("[ ] box"), "\\[ ] box");
        assert_eq!(protected("---"), "\\---");
        assert_eq!(protected("[a](1-a.md)"), "[a](1-a.md)");
        assert_eq!(protected("[x](1-a.md) first"), "[x](1-a.md) first");
    }
}
