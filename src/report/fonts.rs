//! The fonts inside the program: one for what is written here, and others for names and words in other scripts.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

macro_rules! font {
    ($name:literal) => {
        include_bytes!(concat!("../../assets/fonts/", $name, ".ttf"))
    };
}

/// In the order they are tried; the style sheet names the families in the same order.
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
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    /// One bit for each character some font has.
    covered: Vec<u64>,
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
        Self { fonts, book, covered }
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
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
        self.fonts
            .first()
            .is_some_and(|font| font.info().coverage.contains(c.into()))
    }
}

pub(super) static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::read);
