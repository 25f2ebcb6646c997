//! What the manifests of Spec Kit have in common.

use crate::model::shape::{
    Misfit,
    Shape::{self, Any, Form, ScalarOr},
};

/// Something wrong in a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestFinding {
    /// Whether Spec Kit refuses the file for it.
    pub refused: bool,
    /// Where and what, and the fix.
    pub misfit: Misfit,
}

/// What every manifest begins with.
pub(super) const VERSION: Shape = ScalarOr(&Form(is_version, "`\"1.0\"`"), &Any);

fn is_version(text: &str) -> bool {
    text == "1.0"
}

/// `^[a-z0-9-]+$`.
pub(super) fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
