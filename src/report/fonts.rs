//! The fonts inside the program: one for what is written here, and others for names and words in other scripts.

use std::sync::LazyLock;

use serde_json::{Value, json};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

macro_rules! font {
    ($name:literal) => {
        include_bytes!(concat!("../../assets/fonts/", $name, ".ttf"))
    };
}

/// In the order they are tried.
static FILES: [&[u8]; 19] = [
    font!("AtkinsonHyperlegibleNext-Regular"),
    font!("AtkinsonHyperlegibleNext-SemiBold"),
    font!("AtkinsonHyperlegibleNext-Bold"),
    font!("NotoSans-Regular"),
    font!("NotoSans-Bold"),
    font!("NotoSansSymbols-Regular"),
    font!("NotoSansSymbols2-Regular"),
    font!("NotoSansMath-Regular"),
    font!("NotoSansArabic-Regular"),
    font!("NotoSansHebrew-Regular"),
    font!("NotoSansDevanagari-Regular"),
    font!("NotoSansBengali-Regular"),
    font!("NotoSansGurmukhi-Regular"),
    font!("NotoSansGujarati-Regular"),
    font!("NotoSansTamil-Regular"),
    font!("NotoSansEthiopic-Regular"),
    font!("NotoSansGeorgian-Regular"),
    font!("NotoSansArmenian-Regular"),
    font!("NotoSansThai-Regular"),
];

/// The fonts, read once.
pub(super) struct Fonts {
    all: Vec<Font>,
    book: LazyHash<FontBook>,
    /// One bit for each character some font has.
    covered: Vec<u64>,
    /// What the style sheet names fonts by, see [`families`].
    families: Bytes,
}

/// Characters from here on (rare Chinese, private use) are in none of the fonts.
const END: usize = 0x2_0000;

impl Fonts {
    fn read() -> Self {
        let fonts: Vec<Font> = FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        let mut covered = vec![0_u64; END / 64];
        for code in fonts.iter().flat_map(|font| font.info().coverage.iter()) {
            if let Some(bits) = covered.get_mut(code as usize / 64) {
                *bits |= 1 << (code % 64);
            }
        }
        let families = Bytes::from_string(families(&fonts).to_string());
        Self {
            all: fonts,
            book,
            covered,
            families,
        }
    }

    /// The families in order as JSON, each with its characters.
    pub(super) fn families(&self) -> &Bytes {
        &self.families
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.all.get(index).cloned()
    }

    /// Whether some font has this character.
    pub(super) fn has(&self, c: char) -> bool {
        let code = u32::from(c);
        self.covered
            .get(code as usize / 64)
            .is_some_and(|bits| bits >> (code % 64) & 1 == 1)
    }

    /// Whether the font of the text itself has this character.
    pub(super) fn first_has(&self, c: char) -> bool {
        self.all
            .first()
            .is_some_and(|font| font.info().coverage.contains(c.into()))
    }
}

/// Each family with the characters it has, as a regular expression. Without that, the typesetter takes a mark from a
/// font that lacks the letter under it, and the letter is lost: `ọ̀` would read as a lone accent.
fn families(fonts: &[Font]) -> Value {
    let mut named: Vec<(&str, Value)> = Vec::new();
    for info in fonts.iter().map(Font::info) {
        if named.iter().all(|(name, _)| *name != info.family) {
            let covers = character_class(info.coverage.iter());
            named.push((&info.family, json!({ "name": info.family, "covers": covers })));
        }
    }
    named.into_iter().map(|(_, family)| family).collect()
}

/// A class of these characters and of those that never need a glyph.
fn character_class(codes: impl Iterator<Item = u32>) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for code in codes {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == code => *last = code,
            _ => ranges.push((code, code)),
        }
    }
    let mut class = String::from("[\\u{ad}\\u{61c}\\u{200b}-\\u{200f}\\u{2060}");
    for (first, last) in ranges {
        class.push_str(&[first, last].map(|code| format!("\\u{{{code:x}}}")).join("-"));
    }
    class.push(']');
    class
}

pub(super) static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::read);
