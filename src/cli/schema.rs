//! `schema`: what editors need to know of the files that authors write.

use crate::{config, parse, theme};
use clap::{Args, ValueEnum};

#[derive(Args)]
pub(super) struct SchemaArgs {
    /// The file that it describes.
    #[arg(value_enum)]
    file: File,
}

#[derive(Clone, Copy, ValueEnum)]
enum File {
    /// The settings of a site, book.toml.
    Book,
    /// The head of a page, between its `---` lines.
    FrontMatter,
    /// A theme's theme.toml.
    Theme,
}

pub(super) fn schema(args: &SchemaArgs) -> u8 {
    let schema = match args.file {
        File::Book => config::schema(),
        File::FrontMatter => parse::front_matter_schema(),
        File::Theme => theme::schema(),
    };
    answer!("{schema:#}");
    0
}
