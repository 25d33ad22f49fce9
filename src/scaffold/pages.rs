//! New steps, parts and guides: their places among the others, and what has to make room.

use super::ground::Sibling;
use super::numbers::{digits, make_room};
use super::{Ground, Name, Plan, Refusal, links, listed, source, texts};
use crate::parse::kind::{self, Place};
use crate::path::SourcePath;
use crate::slug::{nearest, split_number};

/// Where a new one goes among those that are there.
#[derive(Clone, Copy, Debug)]
pub enum Spot<'a> {
    /// Behind all others.
    Last,
    /// Right behind this one.
    After(&'a str),
    /// Right before this one.
    Before(&'a str),
}

/// The name of the first step of what is new: without one, nobody could follow it.
const FIRST: &str = "1-first-step.md";

/// A new step in the folder of a guide or part, as an author writes it (`1-look`, `content/1-look`, `.`).
pub fn step(ground: &Ground<'_>, folder: &str, name: &Name, spot: Spot<'_>) -> Result<Plan, Refusal> {
    let folder = &ground.folder(folder)?;
    holds_steps(ground, folder)?;
    let siblings = ground.steps(folder);
    let (number, mut plan) = room(ground, &siblings, folder, spot)?;
    plan.add(&format!("{folder}/{number}-{}.md", name.slug), &texts::step(&name.title))?;
    Ok(plan)
}

/// A new part with a cover and a first step, in the guide that `--in` names.
pub fn part(ground: &Ground<'_>, guide: Option<&str>, name: &Name, spot: Spot<'_>) -> Result<Plan, Refusal> {
    let guide = &ground.guide(guide)?;
    let steps = ground.steps(guide);
    if let Some(step) = steps.first() {
        let message = format!("this guide has its steps at the top, such as `{}`", ground.below(step.path.as_str()));
        let help = "a guide has steps or parts: make a folder with an `index.md` for the steps that there are and move them \
                    into it, then run this again";
        return Err(Refusal::harm(message, help));
    }
    let siblings = ground.numbered_parts(guide);
    if let Some(bare) = siblings.iter().find(|s| s.number.is_none()) {
        let name = bare.path.name();
        let message = format!("the part `{name}` has no number, so a new one cannot be put behind it");
        return Err(Refusal::harm(message, format!("number the parts that there are: `1-{name}`")));
    }
    let (number, mut plan) = room(ground, &siblings, guide, spot)?;
    with_first_step(&mut plan, &format!("{guide}/{number}-{}", name.slug), &texts::part(&name.title))?;
    Ok(plan)
}

/// A new guide in a library, with a cover and a first step.
pub fn guide(ground: &Ground<'_>, name: &Name) -> Result<Plan, Refusal> {
    if !ground.library {
        let root = format!("{}/index.md", ground.content());
        let message = format!("this site is one guide: `{root}` does not say `kind: library`");
        let help = format!(
            "for several guides in one site, move this one into a folder of its own (`{}/first-guide/`), and give the library a \
             cover: a new `{root}` with `kind: library` between its `---` lines; for a site of its own, there is `reconnect-gen init FOLDER`",
            ground.content()
        );
        return Err(Refusal::usage(message, help));
    }
    let mut plan = Plan::default();
    let folder = next_to(&ground.numbered_guides(), name, "guide")?;
    with_first_step(&mut plan, &format!("{}/{folder}", ground.content()), &texts::guide(&name.title))?;
    Ok(plan)
}

fn with_first_step(plan: &mut Plan, folder: &str, cover: &str) -> Result<(), Refusal> {
    plan.add(&format!("{folder}/index.md"), cover)?;
    plan.add(&format!("{folder}/{FIRST}"), &texts::step("First step"))
}

/// The name beside `siblings`: with the next number where all of them have one, else without.
pub(super) fn next_to(siblings: &[Sibling], name: &Name, kind: &str) -> Result<String, Refusal> {
    let taken: Option<Vec<u32>> = siblings.iter().map(|s| s.number.filter(|_| !s.by_order)).collect();
    match taken.filter(|t| !t.is_empty()) {
        None => Ok(name.unnumbered(kind)),
        Some(taken) => {
            let numbering = make_room(&taken, taken.len()).ok_or_else(full)?;
            Ok(format!("{}-{}", digits(numbering.number, siblings.iter().map(|s| s.path.name())), name.slug))
        }
    }
}

/// Refuses folders in which a numbered file is no step.
fn holds_steps(ground: &Ground<'_>, folder: &str) -> Result<(), Refusal> {
    let inside = source(&format!("{folder}/{FIRST}"))?;
    let shown = ground.below(folder);
    let guide = ground.guides().into_iter().find(|g| g == folder);
    match kind::place(&inside, ground.content(), ground.library) {
        Place::LibraryPage => {
            let guides = listed(ground.guides().iter().map(|g| ground.below(g)));
            Err(Refusal::usage(
                "this site is a library, whose steps are in its guides",
                format!("name one of them: {guides}"),
            ))
        }
        Place::Inside => match guide.map(|g| ground.parts(&g)).filter(|p| !p.is_empty()) {
            Some(parts) => Err(Refusal::harm(
                "this guide has parts, and its steps are in them",
                format!("name one of them: {}", listed(parts.iter().map(|p| ground.below(p)))),
            )),
            None => Ok(()),
        },
        _ => Err(Refusal::usage(
            format!("`{shown}` is not the folder of a guide or of a part, so it has no steps"),
            "steps are numbered files beside an `index.md`; for others there are `new tip` and `new worksheet`",
        )),
    }
}

fn full() -> Refusal {
    Refusal::harm("the numbers in names end at 9999", "give the files lower numbers first")
}

/// The digits of the new number, and the plan of what makes room for it.
fn room(ground: &Ground<'_>, siblings: &[Sibling], folder: &str, spot: Spot<'_>) -> Result<(String, Plan), Refusal> {
    let at = match spot {
        Spot::Last => siblings.len(),
        Spot::After(name) => find(ground, siblings, folder, name)? + 1,
        Spot::Before(name) => find(ground, siblings, folder, name)?,
    };
    let taken: Vec<u32> = siblings.iter().filter_map(|s| s.number).collect();
    let numbering = make_room(&taken, at).ok_or_else(full)?;
    let names = || siblings.iter().map(|s| s.path.name());
    let mut plan = Plan::default();
    // From the highest down, so that each finds its new name free.
    for (place, number) in numbering.moved.iter().rev() {
        let Some(sibling) = siblings.get(*place) else { continue };
        by_name(sibling, *number)?;
        plan.renames.push((sibling.path.clone(), renumbered(&sibling.path, *number)?));
    }
    (plan.fixes, plan.notes) = links::follow(ground, &plan.renames);
    Ok((digits(numbering.number, names()), plan))
}

/// Refuses to move what a new name would not move.
fn by_name(sibling: &Sibling, number: u32) -> Result<(), Refusal> {
    if !sibling.by_order {
        return Ok(());
    }
    let message = format!("`{}` would have to move on, and it is sorted by `order:` in its front matter", sibling.path);
    let help = format!(
        "set it to `order: {number}` there, or take that line out and number the file's name, then run this again"
    );
    Err(Refusal::harm(message, help))
}

/// The path with another number, its digits as wide as they were.
fn renumbered(path: &SourcePath, number: u32) -> Result<SourcePath, Refusal> {
    let name = path.name();
    let rest = split_number(name).1;
    let own = name.strip_suffix(rest).unwrap_or("");
    let digits = digits(number, [format!("{own}x").as_str()]);
    source(&format!("{}/{digits}-{rest}", path.folder()))
}

/// The sibling that an author means: `2-talk.md`, `2-talk`, `content/1-a/2-talk.md`.
fn find(ground: &Ground<'_>, siblings: &[Sibling], folder: &str, written: &str) -> Result<usize, Refusal> {
    let plain = written.replace('\\', "/");
    let plain = plain.trim_end_matches('/').trim_start_matches("./");
    let plain = plain.strip_suffix("/index.md").unwrap_or(plain);
    let is_it = |sibling: &Sibling| {
        let path = sibling.path.as_str();
        let below = ground.below(path);
        let in_folder = path.strip_prefix(folder).map_or(path, |p| p.trim_start_matches('/'));
        [path, below, in_folder].iter().any(|p| *p == plain || p.strip_suffix(".md") == Some(plain))
    };
    if let Some(at) = siblings.iter().position(is_it) {
        return Ok(at);
    }
    let names: Vec<&str> = siblings.iter().map(|s| s.path.name()).collect();
    let last = plain.rsplit('/').next().unwrap_or(plain);
    let bare = |name: &str| split_number(name.trim_end_matches(".md")).1.to_owned();
    let alike = |test: &dyn Fn(&str) -> bool| names.iter().copied().find(|n| test(n));
    let near = alike(&|n| bare(n) == bare(last))
        .or_else(|| nearest(last, names.iter().copied()))
        .or_else(|| alike(&|n| !last.is_empty() && n.contains(last)));
    let shown = ground.below(folder);
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => "there are none yet: leave the option out".to_owned(),
        None => format!("those in `{shown}` are {}", listed(names)),
    };
    Err(Refusal::usage(format!("`{written}` is not one of the numbered files or folders in `{shown}`"), help))
}
