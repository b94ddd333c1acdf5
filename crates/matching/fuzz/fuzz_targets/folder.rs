//! Any bytes as the files of a folder: refused with a reason, or matched with a proof.
#![no_main]

#[path = "../../tests/it/judge.rs"]
mod judge;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    judge::judge(bytes);
});
