//! The structure of a PDF: what is a heading, a paragraph, a field (ISO 32000-1, 14.8.4).
//!
//! Groups are made while the text is set, in reading order; what stands on the pages finds its place in them while it is
//! drawn: a [`Leaf`] may be drawn in several pieces, a line or a page at a time.

/// A group of the structure, by its place in [`Tags`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group(usize);

/// A piece of content that belongs to one group, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leaf(usize);

impl Leaf {
    /// Its number, from 0.
    pub(super) fn number(self) -> usize {
        self.0
    }
}

/// What a group is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Role {
    /// The whole.
    Document,
    /// A stretch of the whole: one worksheet among several.
    Part,
    /// Blocks that belong together, and their language where it is another one (BCP 47).
    Div(Option<String>),
    /// A field: what to write, and where. Its id is the field's own.
    Question(String),
    /// A heading of this level, from 1, with its words.
    Heading(u8, String),
    /// A paragraph.
    Paragraph,
    /// A quotation.
    Quote,
    /// A list, and whether it is numbered.
    List(bool),
    /// An item of a list.
    Item,
    /// The bullet or number of an item.
    Label,
    /// What an item says.
    ItemBody,
    /// A table.
    Table,
    /// The rows with the heads of columns.
    TableHead,
    /// The other rows.
    TableBody,
    /// A row.
    Row,
    /// The head of a column.
    ColumnHead,
    /// The head of a row.
    RowHead,
    /// A cell.
    Cell,
    /// A picture, with its words for who cannot see it.
    Figure(String),
    /// What stands below a picture.
    Caption,
    /// A link.
    Link,
    /// A place to write.
    Form,
    /// Code.
    Code,
    /// Words in another language, or an abbreviation with its full form.
    Span {
        /// The language (BCP 47).
        lang: Option<String>,
        /// The full form.
        expanded: Option<String>,
    },
}

/// What stands in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Child {
    /// Another group.
    Group(Group),
    /// Content.
    Leaf(Leaf),
}

/// The groups and leaves of one document.
pub(super) struct Tags {
    groups: Vec<(Role, Vec<Child>)>,
    leaves: usize,
}

impl Tags {
    /// A document without content.
    pub(super) fn new() -> Self {
        Self { groups: vec![(Role::Document, Vec::new())], leaves: 0 }
    }

    /// The group that holds all others.
    pub(super) const ROOT: Group = Group(0);

    /// A new group at the end of another.
    pub(super) fn group(&mut self, within: Group, role: Role) -> Group {
        let group = Group(self.groups.len());
        self.groups.push((role, Vec::new()));
        self.inside(within).push(Child::Group(group));
        group
    }

    /// New content at the end of a group.
    pub(super) fn leaf(&mut self, within: Group) -> Leaf {
        let leaf = Leaf(self.leaves);
        self.leaves += 1;
        self.inside(within).push(Child::Leaf(leaf));
        leaf
    }

    /// The leaf at the very end of a group, which can go on there; none where something else came after it.
    pub(super) fn last_leaf(&self, group: Group) -> Option<Leaf> {
        match self.get(group).1.last() {
            Some(Child::Leaf(leaf)) => Some(*leaf),
            _ => None,
        }
    }

    /// How many leaves there are.
    pub(super) fn leaves(&self) -> usize {
        self.leaves
    }

    #[expect(clippy::indexing_slicing, reason = "a group is given out when it is made, and none is taken out")]
    fn inside(&mut self, group: Group) -> &mut Vec<Child> {
        &mut self.groups[group.0].1
    }

    /// What a group is, and what stands in it.
    #[expect(clippy::indexing_slicing, reason = "a group is given out when it is made, and none is taken out")]
    pub(super) fn get(&self, group: Group) -> (&Role, &[Child]) {
        let (role, children) = &self.groups[group.0];
        (role, children)
    }
}
