//! Numbers in names: which one a new file gets, and which of its neighbours move on.
//!
//! In: the numbers that are taken, in order, and the place of the new one among them. Out: numbers.

use crate::slug::split_number;

/// The highest number that a name can begin with.
const MOST: u32 = 9999;

/// The number of a new file, and the new numbers of the siblings that have to make room.
#[derive(Debug, PartialEq)]
pub(super) struct Numbering {
    pub(super) number: u32,
    /// The places of the siblings and their new numbers, in order.
    pub(super) moved: Vec<(usize, u32)>,
}

/// Makes room before the sibling at `at` (at the end where it is their count): in a gap where there is one, else by moving
/// on as few as can be. `None` where the numbers end.
pub(super) fn make_room(taken: &[u32], at: usize) -> Option<Numbering> {
    let before = at.checked_sub(1).and_then(|i| taken.get(i)).copied();
    let Some(next) = taken.get(at).copied() else {
        // Who counts in tens goes on in tens.
        let step = if taken.iter().all(|n| n % 10 == 0) && !taken.is_empty() { 10 } else { 1 };
        let number = before.unwrap_or(0) + step;
        return (number <= MOST).then_some(Numbering { number, moved: Vec::new() });
    };
    let low = before.unwrap_or(0);
    if next > low + 1 {
        return Some(Numbering { number: low + (next - low) / 2, moved: Vec::new() });
    }
    let number = low + 1;
    let mut last = number;
    let mut moved = Vec::new();
    for (place, taken) in taken.iter().enumerate().skip(at) {
        if *taken > last {
            break;
        }
        last += 1;
        moved.push((place, last));
    }
    (last <= MOST).then_some(Numbering { number, moved })
}

/// The digits of `number`, as wide as the siblings' are where those begin with zeros.
pub(super) fn digits<'a>(number: u32, siblings: impl IntoIterator<Item = &'a str>) -> String {
    let padded = siblings.into_iter().filter(|name| name.starts_with('0') && split_number(name).0.is_some());
    let width = padded.map(|name| name.bytes().take_while(u8::is_ascii_digit).count()).max().unwrap_or(1);
    format!("{number:0width$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(taken: &[u32], at: usize) -> (u32, Vec<(usize, u32)>) {
        let Numbering { number, moved } = make_room(taken, at).expect("room");
        (number, moved)
    }

    #[test]
    fn the_last_one_counts_on() {
        assert_eq!(room(&[], 0), (1, vec![]));
        assert_eq!(room(&[1, 2, 3], 3), (4, vec![]));
        assert_eq!(room(&[10, 20, 30], 3), (40, vec![]));
        assert_eq!(room(&[1, 7], 2), (8, vec![]));
    }

    #[test]
    fn a_gap_is_used() {
        assert_eq!(room(&[1, 3], 1), (2, vec![]));
        assert_eq!(room(&[10, 20], 1), (15, vec![]));
        assert_eq!(room(&[5], 0), (2, vec![]));
        assert_eq!(room(&[2], 0), (1, vec![]));
    }

    #[test]
    fn as_few_as_can_be_move() {
        assert_eq!(room(&[1, 2, 3], 1), (2, vec![(1, 3), (2, 4)]));
        assert_eq!(room(&[1, 2, 4, 5], 1), (2, vec![(1, 3)]));
        assert_eq!(room(&[1, 2, 3], 0), (1, vec![(0, 2), (1, 3), (2, 4)]));
        assert_eq!(room(&[0, 1], 0), (1, vec![(0, 2), (1, 3)]));
    }

    #[test]
    fn numbers_end() {
        assert_eq!(make_room(&[9999], 1), None);
        assert_eq!(make_room(&[9998, 9999], 1), None);
    }

    #[test]
    fn zeros_are_kept() {
        assert_eq!(digits(3, ["01-a.md", "02-b.md"]), "03");
        assert_eq!(digits(10, ["1-a.md", "9-b.md"]), "10");
        assert_eq!(digits(4, ["001-a", "10-b"]), "004");
        assert_eq!(digits(4, ["0.md", "plan"]), "4");
    }
}
