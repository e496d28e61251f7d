//! The operations a channel may use: which Latin chunk may stand for which chunk of the script.

use crate::spelling::{ChunkId, Spelling, Symbol};

/// Marks an operation that is not allowed.
pub(crate) const NONE: u32 = u32::MAX;

/// An operation: a chunk on the left (Latin) side and one on the right side. `None` is silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Op {
    pub(crate) left: Option<ChunkId>,
    pub(crate) right: Option<ChunkId>,
}

impl Op {
    /// How many letters it consumes on each side.
    pub(crate) fn size(self) -> (usize, usize) {
        (length(self.left), length(self.right))
    }
}

fn length(chunk: Option<ChunkId>) -> usize {
    match chunk {
        None => 0,
        Some(ChunkId::One(_)) => 1,
        Some(ChunkId::Two(_)) => 2,
        Some(ChunkId::Three(_)) => 3,
    }
}

/// A dense table from a pair of chunk ids to a value.
pub(crate) type Grid<T> = Box<[[T; 256]]>;

/// Every allowed operation, numbered, with tables from chunk ids to numbers.
#[derive(Debug, Clone)]
pub(crate) struct Ops {
    pub(crate) list: Vec<Op>,
    insert: [u32; 256],
    delete: [u32; 256],
    one_one: Grid<u32>,
    two_one: Grid<u32>,
    three_one: Grid<u32>,
    one_two: Grid<u32>,
    two_two: Grid<u32>,
}

impl Ops {
    /// Numbers the operations given.
    pub(crate) fn new(list: Vec<Op>) -> Self {
        let mut ops = Self {
            list: Vec::new(),
            insert: [NONE; 256],
            delete: [NONE; 256],
            one_one: grid(NONE),
            two_one: grid(NONE),
            three_one: grid(NONE),
            one_two: grid(NONE),
            two_two: grid(NONE),
        };
        for (number, op) in (0u32..).zip(&list) {
            if let Some(slot) = ops.slot(*op) {
                *slot = number;
            }
        }
        ops.list = list;
        ops
    }

    fn slot(&mut self, op: Op) -> Option<&mut u32> {
        use ChunkId::{One, Three, Two};
        match (op.left, op.right) {
            (Some(One(l)), None) => Some(&mut self.insert[usize::from(l)]),
            (None, Some(One(r))) => Some(&mut self.delete[usize::from(r)]),
            (Some(One(l)), Some(One(r))) => cell(&mut self.one_one, l, r),
            (Some(Two(l)), Some(One(r))) => cell(&mut self.two_one, l, r),
            (Some(Three(l)), Some(One(r))) => cell(&mut self.three_one, l, r),
            (Some(One(l)), Some(Two(r))) => cell(&mut self.one_two, l, r),
            (Some(Two(l)), Some(Two(r))) => cell(&mut self.two_two, l, r),
            _ => None,
        }
    }

    /// Calls `visit(number, (di, dj))` for each allowed operation that ends after `i` letters on
    /// the left and `j` on the right.
    pub(crate) fn ending_at(
        &self,
        (left, i): (&Spelling, usize),
        (right, j): (&Spelling, usize),
        mut visit: impl FnMut(usize, (usize, usize)),
    ) {
        let mut see = |number: u32, size: (usize, usize)| {
            if number != NONE {
                visit(number as usize, size);
            }
        };
        let l = i.checked_sub(1).and_then(|place| left.symbols().get(place)).copied();
        let r = j.checked_sub(1).and_then(|place| right.symbols().get(place)).copied();
        if let Some(Symbol { one, .. }) = l {
            see(self.insert[usize::from(one)], (1, 0));
        }
        if let Some(Symbol { one, .. }) = r {
            see(self.delete[usize::from(one)], (0, 1));
        }
        let (Some(l), Some(r)) = (l, r) else { return };
        see(self.one_one[usize::from(l.one)][usize::from(r.one)], (1, 1));
        if l.two != 0 {
            see(self.two_one[usize::from(l.two)][usize::from(r.one)], (2, 1));
        }
        if l.three != 0 {
            see(self.three_one[usize::from(l.three)][usize::from(r.one)], (3, 1));
        }
        if r.two != 0 {
            see(self.one_two[usize::from(l.one)][usize::from(r.two)], (1, 2));
            if l.two != 0 {
                see(self.two_two[usize::from(l.two)][usize::from(r.two)], (2, 2));
            }
        }
    }
}

/// A table filled with one value.
pub(crate) fn grid<T: Copy>(value: T) -> Grid<T> {
    vec![[value; 256]; 256].into_boxed_slice()
}

fn cell<T>(grid: &mut Grid<T>, left: u8, right: u8) -> Option<&mut T> {
    grid.get_mut(usize::from(left))?.get_mut(usize::from(right))
}
