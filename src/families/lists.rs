//! Many short lists in one piece of memory.

/// Lists of some values, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lists<T> {
    /// The values of all lists, one list after the other.
    pub values: Vec<T>,
    /// Where each list ends.
    pub ends: Vec<u32>,
}

impl<T> Default for Lists<T> {
    fn default() -> Lists<T> {
        Lists { values: Vec::new(), ends: Vec::new() }
    }
}

impl<T> Lists<T> {
    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A list; empty if there is none of this number.
    pub fn of(&self, number: u32) -> &[T] {
        let at = number as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        let end = self.ends.get(at).map_or(start, |end| *end as usize);
        self.values.get(start..end).unwrap_or_default()
    }

    /// Adds a list.
    pub fn push(&mut self, list: &[T])
    where
        T: Clone,
    {
        self.values.extend_from_slice(list);
        self.close();
    }

    /// Makes a list of the values that were added since the last one.
    pub fn close(&mut self) {
        self.ends.push(self.values.len() as u32);
    }

    /// The lists with these values and ends; `None` if they do not fit together.
    pub fn with(values: Vec<T>, ends: Vec<u32>) -> Option<Lists<T>> {
        let fits = ends.is_sorted() && ends.last().map_or(0, |end| *end as usize) == values.len();
        fits.then_some(Lists { values, ends })
    }
}
