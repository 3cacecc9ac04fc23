//! Finding the row of headings among the first rows of a table.

use super::rules;
use super::{Columns, Field};

/// Headings found.
#[derive(Debug)]
pub(crate) struct Found {
    pub columns: Columns,
    /// Rows up to and with the heading, which are passed over.
    pub rows: usize,
    /// How many different fields the heading names.
    pub known: usize,
}

/// Fewer known fields than this are chance.
const LEAST: usize = 2;

/// Finds the heading that names the most fields: one row, or two that are read together (merged cells).
pub(crate) fn find(rows: &[Vec<String>]) -> Option<Found> {
    let mut best: Option<(usize, usize, Vec<String>)> = None;
    let mut single_before = 0;
    for (index, row) in rows.iter().enumerate() {
        let single = known(row);
        // Two rows count only where together they say more than either alone.
        let joined = index.checked_sub(1).and_then(|above| {
            let headers = join(rows.get(above)?, row);
            let both = known(&headers);
            (both > single.max(single_before)).then_some((both, headers))
        });
        single_before = single;
        let (count, headers) = joined.unwrap_or_else(|| (single, row.clone()));
        if count >= LEAST && best.as_ref().is_none_or(|best| count > best.0) {
            best = Some((count, index + 1, headers));
        }
    }
    let (known, rows, headers) = best?;
    let columns = Columns::new(headers.iter().map(|header| tidy(header)).collect());
    Some(Found { columns, rows, known })
}

/// How many different fields a row of headings names.
fn known(row: &[String]) -> usize {
    let mut fields: Vec<Field> = row.iter().filter_map(|cell| rules::field(cell)).collect();
    fields.retain(|field| *field != Field::Serial);
    fields.sort_unstable();
    fields.dedup();
    fields.len()
}

/// Headings over two rows: a blank above belongs to the merged cell to its left, a blank below to the cell above. The
/// two parts are read together («ग्राम» over «नाम»); where that names nothing, the lower part alone.
fn join(above: &[String], below: &[String]) -> Vec<String> {
    let mut left = "";
    let width = above.len().max(below.len());
    (0..width)
        .map(|column| {
            let upper = above.get(column).map_or("", |cell| cell.trim());
            let lower = below.get(column).map_or("", |cell| cell.trim());
            if !upper.is_empty() {
                left = upper;
            }
            if lower.is_empty() {
                return upper.to_owned();
            }
            let both = format!("{left} {lower}");
            if rules::field(&both).is_some() || rules::field(lower).is_none() {
                both
            } else {
                lower.to_owned()
            }
        })
        .collect()
}

/// A heading on one line without stray spaces.
fn tidy(header: &str) -> String {
    header.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        let row = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
        rows.iter().map(row).collect()
    }

    #[test]
    fn title_rows_above_the_heading_are_passed_over() {
        let found = find(&rows(&[
            &["कार्यालय कलेक्टर, जिला सक्ती", "", "", ""],
            &["ग्रामवार हितग्राही सूची", "", "", ""],
            &["क्र.", "नाम", "ग्राम", "राशन कार्ड नं."],
            &["1", "राम", "कोटा", "2201"],
        ]))
        .unwrap();
        assert_eq!(found.rows, 3);
        assert_eq!(found.columns.column(Field::RationCard), Some(3));
        assert_eq!(found.columns.column(Field::Name), Some(1));
    }

    #[test]
    fn a_heading_over_two_merged_rows_is_joined() {
        let found = find(&rows(&[
            &["क्र.", "हितग्राही", "", "राशन कार्ड", "", "ग्राम", "मुखिया"],
            &["", "नाम", "आयु", "नंबर", "प्रकार", "नाम", "नाम"],
            &["1", "राम", "45", "2201", "APL", "कोटा", "श्याम"],
        ]))
        .unwrap();
        assert_eq!(found.rows, 2);
        let fields: Vec<_> = found.columns.fields().to_vec();
        assert_eq!(
            fields,
            [
                Some(Field::Serial),
                Some(Field::Name),
                Some(Field::Age),
                Some(Field::RationCard),
                Some(Field::Scheme),
                Some(Field::Village),
                Some(Field::HeadName)
            ]
        );
    }

    #[test]
    fn rows_of_people_are_no_heading() {
        let found = find(&rows(&[&["1", "राम साहू", "कोटा", "2201"], &["2", "सीता साहू", "कोटा", "2201"]]));
        assert!(found.is_none());
    }
}
