//! The one style sheet and the scripts, carried by the program and packed once.
//!
//! Their names hold a digest of their content, so browsers may keep them for a year and a new version has a new name.

use std::sync::LazyLock;

use actix_web::http::header::{self, AcceptEncoding, ContentEncoding, Encoding, Header};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use brotli::enc::BrotliEncoderParams;
use sha2::{Digest, Sha256};

use super::guard::Open;
use super::problem::Problem;

/// Parts of the style sheet in their order.
const STYLE: [&str; 2] = [
    include_str!("../../assets/css/govuk.css"),
    include_str!("../../assets/css/theme.css"),
];
const SCRIPT: [&str; 1] = [include_str!("../../assets/js/para11.js")];
const DOCUMENTS_SCRIPT: &str = include_str!("../../assets/js/documents.js");

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        Asset::pack("css", "text/css; charset=utf-8", STYLE.concat()),
        Asset::pack("js", "text/javascript; charset=utf-8", SCRIPT.concat()),
        Asset::pack(
            "js",
            "text/javascript; charset=utf-8",
            DOCUMENTS_SCRIPT.to_owned(),
        ),
    ]
});

/// A file, plain and packed.
#[derive(Debug)]
pub struct Asset {
    /// Its address.
    pub address: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub plain: Bytes,
    /// The same packed with Brotli, as small as it gets.
    pub packed: Bytes,
}

impl Asset {
    fn pack(extension: &str, media_type: &'static str, plain: String) -> Self {
        let digest: String = hex::encode(Sha256::digest(&plain))
            .chars()
            .take(12)
            .collect();
        let mut packed = Vec::new();
        let params = BrotliEncoderParams {
            quality: 11,
            ..BrotliEncoderParams::default()
        };
        brotli::BrotliCompress(&mut plain.as_bytes(), &mut packed, &params)
            .expect("memory is read and written without failing");
        Self {
            address: format!("/assets/para11.{digest}.{extension}"),
            media_type,
            plain: plain.into(),
            packed: packed.into(),
        }
    }
}

/// All of them. The first call packs them: it is made before the first request, so that no request waits for it.
pub fn all() -> &'static [Asset] {
    &*ASSETS
}

/// Address of the style sheet.
#[must_use]
pub fn style() -> &'static str {
    let [style, _, _] = &*ASSETS;
    &style.address
}

/// Address of the script.
#[must_use]
pub fn script() -> &'static str {
    let [_, script, _] = &*ASSETS;
    &script.address
}

/// Address of the script that only the pages of documents load.
#[must_use]
pub fn documents_script() -> &'static str {
    let [_, _, script] = &*ASSETS;
    &script.address
}

/// `GET /assets/{name}`. Who takes no Brotli gets the plain file, which the layer outside packs with gzip.
pub async fn show(_open: Open, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let asset = all()
        .iter()
        .find(|asset| asset.address == request.path())
        .ok_or(Problem::NotFound)?;
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(asset.media_type)
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "Accept-Encoding"));
    if takes_brotli(&request) {
        answer.insert_header(ContentEncoding::Brotli);
        return Ok(answer.body(asset.packed.clone()));
    }
    Ok(answer.body(asset.plain.clone()))
}

fn takes_brotli(request: &HttpRequest) -> bool {
    AcceptEncoding::parse(request)
        .ok()
        .and_then(|accepted| accepted.negotiate([Encoding::brotli()].iter()))
        .is_some_and(|chosen| chosen == Encoding::brotli())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_knows_no_left_and_right_and_no_brand() {
        let style = STYLE.concat();
        let rules = regex::Regex::new(
            r"[;{\s](?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:float|clear|text-align)\s*:\s*(?:left|right)\b",
        )
        .unwrap();
        let physical: Vec<_> = rules
            .find_iter(&style)
            .map(|found| found.as_str())
            .collect();
        assert_eq!(physical, Vec::<&str>::new());
        // Four values, of which the second and the fourth are the two sides.
        let four = regex::Regex::new(
            r"[;{](?:margin|padding|inset):([\w.%-]+) ([\w.%-]+) ([\w.%-]+) ([\w.%-]+)[;}]",
        )
        .unwrap();
        let uneven = |text: &str| {
            let found = four.captures_iter(text);
            found.filter(|sides| sides[2] != sides[4]).count()
        };
        assert_eq!(uneven(&style), 0);
        assert_eq!(uneven("a{margin:0 1px 0 2px}b{padding:0 1px 0 1px}"), 1);
        assert!(
            rules.is_match("a{margin-left:0}")
                && rules.is_match("a{left:0}")
                && rules.is_match("a{float:left}")
        );
        let rules_only = regex::Regex::new(r"(?s)/\*.*?\*/")
            .unwrap()
            .replace_all(&style, "")
            .to_lowercase();
        for brand in ["font-face", "gds transport", "crown", "gov.uk", "url("] {
            assert!(!rules_only.contains(brand), "{brand}");
        }
    }

    #[test]
    fn the_script_makes_no_markup_and_no_code_from_text() {
        let script = SCRIPT.concat() + DOCUMENTS_SCRIPT;
        for way in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "Function(",
            ".style",
        ] {
            assert!(!script.contains(way), "{way}");
        }
    }
}
