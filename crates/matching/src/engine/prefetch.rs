//! Tells the processor's cache what will be read soon.

/// Asks for the line that holds something. Where the processor has no such instruction, nothing happens.
#[inline]
#[allow(unsafe_code)]
pub(super) fn prefetch<T>(one: &T) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every x86-64 processor has SSE, and asking for a line reads and changes nothing a program can see.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(std::ptr::from_ref(one).cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = one;
}

/// Asks for all lines of a row.
#[inline]
pub(super) fn prefetch_row<T>(row: &[T]) {
    for one in row.iter().step_by((64 / size_of::<T>()).max(1)) {
        prefetch(one);
    }
}
