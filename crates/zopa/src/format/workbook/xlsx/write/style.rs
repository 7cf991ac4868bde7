//! What cells look like: light yellow says where to write, grey what is fixed.

use super::super::super::layout::Role;
use super::super::super::plan::Style;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const INK: Color = Color::RGB(0x1F_2933);
const FAINT_INK: Color = Color::RGB(0x7B_8794);
const BLUE: Color = Color::RGB(0x1F_4E79);
const BAND: Color = Color::RGB(0xE4_EBF2);
const FIXED: Color = Color::RGB(0xF7_F8F9);
const WRITE: Color = Color::RGB(0xFF_F9DB);
const WRITE_BAND: Color = Color::RGB(0xFC_ECB0);
const LINE: Color = Color::RGB(0xCB_D2D9);

/// Formats by style.
pub(super) struct Styles(Vec<(Style, Format)>, Format);

const ALL: [Style; 17] = [
    Style::Title,
    Style::Subtitle,
    Style::Section,
    Style::Head,
    Style::Label,
    Style::Remark,
    Style::Prose,
    Style::Band,
    Style::BandFaint,
    Style::Issue,
    Style::IssueFaint,
    Style::Fixed,
    Style::Faint,
    Style::Words,
    Style::Number,
    Style::Choice,
    Style::Key,
];

impl Styles {
    pub fn new() -> Styles {
        let date = format(Style::Choice).set_num_format("yyyy-mm-dd");
        Styles(ALL.into_iter().map(|style| (style, format(style))).collect(), date)
    }

    pub fn of(&self, style: Style, is_date: bool) -> &Format {
        let found = self.0.iter().find(|(known, _)| *known == style).map(|(_, format)| format);
        if is_date { &self.1 } else { found.unwrap_or(&self.1) }
    }
}

fn format(style: Style) -> Format {
    let base = Format::new().set_font_name("Calibri").set_font_size(10).set_font_color(INK);
    let base = base.set_align(FormatAlign::VerticalCenter);
    let boxed = |format: Format| format.set_border(FormatBorder::Thin).set_border_color(LINE);
    let write = |format: Format| boxed(format).set_background_color(WRITE).set_unlocked();
    match style {
        Style::Title => base.set_font_size(18).set_bold().set_font_color(BLUE),
        Style::Subtitle => base.set_font_color(FAINT_INK).set_italic(),
        Style::Section => base
            .set_bold()
            .set_font_size(12)
            .set_font_color(BLUE)
            .set_border_bottom(FormatBorder::Medium)
            .set_border_bottom_color(BLUE),
        Style::Head => {
            boxed(base.set_bold().set_font_color(Color::White).set_background_color(BLUE).set_text_wrap().set_indent(1))
        }
        Style::Label => base.set_bold(),
        Style::Remark => base.set_font_color(FAINT_INK).set_indent(1),
        Style::Prose => base.set_text_wrap().set_font_size(11),
        Style::Band => boxed(base.set_bold().set_background_color(BAND).set_text_wrap().set_indent(1)),
        Style::BandFaint => boxed(base.set_font_color(FAINT_INK).set_background_color(BAND).set_indent(1)),
        Style::Issue => write(base.set_bold().set_text_wrap().set_indent(1)).set_background_color(WRITE_BAND),
        Style::IssueFaint => write(base.set_indent(1)).set_background_color(WRITE_BAND),
        Style::Fixed => boxed(base.set_background_color(FIXED).set_text_wrap().set_indent(1)),
        Style::Faint => boxed(base.set_font_color(FAINT_INK).set_background_color(FIXED).set_indent(1)),
        Style::Words => write(base.set_text_wrap().set_indent(1)),
        Style::Number => write(base.set_align(FormatAlign::Right).set_indent(1)),
        Style::Choice => write(base.set_align(FormatAlign::Center)),
        Style::Key => write(base.set_indent(1)),
    }
}

/// What a sheet's tab looks like: the confidential ones stand out.
pub(super) fn tab_colour(role: Role) -> Color {
    match role {
        Role::Party | Role::Outcomes => Color::RGB(0xC0_5621),
        _ => BLUE,
    }
}

/// The height of a row of one line, in points.
pub(super) const ROW: f64 = 17.0;

/// The height of a row that holds a text in a column of a width, in points; none where it fits on one line.
pub(super) fn height(text: &str, width: f64) -> Option<f64> {
    /// A line of text in points, the least share of a column that words fill, and the highest row.
    const LINE: f64 = 13.5;
    const FILL: f64 = 0.95;
    const MOST: f64 = 400.0;
    let lines_of = |line: &str| (unicode_width::UnicodeWidthStr::width(line) as f64 / (width * FILL)).ceil().max(1.0);
    let lines: f64 = text.split('\n').map(lines_of).sum();
    (lines > 1.0).then_some((lines * LINE + 5.0).min(MOST))
}
