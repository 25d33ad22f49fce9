//! The guide that `init` begins with: a small real one, whose files are in the folder `starter/` of this repository.

use super::{Plan, Refusal, texts};
use crate::value::Syntax;

/// The files of a new site: a guide with three steps, tips, a worksheet and a picture, under this title.
pub fn starter(title: &str) -> Result<Plan, Refusal> {
    let title = texts::one_line(title);
    if title.is_empty() {
        return Err(Refusal::usage("the title is empty", "write it like this: `--title \"Tea for two\"`"));
    }
    let book = include_str!("../../starter/book.toml").replace("TITLE", &Syntax::Toml.spell(&title));
    let cover = include_str!("../../starter/content/index.md").replace("TITLE", &texts::escaped(&title));
    let files = [
        ("book.toml", book.as_str()),
        (".gitignore", include_str!("../../starter/gitignore")),
        ("content/index.md", cover.as_str()),
        ("content/1-boil-fresh-water.md", include_str!("../../starter/content/1-boil-fresh-water.md")),
        ("content/2-let-it-steep.md", include_str!("../../starter/content/2-let-it-steep.md")),
        ("content/3-pour-and-sit-down.md", include_str!("../../starter/content/3-pour-and-sit-down.md")),
        ("content/steep.svg", include_str!("../../starter/content/steep.svg")),
        ("content/tips.md", include_str!("../../starter/content/tips.md")),
        ("content/worksheets/how-we-like-it.md", include_str!("../../starter/content/worksheets/how-we-like-it.md")),
    ];
    Plan::of_files(files.map(|(path, text)| (path.to_owned(), text)))
}
