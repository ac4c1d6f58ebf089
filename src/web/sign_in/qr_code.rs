//! A QR code (ISO/IEC 18004), drawn by the server as SVG without a script or style attribute.

use qrcodegen::QrCodeEcc;

/// The light border that readers need, in modules.
const BORDER: i32 = 4;

pub struct QrCode {
    /// Width and height with the border, in modules.
    pub size: i32,
    /// The dark modules as an SVG path.
    pub path: String,
}

impl QrCode {
    /// `None` when the text is longer than any such code can hold.
    pub fn of(text: &str) -> Option<QrCode> {
        let code = qrcodegen::QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let at = |index: i32| (index % code.size(), index / code.size());
        let dark = (0..code.size() * code.size()).map(at).filter(|(x, y)| code.get_module(*x, *y));
        let path = dark.map(|(x, y)| format!("M{},{}h1v1h-1z", x + BORDER, y + BORDER)).collect();
        Some(QrCode { size: code.size() + 2 * BORDER, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_have_the_marks_that_readers_look_for_and_the_border_is_light() {
        let code = QrCode::of("otpauth://totp/Doorward:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").expect("short");
        let far = code.size - BORDER - 1;
        for (x, y) in [(BORDER, BORDER), (far, BORDER), (BORDER, far)] {
            assert!(code.path.contains(&format!("M{x},{y}h")), "{x},{y}");
        }
        // The fourth corner has none: a mark's ring of dark modules would be whole there.
        let ring: Vec<_> = (0..7).map(|step| format!("M{},{far}h", far - step)).collect();
        assert!(ring.iter().any(|module| !code.path.contains(module)));
        assert!(!code.path.contains("M3,") && !code.path.contains(&format!("M{},", far + 1)));
        assert!(QrCode::of(&"x".repeat(5000)).is_none());
    }
}
