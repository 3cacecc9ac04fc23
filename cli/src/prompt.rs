//! Questions on stderr, answers from stdin. What is typed is read byte by byte into memory that is wiped: no buffer
//! keeps a number that someone typed whole.

use std::io::IsTerminal;

use shivir_domain::aadhaar::{Last4, typed_where_last4_belongs};
use shivir_domain::codes::Lang;
use zeroize::Zeroizing;

use crate::out;

/// Longest line that is taken, in bytes.
const LONGEST: usize = 1000;

/// What was picked from a numbered list or typed.
pub(crate) enum Pick<T> {
    /// This.
    One(T),
    /// Back one step.
    Back,
    /// Leave; the draft stays.
    Quit,
}

/// The one who asks.
pub(crate) struct Prompt {
    /// The language of the questions.
    pub lang: Lang,
    /// The person at the laptop went back: what the flags say is asked anew.
    pub went_back: bool,
    shown_help: bool,
}

impl Prompt {
    pub fn new(lang: Lang) -> Self {
        Self { lang, went_back: false, shown_help: false }
    }

    /// Says a line.
    pub fn say(&self, text: &str) {
        out::stderr(text);
    }

    /// One of a numbered list.
    pub fn choose(&mut self, title: &str, options: &[String]) -> Pick<usize> {
        self.list(title, options);
        loop {
            let line = match self.line() {
                Pick::One(line) => line,
                Pick::Back => return Pick::Back,
                Pick::Quit => return Pick::Quit,
            };
            match number(&line, options.len()) {
                Some(at) => return Pick::One(at),
                None => self.again(options.len()),
            }
        }
    }

    /// Any of a numbered list: numbers with spaces or commas between, or nothing.
    pub fn choose_any(&mut self, title: &str, options: &[String]) -> Pick<Vec<usize>> {
        self.list(title, options);
        self.say(
            self.lang.pick("(कई हों तो 1 3 5; कोई नहीं तो केवल Enter)", "(several: 1 3 5; none: just Enter)"),
        );
        loop {
            let line = match self.line() {
                Pick::One(line) => line,
                Pick::Back => return Pick::Back,
                Pick::Quit => return Pick::Quit,
            };
            let parts = line.split([' ', ',']).filter(|p| !p.is_empty());
            let picked: Option<Vec<usize>> = parts.map(|p| number(p, options.len())).collect();
            match picked {
                Some(picked) => return Pick::One(picked),
                None => self.again(options.len()),
            }
        }
    }

    /// A text, none where only Enter was pressed.
    pub fn text(&mut self, title: &str) -> Pick<Option<String>> {
        self.say(title);
        match self.line() {
            Pick::One(line) => Pick::One(Some(line.as_str().to_owned()).filter(|l| !l.is_empty())),
            Pick::Back => Pick::Back,
            Pick::Quit => Pick::Quit,
        }
    }

    /// The last four digits of an Aadhaar, none where only Enter was pressed. A whole number is cut at once, and on a
    /// terminal the line in which it stands is wiped from the screen.
    pub fn last4(&mut self, title: &str) -> Pick<Option<Last4>> {
        loop {
            self.say(title);
            let line = match self.line() {
                Pick::One(line) => line,
                Pick::Back => return Pick::Back,
                Pick::Quit => return Pick::Quit,
            };
            if line.is_empty() {
                return Pick::One(None);
            }
            if std::io::stderr().is_terminal() && std::io::stdin().is_terminal() {
                self.say("\x1b[1A\x1b[2K••••");
            }
            match typed_where_last4_belongs(&line) {
                Ok(last4) => return Pick::One(Some(last4)),
                Err(e) => self.say(self.lang.pick(e.hindi(), e.english())),
            }
        }
    }

    fn list(&mut self, title: &str, options: &[String]) {
        let mut text = format!("\n{title}");
        for (n, option) in options.iter().enumerate() {
            text.push_str(&format!("\n  {:>2}  {option}", n + 1));
        }
        self.say(&text);
        if !self.shown_help {
            self.shown_help = true;
            self.say(self.lang.pick(
                "(संख्या लिखकर Enter; < पीछे; q छोड़ें, अधूरा सुरक्षित रहेगा)",
                "(type the number and Enter; < back; q leave, the draft stays)",
            ));
        }
    }

    fn again(&self, options: usize) {
        self.say(&out::say!(
            self.lang,
            "1 से {options} तक की संख्या लिखें।",
            "Type a number from 1 to {options}."
        ));
    }

    /// A line, without spaces around it. The end of the input is taken for leaving.
    fn line(&mut self) -> Pick<Zeroizing<String>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST));
        let mut byte = Zeroizing::new([0u8; 1]);
        let ended = loop {
            match rustix::io::read(std::io::stdin(), &mut byte[..]) {
                Ok(0) => break true,
                Ok(_) if byte[0] == b'\n' => break false,
                // Past the longest the rest of the line is passed over; the buffer must not move in memory.
                Ok(_) if bytes.len() == LONGEST => {}
                Ok(_) => bytes.push(byte[0]),
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => break true,
            }
        };
        if ended && bytes.is_empty() {
            return Pick::Quit;
        }
        let text = std::str::from_utf8(&bytes).unwrap_or_default().trim();
        match text {
            "<" => {
                self.went_back = true;
                Pick::Back
            }
            "q" | "Q" => Pick::Quit,
            text => Pick::One(Zeroizing::new(text.to_owned())),
        }
    }
}

/// A number from 1, also in Devanagari digits, as an index.
fn number(text: &str, options: usize) -> Option<usize> {
    let ascii: String = text
        .chars()
        .map(|c| match c {
            '०'..='९' => char::from_digit(u32::from(c) - u32::from('०'), 10).unwrap_or(c),
            other => other,
        })
        .collect();
    let number: usize = ascii.parse().ok()?;
    (1..=options).contains(&number).then(|| number - 1)
}
