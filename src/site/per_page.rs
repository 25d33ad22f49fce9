//! A value for each page: what the stages know of pages, found by a page's id.

use super::PageId;
use rayon::prelude::*;
use std::ops::{Index, IndexMut};

/// Pages that a thread takes at once, before another may take some of those that are left.
const MOST_IN_A_ROW: usize = 64;

/// One value for each page of a site, in the order of the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PerPage<T>(Vec<T>);

impl<T> PerPage<T> {
    /// These values, of which there is one for each page.
    pub(super) fn from_pages(values: Vec<T>) -> Self {
        Self(values)
    }

    /// What `value` makes of each page of the site that `of` is of.
    pub fn new<U>(of: &PerPage<U>, value: impl FnMut(PageId) -> T) -> Self {
        Self(of.ids().map(value).collect())
    }

    /// The same, on all cores.
    pub fn new_in_parallel<U>(of: &PerPage<U>, value: impl Fn(PageId) -> T + Sync + Send) -> Self
    where
        T: Send,
    {
        let ids: Vec<PageId> = of.ids().collect();
        Self(ids.into_par_iter().with_max_len(MOST_IN_A_ROW).map(value).collect())
    }

    /// The same value for each page of the site that `of` is of.
    pub fn same<U>(of: &PerPage<U>, value: T) -> Self
    where
        T: Clone,
    {
        Self(vec![value; of.len()])
    }

    /// Other values, each made of one of these.
    pub fn map<U>(self, value: impl FnMut(T) -> U) -> PerPage<U> {
        PerPage(self.0.into_iter().map(value).collect())
    }

    /// How many pages there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True where there is no page.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every page.
    pub fn ids(&self) -> impl Iterator<Item = PageId> + use<T> {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).map(PageId)
    }

    /// The values, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// The values, in order.
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }
}

impl<T> Index<PageId> for PerPage<T> {
    type Output = T;

    #[expect(clippy::indexing_slicing, reason = "an id is the place of a page, and each page has a value")]
    fn index(&self, page: PageId) -> &T {
        &self.0[page.index()]
    }
}

impl<T> IndexMut<PageId> for PerPage<T> {
    #[expect(clippy::indexing_slicing, reason = "an id is the place of a page, and each page has a value")]
    fn index_mut(&mut self, page: PageId) -> &mut T {
        &mut self.0[page.index()]
    }
}

impl<'a, T> IntoIterator for &'a PerPage<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> IntoIterator for PerPage<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
