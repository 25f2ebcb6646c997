//! Backlog.md's own settings: `backlog/config.yml` or `backlog.config.yml`.

use camino::{Utf8Path, Utf8PathBuf};
use text_size::{TextRange, TextSize};

use crate::syntax::yaml;

/// What we need of Backlog.md's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    /// The folder of the tasks, relative to the project.
    pub folder: Utf8PathBuf,
    /// The statuses in order; the last is final. Empty when they are not known.
    pub statuses: Vec<String>,
    /// What ids start with, without the dash: `task`.
    pub prefix: String,
}

impl Default for Backlog {
    fn default() -> Self {
        Backlog { folder: "backlog".into(), statuses: Vec::new(), prefix: "task".into() }
    }
}

impl Backlog {
    /// The places of the settings, relative to the project, first one first.
    pub const PLACES: [&str; 2] = ["backlog.config.yml", "backlog/config.yml"];

    /// Reads the settings found at `place`. What is missing or malformed keeps its default.
    pub fn read(place: &Utf8Path, text: &str) -> Backlog {
        let yaml = yaml::parse(text, TextRange::up_to(TextSize::of(text)));
        let mut backlog = Backlog::default();
        let Some(root) = yaml.root else { return backlog };
        let string = |key: &str| root.get(key).and_then(|node| node.as_str());
        if let Some(folder) = place.parent().filter(|folder| !folder.as_str().is_empty()) {
            backlog.folder = folder.to_owned();
        }
        if let Some(folder) = string("backlog_directory") {
            backlog.folder = folder.trim_end_matches('/').into();
        }
        if let Some(prefix) = string("task_prefix") {
            backlog.prefix = prefix.to_owned();
        }
        if let Some(statuses) = root.get("statuses").and_then(|node| node.as_sequence()) {
            backlog.statuses = statuses.iter().filter_map(|node| node.as_str()).map(str::to_owned).collect();
        }
        backlog
    }

    /// Whether `status` is the final one.
    pub fn is_final(&self, status: &str) -> bool {
        self.statuses.last().map_or("Done", String::as_str).eq_ignore_ascii_case(status.trim())
    }
}
