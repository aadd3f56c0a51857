//! Huge pages for the making of an index.
//!
//! Indexing fills some hundred megabytes with words and jumps about in them: with pages of 2 MB instead of 4 KB, far
//! fewer of which have to be known to the processor at a time, it takes a tenth to a fifth less processor time. Any
//! other command touches a few megabytes, and to have them cleared by such steps would cost each start of the program
//! up to a millisecond; so the allocator is built without them, and indexing asks for them itself.

/// Asks the kernel to back what will be allocated from now on with huge pages, as far as it has some.
///
/// Where that is not to be had (another system, huge pages switched off) all goes on as it would.
#[cfg(target_os = "linux")]
pub fn ask_for_huge() {
    use rustix::mm::{Advice, madvise};

    // The allocator takes all it hands out from one stretch of addresses, of a gigabyte.
    let probe = Box::new(0u8);
    let Some((start, end)) = mapping_of(std::ptr::from_ref(&*probe).addr()) else { return };
    // The allocator has switched them off for the whole process.
    if rustix::thread::disable_transparent_huge_pages(false).is_err() {
        return;
    }
    // SAFETY: this advice changes neither what the memory holds nor how it may be accessed; at worst the
    // stretch is gone meanwhile, which the kernel answers with an error.
    #[allow(unsafe_code)]
    let _ = unsafe { madvise(std::ptr::with_exposed_provenance_mut(start), end - start, Advice::LinuxHugepage) };
}

/// See above.
#[cfg(not(target_os = "linux"))]
pub fn ask_for_huge() {}

/// First byte of the mapping that holds `address`, and one past its last.
#[cfg(target_os = "linux")]
fn mapping_of(address: usize) -> Option<(usize, usize)> {
    let maps = std::fs::read_to_string("/proc/self/maps").ok()?;
    maps.lines().find_map(|line| {
        let (start, end) = line.split(' ').next()?.split_once('-')?;
        let (start, end) = (usize::from_str_radix(start, 16).ok()?, usize::from_str_radix(end, 16).ok()?);
        (start..end).contains(&address).then_some((start, end))
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_mapping_of_an_address_holds_it() {
        let value = Box::new(7u8);
        let address = std::ptr::from_ref(&*value).addr();
        let (start, end) = mapping_of(address).unwrap();
        assert!(start <= address && address < end, "{start:x} {address:x} {end:x}");
        assert_eq!(mapping_of(0), None);
    }

    #[test]
    fn memory_holds_what_it_held() {
        let before: Vec<u32> = (0..1 << 20).collect();
        ask_for_huge();
        let after: Vec<u32> = (0..1 << 20).collect();
        assert_eq!(before, after);
    }
}
