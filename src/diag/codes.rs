//! The one table of codes: slug, level, whether book.toml may change the level, and the text of `explain`.

use super::Level;

macro_rules! codes {
    ($($name:ident $slug:literal $level:ident $binding:ident $text:literal)*) => {
        /// The kind of a diagnostic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $text] $name,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// The name that authors see and type: `broken-link`.
            pub fn slug(self) -> &'static str {
                match self { $(Code::$name => $slug,)* }
            }

            /// The level, unless `[check]` in book.toml changes it.
            pub fn level(self) -> Level {
                match self { $(Code::$name => Level::$level,)* }
            }

            /// True where the site would be wrong or incomplete without it: `[check]` cannot change its level.
            pub fn is_fixed(self) -> bool {
                match self { $(Code::$name => codes!(@ $binding),)* }
            }

            /// What it means, why it matters and what to do, for `explain`.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// The code of that name.
            pub fn from_slug(slug: &str) -> Option<Code> {
                Code::ALL.iter().copied().find(|c| c.slug() == slug)
            }
        }
    };
    (@ fixed) => { true };
    (@ free) => { false };
}

codes! {
    NotUtf8 "not-utf8" Fatal fixed "The file is not text in UTF-8, so some of its letters would come out wrong. Open it in your editor and save it again with the encoding UTF-8."
    Utf16 "utf-16" Fatal fixed "The file is text in UTF-16, which some Windows programs write. Open it in your editor and save it again with the encoding UTF-8."
    TooDeep "too-deep" Fatal fixed "The text is nested more deeply than any text that is meant: dozens of quotations, lists or brackets inside each other. Look for a long run of `>` or spaces."
    NulByte "nul-byte" Fatal fixed "The file holds a NUL byte, which text never does: it is probably a picture or another binary file with a wrong name."
    Unreadable "unreadable" Fatal fixed "The file or folder could not be read. Check that it is there, that it is an ordinary file, and that you may read it."
    TooLarge "too-large" Fatal fixed "Text files may have 4 MiB, worksheets 128 KiB, and other files 100 MiB at most. Split a long page; shrink a large picture; put a film on a host made for it."
    SymlinkOutside "symlink-outside" Error fixed "A link on the disk points out of the site's folder. Publishing what it points to could put a private file online, so it is refused. Copy the file into the folder instead."
    LongName "long-name" Error fixed "A file of the built site would have a name of more than 255 bytes, which no file system takes. Letters beyond a to z have two to four bytes each. Rename the file, or set a shorter `slug:`."
    LineEnds "line-ends" Fatal fixed "The lines of the file end as on Macs before 2001 (with a carriage return alone), which other programs take for one long line. Open it in your editor and save it with the line ends LF, or CRLF."
    BadFileName "bad-file-name" Error fixed "The name of the file or folder cannot be used on every system: it is not UTF-8, or has a character such as a question mark or a colon, a dot or space at its end, or a name such as `con` or `aux`, which Windows keeps for devices. Who builds the site there, or copies it to such a host, would lose the file. Rename it."
    YamlSyntax "yaml-syntax" Fatal fixed "The front matter between the `---` lines is not YAML that the program can read. Each line is a key, a colon, a space and a value; lists have `- ` before each item."
    YamlColon "yaml-colon" Fatal fixed "A value with a colon and a space in it (`title: Step 3: talk`) looks to YAML like a key inside a value. Put the whole value between quotes."
    YamlQuote "yaml-quote" Fatal fixed "A value that begins with a quote must end with the same quote, with nothing after it. Put the whole value between the other kind of quotes, or double the quote inside."
    YamlHash "yaml-hash" Error fixed "In YAML, a ` #` begins a comment, so the rest of the line would be lost without a word. Put the whole value between quotes. A comment that you mean belongs on a line of its own."
    YamlTab "yaml-tab" Fatal fixed "YAML does not allow tabs before a key or a list item. Use two spaces for each level."
    YamlSpace "yaml-space" Fatal fixed "A key needs a space after its colon: `minutes: 10`. Without it YAML sees one long word."
    YamlAlias "yaml-alias" Fatal fixed "Anchors and aliases (`&name`, `*name`) are not used in guides: they can make a small file huge. Write the value out. A value that begins with `*` or `&` needs quotes."
    YamlTag "yaml-tag" Fatal fixed "Tags (`!name`) are not used in guides. A value that begins with `!` needs quotes."
    YamlDocuments "yaml-documents" Fatal fixed "The text holds several YAML documents, divided by `---` or `...`. A page has one."
    YamlTooLarge "yaml-too-large" Fatal fixed "Front matter may have 64 KiB and 16 levels at most. Long texts belong into the page, below the second `---` line."
    FrontMatterUnclosed "front-matter-unclosed" Fatal fixed "The front matter begins with `---` on the first line and must end with a line of `---` alone. Without it the program cannot tell where the page begins."
    FrontMatterDash "front-matter-dash" Fatal fixed "The first line is a long dash, which a word processor made of three hyphens. Type `---` again, with smart dashes switched off."
    UnknownKey "unknown-key" Error fixed "The key is not known here, so it would do nothing. Check its spelling; the message names the nearest key that exists. Your own keys for a theme go under `extra:`."
    DuplicateKey "duplicate-key" Error fixed "The key stands twice, and only one of the values could count. Keep one."
    MisplacedKey "misplaced-key" Error fixed "The key exists, but for pages of another kind. Take it out, or move it to the page that it is for."
    MissingKey "missing-key" Error fixed "A key is needed here that is not there. The message names it."
    WrongType "wrong-type" Error fixed "The value is of another type than the key takes: a word where a number belongs, a list where one text belongs. The help shows a line that is right."
    BadValue "bad-value" Error fixed "The value is of the right type, but not one that the key can take. The help says which it can."
    KindContradictsPlace "kind-contradicts-place" Error fixed "The place of a file gives its kind: a numbered file in a guide or part folder is a step, a file in `worksheets/` is a worksheet. `kind:` may repeat it, but cannot change it. Move the file, or take the key out."
    MissingTitle "missing-title" Error fixed "Every page needs a title: a `# Heading` as its first heading, or `title:` in the front matter."
    MissingAlt "missing-alt" Error fixed "A picture needs words for readers who cannot see it: `![A bridge between two people](bridge.svg)`. A picture that only decorates says so: `![](line.svg){.decorative}`, or `alt: \"\"` in the front matter. (WCAG 2.2, 1.1.1)"
    BadSlug "bad-slug" Error fixed "The name of a page in its address may have lower-case letters, digits and hyphens only, and at least one letter or digit. Set `slug:` in the front matter."
    ReservedName "reserved-name" Error fixed "The program makes a page or folder of that name itself, or Windows keeps the name for a device (`con`, `aux`, `nul`, `com1`). Rename the file, or set `slug:` in the front matter."
    DuplicateAddress "duplicate-address" Error fixed "Two files would become the same page or file of the site, and one would overwrite the other. Rename one, or set `slug:` in its front matter."
    CaseCollision "case-collision" Error fixed "Two names differ in upper and lower case alone. On Windows and macOS, and in the addresses of the site, they are the same name. Rename one."
    NumberWithoutHyphen "number-without-hyphen" Warning free "A step is a file whose name begins with a number and a hyphen: `4-listen.md`. This name has a number and something else behind it, or nothing, so the file is a plain page and is missing among the steps."
    DuplicateNumber "duplicate-number" Error fixed "Two files or folders beside each other have the same number, so their order is open. Give one of them another number."
    StepsBesideParts "steps-beside-parts" Error fixed "A guide has steps, or parts with steps in them; with both side by side the order would be unclear. Move the steps into a part's folder."
    GuideWithoutSteps "guide-without-steps" Error fixed "A guide needs at least one step: a file whose name begins with a number and a hyphen (`1-begin.md`). Number the files that are steps."
    PartWithoutSteps "part-without-steps" Warning free "A part without a numbered file has nothing to follow. Number its files, or remove the folder."
    MissingIndex "missing-index" Error fixed "A folder with pages needs an `index.md`: the cover of the guide or part."
    MisplacedFile "misplaced-file" Error fixed "A Markdown file lies where no page can be: below a part, say. Move it into a guide, a part, `tips/` or `worksheets/`."
    UnusedFile "unused-file" Warning free "A file in the content folder goes online only when a page refers to it, and no page does. Link to it, move it to `static/`, or remove it."
    UnknownCallout "unknown-callout" Warning free "The word in `[!WORD]` is not one of the callouts, or text follows it on its line, so all of it is shown as a plain quotation. The word stands alone on the first line. The words are TIP, NOTE, IMPORTANT, WARNING, CAUTION, SAY, DO, DONT, EXAMPLE and HELP."
    DoDontList "do-dont-list" Warning free "A `[!DO]` or `[!DONT]` box is a list of two items or more, because readers look for one and skim it. A single thing is better said in a sentence, or in another box. (NHS service manual, Do and Don't lists)"
    DoDontWords "do-dont-words" Warning free "Each item of a `[!DONT]` box begins with “do not”, “don't” or “never”, and no item of a `[!DO]` box with “do not”: who skims reads one line without the word above it, and must not take a warning for advice. Items of a `[!DO]` box begin with a verb. Judged on English pages only. (NHS service manual, Do and Don't lists)"
    RawHtml "raw-html" Warning free "HTML in the text is shown as text, except for a short list of harmless elements in balanced pairs. Write it in Markdown. `raw-html = \"trust\"` in book.toml passes it through, for texts that you all wrote yourself."
    UnsafeUrl "unsafe-url" Error fixed "Links may begin with http, https, mailto, tel or sms, or lead to a file of the site. Other schemes can run code in a reader's browser."
    BrokenFootnote "broken-footnote" Warning free "A footnote is referred to that nobody wrote, or written and never referred to, or two have one name. Check that both sides have the same name: `[^1]` and `[^1]: text`."
    BrokenLink "broken-link" Error fixed "The link leads to a page or file that is not there. Links to pages are written to the `.md` file, relative to the file they stand in, or with a leading `/` from the content folder."
    BrokenAnchor "broken-anchor" Error fixed "The page is there, but has no heading of that name. Anchors are headings in lower case with hyphens: `## What to say` is `#what-to-say`."
    DraftLink "draft-link" Error fixed "The page that is linked to is a draft, so `build` leaves it out, and the link would be broken. Finish the draft, or take the link out. `build --drafts` includes drafts."
    LinkSpaces "link-spaces" Warning free "Markdown ends the address of a link at a space, so this stays plain text. Put the address between pointed brackets, `[text](<my file.md>)`, or rename the file without spaces."
    StaleNumber "stale-number" Warning free "The link still finds its page, but the number in the file's name has changed since. `check --fix` writes the new name."
    MissingPicture "missing-picture" Error fixed "The picture is not where the text says. Paths are relative to the file they stand in, or begin with `/` for the content folder; upper and lower case count."
    PictureFormat "picture-format" Error fixed "Browsers cannot show this format everywhere (HEIC and TIFF among them, whatever the file is called), or messengers cannot (SVG, for `share-image`), or the file is damaged. Export it as JPEG, PNG, WebP or SVG. On an iPhone: Share, Options, Most Compatible; for new photos Settings, Camera, Formats, Most Compatible. On Android: open the photo and save a copy as JPEG; for new photos switch off high efficiency in the camera's settings. On a computer: open it and export it as JPEG. Of a damaged picture nothing goes online, because what else is in the file, such as the place where it was taken, cannot be told from the picture."
    UnsafePicture "unsafe-picture" Error fixed "The drawing (SVG) has a script, a page of its own, or an address of another computer in it. In a page it cannot do anything, but whoever opens the picture alone has it run on the site's own address, where readers keep their answers. Save it as plain SVG, or export it as PNG."
    PictureName "picture-name" Warning free "The picture is of another format than its name says: a PNG that is called `.jpg`, say. Most browsers show it all the same, other programs may not. Rename the file, and write the new name in the page."
    PicturePosition "picture-position" Warning free "The file goes online as it is, and tells where it was taken (GPS), which may be somebody's home. Pictures in `static/` are copied untouched, and so are HEIC and TIFF files that a page links to. JPEG, PNG, WebP and AVIF pictures in the content folder lose the place on their way online when a page refers to them: move the picture there. Or save it without the place (on an iPhone: Share, Options, Location off)."
    PictureTurned "picture-turned" Warning free "The picture is stored on its side or head, with a note on how to turn it. Some browsers follow that note in a WebP file, others do not. Turn the picture in a program for pictures and save it again, or save it as JPEG, where all browsers follow it."
    HeavyPicture "heavy-picture" Warning free "The picture is larger than 300 kB or 2,000 pixels, which is slow and costly on a phone. Scale it down to 1,600 pixels and save it as JPEG or WebP."
    UnknownField "unknown-field" Error fixed "The first key of a worksheet field is its kind: line, lines, box, check, choose, rate, table, fill, date or sign."
    EmptyLabel "empty-label" Error fixed "A place to write needs a label, so that everybody knows what to write there. Put a line of text directly above it. (WCAG 2.2, 3.3.2)"
    DuplicateId "duplicate-id" Error fixed "Two fields of a worksheet, or two headings of a page, have the same id. Labels make ids: give one of them another label, or an `id` of its own."
    AlmostAField "almost-a-field" Warning free "This looks like a place to write, but is spelled in another way, so readers see the signs themselves, or nothing to write on. `___` alone on a line is a line, `- [ ]` a tick, `- ( )` a choice, and a block begins with ```` ```worksheet ````."
    WorksheetSyntax "worksheet-syntax" Error fixed "A `worksheet` block holds a YAML list: each item begins with `- `, the kind of the field, a colon and the label."
    RequiresCycle "requires-cycle" Error fixed "Steps require each other in a circle, so nobody could begin. Take one `requires` out."
    NotAStep "not-a-step" Error fixed "`requires` names steps of the same guide only, since it says which steps to do first."
    LoneChoice "lone-choice" Warning free "`choices` with one item gives readers nothing to choose. Add the other ways, the plain next step among them, or say it with a link in the text."
    UselessChoice "useless-choice" Warning free "A choice leads to the step that it stands on, or to where another choice of the step leads, so choosing it changes nothing. Lead it elsewhere, or take it out."
    DeadEnd "dead-end" Warning free "A choice leads to a plain page from which nothing leads on. Plain pages have no next page, and this one has no link to a step or to anything elsewhere, so who followed your choice is left alone there. End it with a link: back to the step, on to another one, or to somebody who helps."
    ChoiceCircle "choice-circle" Warning free "Every choice of the step leads back to a step before it, or to itself. Readers expect all their ways among the choices, so whoever follows them goes in a circle and never comes to the end. Add the choice that leads on."
    MdbookKey "mdbook-key" Warning free "mdBook knows this key; here it has no meaning, and nothing happens. You can take it out."
    ConfigSyntax "config-syntax" Fatal fixed "book.toml is not TOML that the program can read. Texts stand between quotes, tables begin with `[name]`."
    UnknownCode "unknown-code" Error fixed "`[check]` in book.toml sets the level of a diagnostic by its code. There is no diagnostic of that code, or its level cannot be changed because the site would be wrong without it."
    BadFont "bad-font" Error fixed "A file that `fonts` under `[output.pdf]` names is no font that can be used: it is not TrueType or OpenType (`.ttf`, `.otf`, `.ttc`), or it is damaged. Web fonts (`.woff`, `.woff2`) are packed: get the font as `.ttf` or `.otf` instead."
    MissingGlyph "missing-glyph" Error fixed "No font of the PDF files has this letter or sign, so a worksheet would be printed with a hole in it. Write another sign, or name a font that has it under `[output.pdf]` in book.toml: `fonts = [\"fonts/name-of-the-font.ttf\"]`. `enable = false` there makes no PDF at all."
    PdfNotMade "pdf-not-made" Error fixed "The PDF of a worksheet could not be made: a picture in it is damaged, a font may not be embedded, or what came out would not be a PDF that everybody can use (PDF/UA-1). The message says which."
    UnknownTheme "unknown-theme" Fatal fixed "There is no theme of that name: neither in `themes/` nor among the built-in ones."
    TooManyPlaces "too-many-places" Fatal fixed "A page may have 2,000 places to write at most: lines, blanks, ticks, choices and cells, each counted. Divide it into several worksheets."
    PageTooLarge "page-too-large" Fatal fixed "A page of the site would have more than 64 MiB. No phone can show that. Divide the page; or look for a loop in a template of your theme that does not end. For a guide so long that it cannot stand on one page, switch that page off: `enable = false` under `[output.html.print]`."
    TemplateError "template-error" Fatal fixed "A template of the theme cannot be read, or uses something that is not there. The message is the template engine's own."
    BadStrings "bad-strings" Error fixed "A file of words of the theme (`strings/<lang>.toml`) cannot be read."
    MissingLanguage "missing-language" Note free "The theme has no words in the language of the site, so its own words are in English. Add `themes/<name>/strings/<lang>.toml`."
    NoBook "no-content" Fatal fixed "There is nothing to build: the folder has no content folder, or nothing in it that can be read. Run the program in the folder that holds `book.toml` and `content/`."
    VanishedPage "vanished-page" Note free "A page that the last build wrote is not in this one, so its address leads nowhere. If the page has moved, name its old address under `aliases:` in the front matter of the new one."
    ReviewDue "review-due" Warning free "The date in `review-by` has come. Read the page again, then set `reviewed` to today and `review-by` to the next date. Judged by `check --today` only."
}
