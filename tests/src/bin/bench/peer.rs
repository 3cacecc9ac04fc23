//! The peer of the search: tantivy over the same words, each typed word as the beginning of one of them. It ranks nothing
//! and reads no person; its index is not encrypted.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, Query};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{LowerCaser, TextAnalyzer, WhitespaceTokenizer};
use tantivy::{Index, IndexReader, TantivyDocument, Term};

/// Memory of the index's writer, in bytes.
const WRITER: usize = 100_000_000;

/// The peer's index.
pub struct Peer {
    reader: IndexReader,
    names: Field,
}

impl Peer {
    /// Indexes texts, the names of one person each.
    pub fn build(dir: &Path, texts: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let mut schema = Schema::builder();
        let words =
            TextFieldIndexing::default().set_tokenizer("words").set_index_option(IndexRecordOption::Basic);
        let names = schema.add_text_field("names", TextOptions::default().set_indexing_options(words));
        let index = Index::create_in_dir(dir, schema.build())?;
        let words = TextAnalyzer::builder(WhitespaceTokenizer::default()).filter(LowerCaser).build();
        index.tokenizers().register("words", words);
        let mut writer = index.writer_with_num_threads(1, WRITER)?;
        for text in texts {
            let mut person = TantivyDocument::new();
            person.add_text(names, text);
            writer.add_document(person)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(Self { reader: index.reader()?, names })
    }

    /// The time of one keystroke: the first people of whose names each typed word begins one.
    pub fn keystroke(&self, query: &str, hits: usize) -> Result<Duration, Box<dyn Error>> {
        let start = Instant::now();
        let begins = |word: &str| -> (Occur, Box<dyn Query>) {
            let term = Term::from_field_text(self.names, &word.to_lowercase());
            (Occur::Must, Box::new(FuzzyTermQuery::new_prefix(term, 0, true)))
        };
        let query = BooleanQuery::new(query.split(' ').map(begins).collect());
        let found = self.reader.searcher().search(&query, &TopDocs::with_limit(hits).order_by_score())?;
        std::hint::black_box(found);
        Ok(start.elapsed())
    }
}
