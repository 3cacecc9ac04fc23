//! Rows of comma-separated values that a spreadsheet opens as they are meant.

/// What tells a spreadsheet that UTF-8 follows.
pub(super) const BOM: &str = "\u{feff}";

/// One row with its line end (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it.
pub(super) fn row(fields: &[&str]) -> String {
    let fields: Vec<String> = fields.iter().map(|f| field(f)).collect();
    fields.join(",") + "\r\n"
}

fn field(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let safe = if formula { format!("'{text}") } else { text.to_owned() };
    if safe.contains(['"', ',', '\r', '\n', ';', '\t']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_is_taken_for_a_formula_or_breaks_the_row() {
        for bad in ["=1+1", "+91", "-1", "@x", "\t=1", "＝1"] {
            let field = field(bad);
            assert!(field.trim_start_matches('"').starts_with('\''), "{field}");
        }
        assert_eq!(row(&["a,b", "c\"d", "ग"]), "\"a,b\",\"c\"\"d\",ग\r\n");
    }
}
