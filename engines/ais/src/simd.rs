//! Six-bit armouring and checksums with 256-bit registers: the only `unsafe` code of this crate.
//!
//! The proof is short. Registers are loaded from and stored to references to arrays of 32 bytes,
//! which are valid for exactly that. The functions need AVX2 and what came with it; [`Simd`] can only be made where
//! the processor has these. The safe twins are [`armor::unarmor`](crate::armor) and
//! [`sentence::line_plainly`](crate::sentence); the tests below compare them.

#![expect(unsafe_code, reason = "vector loads, stores and calls; see the proof above")]

use std::arch::x86_64::{
    __m256i, _mm_cvtsi128_si64, _mm_srli_si128, _mm_xor_si128, _mm256_and_si256,
    _mm256_andnot_si256, _mm256_blendv_epi8, _mm256_castsi256_si128, _mm256_cmpeq_epi8,
    _mm256_cmpgt_epi8, _mm256_extracti128_si256, _mm256_loadu_si256, _mm256_madd_epi16,
    _mm256_maddubs_epi16, _mm256_movemask_epi8, _mm256_or_si256, _mm256_permutevar8x32_epi32,
    _mm256_set1_epi8, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
    _mm256_shuffle_epi8, _mm256_storeu_si256, _mm256_sub_epi8, _mm256_xor_si256,
};

/// Characters taken at once.
const BLOCK: usize = 32;

/// Proof that the processor has AVX2 and what came with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Simd(());

/// Something to do with wide registers. `run` has to be `inline(always)`, which closures cannot
/// be, to have any use of them.
pub(crate) trait Work {
    /// What comes of it.
    type Output;

    /// Does it.
    fn run(self) -> Self::Output;
}

#[expect(clippy::unused_self, reason = "that there is a self is the proof")]
impl Simd {
    /// The proof, if there is one.
    pub(crate) fn detect() -> Option<Self> {
        let has_all = std::arch::is_x86_feature_detected!("avx2")
            && std::arch::is_x86_feature_detected!("bmi1")
            && std::arch::is_x86_feature_detected!("bmi2")
            && std::arch::is_x86_feature_detected!("movbe");
        has_all.then_some(Self(()))
    }

    /// Writes the bits of the first `n_characters` of `text` to `out` and zeros after them up to
    /// the end of the last block. Returns whether all characters were valid.
    #[inline]
    pub(crate) fn unarmor(self, text: &[u8], n_characters: usize, out: &mut [u8]) -> bool {
        // SAFETY: `self` proves that the processor has the features.
        unsafe { unarmor(text, n_characters, out) }
    }

    /// The first line of `bytes`: how long it is without its line feed, and the exclusive or of
    /// all its bytes. `None` if there is no line feed.
    #[inline]
    pub(crate) fn line(self, bytes: &[u8]) -> Option<(usize, u8)> {
        // SAFETY: `self` proves that the processor has the features.
        unsafe { line(bytes) }
    }

    /// Does some work. What is inlined into it may use the wide registers too, which spares the
    /// calls to the functions above.
    #[inline]
    pub(crate) fn within<W: Work>(self, work: W) -> W::Output {
        // SAFETY: `self` proves that the processor has the features.
        unsafe { within(work) }
    }
}

#[target_feature(enable = "avx2,bmi1,bmi2,movbe")]
fn within<W: Work>(work: W) -> W::Output {
    work.run()
}

#[target_feature(enable = "avx2")]
#[inline]
fn unarmor(text: &[u8], n_characters: usize, out: &mut [u8]) -> bool {
    let mut bad = 0;
    let (mut from, mut to) = (0, 0);
    while from < n_characters {
        let Some(room) = out.get_mut(to..).and_then(<[u8]>::first_chunk_mut) else { break };
        let n_left = (n_characters - from).min(BLOCK);
        let characters = match text.get(from..).and_then(<[u8]>::first_chunk) {
            Some(block) => load(block),
            None => load(&last_block(&text[from..n_characters])),
        };
        let (bits, invalid) = unarmor_block(characters, n_left as i8);
        store(room, bits);
        bad |= invalid;
        from += BLOCK;
        to += BLOCK * 6 / 8;
    }
    bad == 0
}

/// 192 bits of 32 characters, of which those from `n_characters` on read as zeros, and a mask of
/// the characters that are not valid.
#[target_feature(enable = "avx2")]
#[inline]
fn unarmor_block(characters: __m256i, n_characters: i8) -> (__m256i, i32) {
    let wanted = _mm256_cmpgt_epi8(_mm256_set1_epi8(n_characters), index());
    let characters = _mm256_blendv_epi8(_mm256_set1_epi8(48), characters, wanted);
    let upper = _mm256_cmpgt_epi8(characters, _mm256_set1_epi8(95));
    let lower_valid = _mm256_andnot_si256(
        _mm256_cmpgt_epi8(characters, _mm256_set1_epi8(87)),
        _mm256_cmpgt_epi8(characters, _mm256_set1_epi8(47)),
    );
    let upper_valid =
        _mm256_andnot_si256(_mm256_cmpgt_epi8(characters, _mm256_set1_epi8(119)), upper);
    let valid = _mm256_or_si256(lower_valid, upper_valid);

    let offset =
        _mm256_or_si256(_mm256_set1_epi8(48), _mm256_and_si256(upper, _mm256_set1_epi8(8)));
    let six = _mm256_and_si256(_mm256_sub_epi8(characters, offset), valid);
    // Pairs of 6 bits to 12, pairs of 12 to 24, and the three bytes of each in their order.
    let twelve = _mm256_maddubs_epi16(six, _mm256_set1_epi16(0x0140));
    let twenty_four = _mm256_madd_epi16(twelve, _mm256_set1_epi32(0x0001_1000));
    let bytes = _mm256_shuffle_epi8(twenty_four, load(&BYTE_ORDER));
    (_mm256_permutevar8x32_epi32(bytes, load(&WORD_ORDER)), !_mm256_movemask_epi8(valid))
}

/// Three bytes of each 32-bit lane, most significant first; zeros after the twelve.
const BYTE_ORDER: [u8; 32] = [
    2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 128, 128, 128, 128, //
    2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 128, 128, 128, 128,
];

/// The six lanes with bits, then the two without.
const WORD_ORDER: [u8; 32] = [
    0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, //
    5, 0, 0, 0, 6, 0, 0, 0, 3, 0, 0, 0, 7, 0, 0, 0,
];

#[target_feature(enable = "avx2")]
#[inline]
fn line(bytes: &[u8]) -> Option<(usize, u8)> {
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let line_feed = _mm256_set1_epi8(10);
    let mut sum = _mm256_setzero_si256();
    for (idx, block) in blocks.iter().enumerate() {
        let block = load(block);
        let found = _mm256_movemask_epi8(_mm256_cmpeq_epi8(block, line_feed)) as u32;
        if found != 0 {
            let at = found.trailing_zeros();
            let before = _mm256_cmpgt_epi8(_mm256_set1_epi8(at as i8), index());
            sum = _mm256_xor_si256(sum, _mm256_and_si256(block, before));
            return Some((idx * BLOCK + at as usize, fold(sum)));
        }
        sum = _mm256_xor_si256(sum, block);
    }
    let at = rest.iter().position(|&byte| byte == b'\n')?;
    let sum = rest[..at].iter().fold(fold(sum), |sum, byte| sum ^ byte);
    Some((blocks.len() * BLOCK + at, sum))
}

/// The exclusive or of all 32 bytes.
#[target_feature(enable = "avx2")]
#[inline]
fn fold(sum: __m256i) -> u8 {
    let half = _mm_xor_si128(_mm256_castsi256_si128(sum), _mm256_extracti128_si256::<1>(sum));
    let quarter = _mm_xor_si128(half, _mm_srli_si128::<8>(half));
    let word = _mm_cvtsi128_si64(quarter) as u64;
    let word = word ^ word >> 32;
    let word = word ^ word >> 16;
    (word ^ word >> 8) as u8
}

/// 0 to 31.
#[target_feature(enable = "avx2")]
#[inline]
fn index() -> __m256i {
    const INDEX: [u8; BLOCK] = {
        let mut index = [0; BLOCK];
        let mut idx = 0;
        while idx < BLOCK {
            index[idx] = idx as u8;
            idx += 1;
        }
        index
    };
    load(&INDEX)
}

/// Fewer than 32 characters, and zeros.
#[cold]
fn last_block(characters: &[u8]) -> [u8; BLOCK] {
    let mut block = [b'0'; BLOCK];
    for (to, from) in block.iter_mut().zip(characters) {
        *to = *from;
    }
    block
}

#[target_feature(enable = "avx2")]
#[inline]
fn load(block: &[u8; BLOCK]) -> __m256i {
    // SAFETY: the reference is valid for reading 32 bytes; the load needs no alignment.
    unsafe { _mm256_loadu_si256(block.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
#[inline]
fn store(block: &mut [u8; BLOCK], bits: __m256i) {
    // SAFETY: the reference is valid for writing 32 bytes; the store needs no alignment.
    unsafe { _mm256_storeu_si256(block.as_mut_ptr().cast(), bits) }
}

#[cfg(test)]
mod tests {
    use super::Simd;
    use crate::armor;
    use crate::sentence;

    #[test]
    fn agrees_with_its_safe_twins() {
        let Some(simd) = Simd::detect() else {
            println!("not compared: this processor has no AVX2");
            return;
        };
        let mut seed = 1_u64;
        for round in 0..20_000 {
            let length = round % 230;
            let text: Vec<u8> = (0..length)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    let byte = (seed >> 56) as u8;
                    if round % 3 == 0 { byte } else { b"0Ww`5;Pq\n"[usize::from(byte % 9)] }
                })
                .collect();
            assert_eq!(simd.line(&text), sentence::line_plainly(&text));
            let n_characters = (length * 7 / 8).min(armor::MAX_CHARACTERS);
            let (mut fast, mut plain) = ([0; 200], [0; 200]);
            let fast_valid = simd.unarmor(&text, n_characters, &mut fast);
            let plain_valid = armor::unarmor_plainly(&text[..n_characters], &mut plain);
            assert_eq!((fast_valid, fast), (plain_valid, plain), "{text:?}");
        }
    }
}
