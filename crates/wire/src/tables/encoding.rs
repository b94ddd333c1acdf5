//! Finding a text's encoding, and reading it as UTF-8.

use std::io::{self, BufRead, Read};

use chardetng::EncodingDetector;
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Input;

const CHUNK: usize = 64 << 10;

/// What was found out about a text's encoding.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub encoding: &'static Encoding,
    /// Some bytes do not belong to the encoding and are read as U+FFFD.
    pub is_lossy: bool,
}

/// Reads the whole of `input` once (twice if it is not UTF-8), and goes back to the start.
///
/// A byte order mark decides; then UTF-16 by the look of its NUL bytes; then UTF-8 if it is valid, or if it is UTF-8
/// with a little damage; what is left is guessed from the letters' frequencies.
pub(super) fn find(input: &mut dyn Input) -> io::Result<Found> {
    let mut head = Vec::with_capacity(1024);
    input.take(1024).read_to_end(&mut head)?;
    input.rewind()?;
    if let Some((encoding, _)) = Encoding::for_bom(&head) {
        let is_lossy = encoding == UTF_8 && !count_utf8(input)?.is_valid();
        return Ok(Found { encoding, is_lossy });
    }
    if let Some(encoding) = utf16_by_shape(&head) {
        return Ok(Found { encoding, is_lossy: false });
    }
    let utf8 = count_utf8(input)?;
    if utf8.is_valid() || utf8.multibyte > utf8.invalid * 20 {
        return Ok(Found { encoding: UTF_8, is_lossy: !utf8.is_valid() });
    }
    let mut detector = EncodingDetector::new();
    each_chunk(input, |chunk, is_last| {
        detector.feed(chunk, is_last);
    })?;
    Ok(Found { encoding: detector.guess(None, false), is_lossy: false })
}

/// Whether every other byte is mostly NUL, as in Western text saved as UTF-16 (with or without its mark).
pub(super) fn utf16_by_shape(head: &[u8]) -> Option<&'static Encoding> {
    if head.starts_with(b"\xFF\xFE") {
        return Some(UTF_16LE);
    }
    if head.starts_with(b"\xFE\xFF") {
        return Some(UTF_16BE);
    }
    let nul_at = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (nul_at(0), nul_at(1), head.len() / 2);
    match (even, odd) {
        (0, odd) if pairs >= 4 && odd * 10 > pairs * 7 => Some(UTF_16LE),
        (even, 0) if pairs >= 4 && even * 10 > pairs * 7 => Some(UTF_16BE),
        _ => None,
    }
}

#[derive(Default)]
struct Utf8Count {
    multibyte: u64,
    invalid: u64,
}

impl Utf8Count {
    fn is_valid(&self) -> bool {
        self.invalid == 0
    }
}

/// Counts characters of several bytes, and places that are not UTF-8. A character cut off at the very end of the file
/// counts as neither: the file was half written, which its last row will show.
fn count_utf8(input: &mut dyn Input) -> io::Result<Utf8Count> {
    let mut count = Utf8Count::default();
    let mut carry: Vec<u8> = Vec::new();
    each_chunk(input, |chunk, _| {
        carry.extend_from_slice(chunk);
        let mut rest = carry.as_slice();
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    count.multibyte += multibyte_in(text);
                    rest = &[];
                    break;
                }
                Err(error) => {
                    let (valid, after) = rest.split_at(error.valid_up_to());
                    count.multibyte += multibyte_in(std::str::from_utf8(valid).unwrap_or_default());
                    let Some(bad) = error.error_len() else {
                        rest = after;
                        break;
                    };
                    count.invalid += 1;
                    rest = &after[bad..];
                }
            }
        }
        carry = rest.to_vec();
    })?;
    Ok(count)
}

fn multibyte_in(text: &str) -> u64 {
    if text.is_ascii() { 0 } else { text.chars().filter(|c| !c.is_ascii()).count() as u64 }
}

/// Hands `input` over in pieces, from the start, with whether it is the last (perhaps empty), and goes back to the start.
fn each_chunk(input: &mut dyn Input, mut take: impl FnMut(&[u8], bool)) -> io::Result<()> {
    let mut buffer = vec![0; CHUNK];
    loop {
        match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => take(&buffer[..read], false),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    take(&[], true);
    input.rewind()
}

/// A text in any encoding, read as UTF-8 without its byte order mark.
pub(super) struct Decoded<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    /// What of `text` is filled and not yet consumed.
    ready: std::ops::Range<usize>,
    is_done: bool,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        // Large enough for all of one chunk, so that every chunk is consumed whole.
        let room = decoder.max_utf8_buffer_length(CHUNK).unwrap_or(CHUNK * 4);
        Self { inner, decoder, raw: vec![0; CHUNK], text: vec![0; room], ready: 0..0, is_done: false }
    }
}

impl<R: Read> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.ready.is_empty() && !self.is_done {
            let read = match self.inner.read(&mut self.raw) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            self.is_done = read == 0;
            let (_, _, written, _) =
                self.decoder.decode_to_utf8(&self.raw[..read], &mut self.text, self.is_done);
            self.ready = 0..written;
        }
        Ok(&self.text[self.ready.clone()])
    }

    fn consume(&mut self, amount: usize) {
        self.ready.start = (self.ready.start + amount).min(self.ready.end);
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let amount = ready.len().min(out.len());
        out[..amount].copy_from_slice(&ready[..amount]);
        self.consume(amount);
        Ok(amount)
    }
}
