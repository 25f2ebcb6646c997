//! The workflow file and the constitution that hold.

use std::sync::Arc;

use camino::Utf8Path;

use super::Index;
use crate::{
    model::Kind,
    workspace::{Base, Document},
};

impl Index {
    /// The one at the highest place holds.
    pub(super) fn make_machine(&mut self, documents: &[&Arc<Document>], base: &Base) {
        let of_kind = |kind: Kind| documents.iter().copied().filter(move |document| document.kind == kind);
        let constitutions = of_kind(Kind::Constitution).filter(|document| !document.is_template());
        let constitution = constitutions.min_by_key(|document| document.name().components().count());
        let mut workflows: Vec<_> = of_kind(Kind::Workflow).collect();
        workflows.sort_by_key(|document| workflow_rank(document.name()));
        self.constitution = constitution.map(|document| document.path.clone());
        self.workflows = workflows.iter().map(|document| document.path.clone()).collect();
        self.workflow = self.workflows.first().cloned();
        self.machine = match workflows.first() {
            None => base.dialects.machine(),
            Some(document) => {
                let machine = document.summary().machine().cloned().filter(|machine| !machine.states.is_empty());
                machine.map(|machine| match machine.legacy {
                    true => Arc::new(machine.with_named_steps(self.namespace_of(document.name()))),
                    false => machine,
                })
            }
        };
    }
}

impl Index {
    /// The namespace of the commands of a version 1.0 workflow file, which does not say: today's when the project has it, else that
    /// after which the file is named.
    fn namespace_of(&self, file: &Utf8Path) -> &'static str {
        const TODAY: &str = "flow";
        let name = file.file_name().unwrap_or_default();
        let older = ["specflow", "jpspec"].into_iter().find(|older| name.starts_with(older));
        older.filter(|older| !self.namespaces.contains(TODAY) && self.namespaces.contains(*older)).unwrap_or(TODAY)
    }
}

/// Root before `.flowspec/` before `memory/`, today's name before older ones.
fn workflow_rank(name: &Utf8Path) -> (usize, usize) {
    let folder = match name.parent().map(Utf8Path::as_str) {
        Some("") => 0,
        Some(".flowspec") => 1,
        _ => 2,
    };
    let file = name.file_name().unwrap_or("");
    (folder, ["flowspec", "workflow", "specflow"].iter().position(|start| file.starts_with(start)).unwrap_or(3))
}
