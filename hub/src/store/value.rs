//! Values as both databases have them: whole numbers of 64 bits, bytes, texts, nothing.

use crate::error::HubError;

/// A value that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A whole number; flags are 0 and 1.
    Int(i64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A text.
    Text(String),
}

/// A value that is passed to a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Nothing.
    Null,
    /// A whole number.
    Int(i64),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A text.
    Text(&'a str),
}

impl Value {
    /// As a parameter.
    pub fn arg(&self) -> Arg<'_> {
        match self {
            Self::Null => Arg::Null,
            Self::Int(number) => Arg::Int(*number),
            Self::Bytes(bytes) => Arg::Bytes(bytes),
            Self::Text(text) => Arg::Text(text),
        }
    }
}

impl From<Arg<'_>> for Value {
    fn from(arg: Arg) -> Self {
        match arg {
            Arg::Null => Self::Null,
            Arg::Int(number) => Self::Int(number),
            Arg::Bytes(bytes) => Self::Bytes(bytes.to_vec()),
            Arg::Text(text) => Self::Text(text.to_owned()),
        }
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u32> for Arg<'_> {
    fn from(number: u32) -> Self {
        Self::Int(number.into())
    }
}

impl From<u16> for Arg<'_> {
    fn from(number: u16) -> Self {
        Self::Int(number.into())
    }
}

impl From<bool> for Arg<'_> {
    fn from(flag: bool) -> Self {
        Self::Int(flag.into())
    }
}

impl<'a> From<&'a [u8]> for Arg<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Arg<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Arg<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a, T: Into<Arg<'a>>> From<Option<T>> for Arg<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Parameters of a statement, each by its `Into<Arg>`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::store::Arg::from($value)),*] };
}

/// A number of 64 bits as a column holds it.
///
/// # Errors
/// [`HubError::Internal`] past 63 bits: what comes from outside is looked at before.
pub(crate) fn number(number: u64) -> Result<i64, HubError> {
    i64::try_from(number).map_err(|_| HubError::Internal("number"))
}

/// A row of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

impl Row {
    fn take(&mut self, column: usize) -> Value {
        self.0.get_mut(column).map_or(Value::Null, |value| std::mem::replace(value, Value::Null))
    }

    /// A whole number.
    pub(crate) fn int(&self, column: usize) -> Result<i64, HubError> {
        match self.0.get(column) {
            Some(Value::Int(number)) => Ok(*number),
            _ => Err(HubError::Damaged),
        }
    }

    /// A whole number of another width.
    pub(crate) fn num<T: TryFrom<i64>>(&self, column: usize) -> Result<T, HubError> {
        T::try_from(self.int(column)?).map_err(|_| HubError::Damaged)
    }

    /// A flag.
    pub(crate) fn flag(&self, column: usize) -> Result<bool, HubError> {
        Ok(self.int(column)? != 0)
    }

    /// A whole number, where there is one.
    pub(crate) fn maybe<T: TryFrom<i64>>(&self, column: usize) -> Result<Option<T>, HubError> {
        match self.0.get(column) {
            Some(Value::Null) => Ok(None),
            _ => self.num(column).map(Some),
        }
    }

    /// Bytes, which are taken out of the row.
    pub(crate) fn bytes(&mut self, column: usize) -> Result<Vec<u8>, HubError> {
        self.maybe_bytes(column)?.ok_or(HubError::Damaged)
    }

    /// Bytes, where there are any.
    pub(crate) fn maybe_bytes(&mut self, column: usize) -> Result<Option<Vec<u8>>, HubError> {
        match self.take(column) {
            Value::Bytes(bytes) => Ok(Some(bytes)),
            Value::Null => Ok(None),
            _ => Err(HubError::Damaged),
        }
    }

    /// So many bytes.
    pub(crate) fn array<const N: usize>(&mut self, column: usize) -> Result<[u8; N], HubError> {
        self.bytes(column)?.try_into().map_err(|_| HubError::Damaged)
    }

    /// A text.
    pub(crate) fn text(&mut self, column: usize) -> Result<String, HubError> {
        match self.take(column) {
            Value::Text(text) => Ok(text),
            _ => Err(HubError::Damaged),
        }
    }
}
