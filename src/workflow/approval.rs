//! Approving a document of a spec of Kiro: the one word of `spec.json` for which cc-sdd waits.

use crate::{
    model::kiro::{KiroMeaning, spec_state::StageApproval},
    workspace::{Document, Edit},
};

/// The edit of `spec.json` that approves one of the documents `requirements`, `design` and `tasks`; `None` when it is approved.
///
/// # Errors
/// When the file does not say that the document is generated and not approved.
pub fn approve(state: &Document, stage: &str) -> Result<Option<Edit>, String> {
    let meaning = state.facts().meaning.kiro();
    let approval = match meaning {
        Some(KiroMeaning::State(read)) if read.problem.is_none() => read.stage(stage),
        _ => return Err("its `spec.json` cannot be read".to_owned()),
    };
    let approval = approval.ok_or_else(|| format!("there is no `{stage}`: use requirements, design or tasks"))?;
    match approval {
        StageApproval { approved, .. } if approved.is_set => Ok(None),
        StageApproval { generated, .. } if !generated.is_set => {
            Err(format!("its `spec.json` does not say that `{stage}` is generated"))
        }
        StageApproval { approved, .. } if approved.range.is_empty() => {
            Err(format!("its `spec.json` does not say whether `{stage}` is approved"))
        }
        StageApproval { approved, .. } => Ok(Some(Edit::replace(&state.path, approved.range, "true"))),
    }
}
