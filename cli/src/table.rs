//! Tables in columns. Devanagari vowel signs take no place of their own, so widths are counted in cells, not letters.

use unicode_width::UnicodeWidthStr;

/// Rows under headings. A heading that begins with `>` stands right, as numbers do.
pub(crate) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let head: Vec<String> = headings.iter().map(|h| h.trim_start_matches('>').to_owned()).collect();
    let right: Vec<bool> = headings.iter().map(|h| h.starts_with('>')).collect();
    let mut widths: Vec<usize> = head.iter().map(|h| h.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut text = String::new();
    for row in std::iter::once(&head).chain(rows) {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            let width = widths.get(at).copied().unwrap_or(0);
            let space = " ".repeat(width.saturating_sub(cell.width()));
            if right.get(at).copied().unwrap_or(false) {
                line.push_str(&space);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.push_str(&space);
            }
            line.push_str("  ");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Names and values, a pair a line, values in one column.
pub(crate) fn pairs(rows: &[(String, String)]) -> String {
    let width = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    let mut text = String::new();
    for (name, value) in rows {
        let space = " ".repeat(width - name.width());
        text.push_str(format!("{name}{space}  {value}").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vowel_signs_do_not_shift_the_columns() {
        let rows =
            vec![vec!["सीता".to_owned(), "7".to_owned()], vec!["Ramdayal".to_owned(), "1,234".to_owned()]];
        let text = table(&["नाम", ">संख्या"], &rows);
        let ends: Vec<usize> = text.lines().map(UnicodeWidthStr::width).collect();
        assert!(ends.iter().all(|w| *w == ends[0]), "{text}");
    }
}
