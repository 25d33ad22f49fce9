//! The outline and the structure of a document, as krilla has them.

use crate::output::pdf::flow::Bookmarks;
use crate::output::pdf::sheet::Bookmark;
use crate::output::pdf::tags::{Child, Group, Leaf, Role, Tags};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::{Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind};
use std::num::NonZeroU16;

/// The outline: headings below the heading before them that is of a higher level.
pub(super) fn outline(marks: &Bookmarks) -> Outline {
    let mut outline = Outline::new();
    let mut rest = &marks[..];
    while let Some((node, after)) = branch(rest) {
        outline.push_child(node);
        rest = after;
    }
    outline
}

/// The first place with all that is below it, and what comes after.
fn branch(marks: &[(Bookmark, usize, f32)]) -> Option<(OutlineNode, &Marks)> {
    let ((mark, page, y), mut rest) = marks.split_first()?;
    let mut node = OutlineNode::new(mark.title.clone(), XyzDestination::new(*page, Point::from_xy(0.0, *y)));
    while rest.first().is_some_and(|(next, ..)| next.level > mark.level) {
        let (child, after) = branch(rest)?;
        node.push_child(child);
        rest = after;
    }
    Some((node, rest))
}

/// A stretch of the places in the outline.
type Marks = [(Bookmark, usize, f32)];

/// The pieces that were drawn of each leaf.
pub(super) struct Leaves(Vec<Vec<Identifier>>);

impl Leaves {
    /// Room for the leaves of a document.
    pub(super) fn of(tags: &Tags) -> Self {
        Self(vec![Vec::new(); tags.leaves()])
    }

    /// The pieces of a leaf.
    #[expect(clippy::indexing_slicing, reason = "there is room for every leaf, and no others are drawn")]
    pub(super) fn at(&mut self, leaf: Leaf) -> &mut Vec<Identifier> {
        &mut self.0[leaf.number()]
    }
}

/// What stands in a group, for krilla.
pub(super) fn children(tags: &Tags, group: Group, leaves: &mut Leaves) -> Vec<Node> {
    let mut nodes = Vec::new();
    for child in tags.get(group).1 {
        match child {
            Child::Leaf(leaf) => {
                nodes.extend(std::mem::take(leaves.at(*leaf)).into_iter().map(Node::from));
            }
            Child::Group(inner) => {
                let inside = children(tags, *inner, leaves);
                // A group without content says nothing; but a cell stays in its place.
                let role = tags.get(*inner).0;
                if !inside.is_empty() || matches!(role, Role::Cell | Role::ColumnHead | Role::RowHead) {
                    nodes.push(TagGroup::with_children(kind(role), inside).into());
                }
            }
        }
    }
    nodes
}

fn kind(role: &Role) -> TagKind {
    match role {
        Role::Document | Role::Part => Tag::Part.into(),
        Role::Div(lang) => Tag::Div.with_lang(lang.clone()).into(),
        Role::Question(id) => Tag::Div.with_id(Some(id.bytes().collect::<Vec<u8>>().into())).into(),
        Role::Heading(level, words) => {
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(words.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::Quote => Tag::BlockQuote.into(),
        Role::List(numbered) => Tag::L(if *numbered { ListNumbering::Decimal } else { ListNumbering::Disc }).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::ItemBody => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::TableHead => Tag::THead.into(),
        Role::TableBody => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
        Role::Figure(alt) => Tag::Figure(Some(alt.clone())).into(),
        Role::Caption => Tag::Caption.into(),
        Role::Link => Tag::Link.into(),
        Role::Form => Tag::Form.into(),
        Role::Code => Tag::Code.into(),
        Role::Span { lang, expanded } => Tag::Span.with_lang(lang.clone()).with_expanded(expanded.clone()).into(),
    }
}
