//! Globs of paths relative to a project.

use camino::Utf8Path;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// Globs of paths relative to the project: `*` stays in one folder, `**` does not, `{a,b}` is either.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Globs {
    patterns: Vec<String>,
    #[serde(skip)]
    set: GlobSet,
}

impl Globs {
    /// Compiles patterns. One that has a [`problem`] matches nothing.
    pub fn new(patterns: Vec<String>) -> Self {
        let mut builder = GlobSetBuilder::new();
        for pattern in patterns.iter().filter(|pattern| problem(pattern).is_none()) {
            if let Ok(glob) = glob(pattern).build() {
                builder.add(glob);
            }
        }
        Globs { set: builder.build().unwrap_or_default(), patterns }
    }

    /// Whether a path, relative to the project, is one of them.
    pub fn is_match(&self, path: &Utf8Path) -> bool {
        self.set.is_match(path)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// As they were written.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// These and others.
    #[must_use]
    pub fn and(&self, others: &Globs) -> Globs {
        Globs::new([&*self.patterns, &*others.patterns].concat())
    }
}

impl PartialEq for Globs {
    fn eq(&self, other: &Self) -> bool {
        self.patterns == other.patterns
    }
}

impl Eq for Globs {}

impl<'de> Deserialize<'de> for Globs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let patterns = Vec::<String>::deserialize(deserializer)?;
        match patterns.iter().find_map(|pattern| problem(pattern)) {
            Some(problem) => Err(D::Error::custom(problem)),
            None => Ok(Globs::new(patterns)),
        }
    }
}

/// How a pattern is read everywhere: `*` stays in one folder, `{,x/}` may be nothing, and `folder/` is the folder.
pub(in crate::workspace) fn glob(pattern: &str) -> GlobBuilder<'_> {
    let mut glob = GlobBuilder::new(pattern.strip_suffix('/').unwrap_or(pattern));
    glob.literal_separator(true).empty_alternates(true);
    glob
}

/// Why a pattern cannot match anything, or must not.
pub(crate) fn problem(pattern: &str) -> Option<String> {
    let path = Utf8Path::new(pattern);
    let drive = pattern.as_bytes().get(1) == Some(&b':');
    if pattern.trim().is_empty() {
        return Some("an empty pattern matches nothing".to_owned());
    }
    if pattern.starts_with(['/', '\\', '~']) || drive {
        return Some(format!("`{pattern}` must be relative to the project"));
    }
    if pattern.split(['/', '\\', '{', '}', ',']).any(|part| part == "..") {
        return Some(format!("`{pattern}` must not leave the project with `..`"));
    }
    if let Ok(rest) = path.strip_prefix(".")
        && pattern.starts_with("./")
    {
        return Some(format!("patterns do not start with `./`: write `{rest}`"));
    }
    let error = glob(pattern).build().err()?;
    Some(format!("`{pattern}` is not a glob: {}", error.kind()))
}
