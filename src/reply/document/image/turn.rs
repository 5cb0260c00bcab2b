//! Photographs turned the way they are meant to be seen.

use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder};

use crate::reply::document::{MOST_BYTES, Refusal};

/// Most pixels of a photograph that is turned: it has to be unpacked for it.
const MOST_PIXELS: u64 = 50_000_000;
/// Quality in which it is packed again, out of 100.
const QUALITY: u8 = 92;
/// Where a colour profile says for which colours it is (ICC.1, 7.2).
const SPACE: std::ops::Range<usize> = 16..20;

/// A JPEG file of the same picture, turned.
pub(super) fn turned(content: &[u8], orientation: Orientation) -> Result<Vec<u8>, Refusal> {
    // Unpacked it takes much memory: one at a time. A poisoned turn is a turn all the same: nothing is kept under it.
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let damaged = |_cause| Refusal::Content;
    let mut decoder = JpegDecoder::new(Cursor::new(content)).map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Refusal::Bomb);
    }
    let profile = decoder.icc_profile().map_err(damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(orientation);
    let space: &[u8] = if picture.color().has_color() {
        b"RGB "
    } else {
        b"GRAY"
    };
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    // Colours that were made into others no longer fit their profile.
    if let Some(profile) = profile.filter(|profile| profile.get(SPACE) == Some(space)) {
        encoder
            .set_icc_profile(profile)
            .map_err(|_none| Refusal::Content)?;
    }
    picture.write_with_encoder(encoder).map_err(damaged)?;
    if u64::try_from(out.len()).unwrap_or(u64::MAX) > MOST_BYTES {
        return Err(Refusal::TooLarge);
    }
    Ok(out)
}
