//! `spec.json` of cc-sdd: what was generated and what was approved.

use text_size::TextRange;

use crate::model::json;
use crate::{
    model::{Misfit, machine::Word},
    syntax::yaml::{Node, Yaml},
};

/// How far a spec is, by its own words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KiroSpecState {
    pub phase: Option<Word>,
    pub requirements: StageApproval,
    pub design: StageApproval,
    pub tasks: StageApproval,
    /// Why the file is not JSON.
    pub problem: Option<Misfit>,
}

/// What was said about one document of a spec.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StageApproval {
    pub generated: SpecFlag,
    pub approved: SpecFlag,
}

/// `true` or `false`, and where it is written; empty at the start of the file for one that is not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SpecFlag {
    pub is_set: bool,
    pub range: TextRange,
}

/// The documents of a spec that are approved one after the other.
pub const STAGES: [&str; 3] = ["requirements", "design", "tasks"];

impl KiroSpecState {
    /// What was said about one of the [`STAGES`].
    pub fn stage(&self, name: &str) -> Option<&StageApproval> {
        match name {
            "requirements" => Some(&self.requirements),
            "design" => Some(&self.design),
            "tasks" => Some(&self.tasks),
            _ => None,
        }
    }

    /// Reads a file from its tree. One that is not JSON says nothing else.
    pub fn read(text: &str, yaml: &Yaml) -> KiroSpecState {
        let problem = json::problem(text);
        let Some(root) = yaml.root.as_ref().filter(|_| problem.is_none()) else {
            return KiroSpecState { problem, ..KiroSpecState::default() };
        };
        let approvals = root.get("approvals");
        let approval = |name: &str| {
            let node = approvals.and_then(|approvals| approvals.get(name));
            let flag = |key: &str| flag(node.and_then(|node| node.get(key)));
            StageApproval { generated: flag("generated"), approved: flag("approved") }
        };
        let phase = root
            .get("phase")
            .and_then(|node| Some(Word { text: node.as_str()?.to_owned(), range: node.content_range() }));
        KiroSpecState {
            phase,
            requirements: approval("requirements"),
            design: approval("design"),
            tasks: approval("tasks"),
            problem: None,
        }
    }
}

fn flag(node: Option<&Node>) -> SpecFlag {
    node.map_or_else(SpecFlag::default, |node| SpecFlag { is_set: node.as_bool() == Some(true), range: node.range })
}
