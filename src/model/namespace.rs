//! The namespaces of commands of which a tool decides what is in them.

/// A namespace of commands that a tool installs under names of its own. What is after a dash is a name there, as in `/speckit-plan`;
/// anywhere else that would make a command of every word with a dash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosedNamespace {
    /// Its name, `speckit`.
    pub name: &'static str,
    /// The names of the tool's commands. Extensions of the tool can add others.
    pub commands: &'static [&'static str],
}

/// Every closed namespace.
pub const CLOSED: [ClosedNamespace; 4] = [SPECKIT, OPSX, OPENSPEC, KIRO];

/// The names of the closed namespaces.
pub const CLOSED_NAMES: [&str; CLOSED.len()] = [SPECKIT.name, OPSX.name, OPENSPEC.name, KIRO.name];

/// The closed namespace of this name.
pub fn closed_namespace(name: &str) -> Option<&'static ClosedNamespace> {
    const NAMESPACES: &[ClosedNamespace] = &CLOSED;
    NAMESPACES.iter().find(|namespace| namespace.name == name)
}

/// Spec Kit's.
pub const SPECKIT: ClosedNamespace = ClosedNamespace {
    name: "speckit",
    commands: &[
        "analyze",
        "checklist",
        "clarify",
        "constitution",
        "converge",
        "implement",
        "plan",
        "specify",
        "tasks",
        "taskstoissues",
    ],
};

/// OpenSpec's commands.
pub const OPSX: ClosedNamespace = ClosedNamespace {
    name: "opsx",
    commands: &[
        "apply",
        "archive",
        "bulk-archive",
        "continue",
        "explore",
        "ff",
        "new",
        "onboard",
        "propose",
        "sync",
        "update",
        "verify",
    ],
};

/// OpenSpec's skills, and its commands before version 1.0.
pub const OPENSPEC: ClosedNamespace = ClosedNamespace {
    name: "openspec",
    commands: &[
        "apply",
        "apply-change",
        "archive",
        "archive-change",
        "bulk-archive-change",
        "continue-change",
        "explore",
        "ff-change",
        "new-change",
        "onboard",
        "proposal",
        "propose",
        "sync-specs",
        "update-change",
        "verify-change",
    ],
};

/// Those of cc-sdd, as commands and as skills.
pub const KIRO: ClosedNamespace = ClosedNamespace {
    name: "kiro",
    commands: &[
        "debug",
        "discovery",
        "impl",
        "review",
        "spec-batch",
        "spec-design",
        "spec-impl",
        "spec-init",
        "spec-quick",
        "spec-requirements",
        "spec-status",
        "spec-tasks",
        "steering",
        "steering-custom",
        "validate-design",
        "validate-gap",
        "validate-impl",
        "verify-completion",
    ],
};
