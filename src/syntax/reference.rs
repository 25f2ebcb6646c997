//! Words in prose and prompts that refer to something: commands, states, events, rule ids, skills, command lines.

use text_size::TextRange;

/// One reference and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The words that refer: `/flow:plan`, `workflow:Planned`, `EXEC-002`.
    pub range: TextRange,
    /// To what.
    pub kind: ReferenceKind,
    /// Whether the expander's fences put it in a fenced block, whose text an agent still reads.
    pub fenced: bool,
}

/// What is referred to. Ranges are parts of [`Reference::range`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReferenceKind {
    /// `/ns:cmd` or `/ns.cmd`.
    Command {
        /// The namespace.
        namespace: TextRange,
        /// The command's own name.
        name: TextRange,
        /// Whether a dot separates the two.
        dotted: bool,
    },
    /// `workflow:State` as a label.
    State {
        /// The state's name, without `workflow:`.
        name: TextRange,
    },
    /// `EXEC-002` and the other rule ids; definitions are not references.
    RuleId,
    /// `### Rule: ID` defines one. The range is the id's.
    RuleIdDefinition,
    /// `{{INVOKE_SKILL:name}}`.
    Skill {
        /// The skill's name.
        name: TextRange,
    },
    /// The TYPE of `flowspec hooks emit TYPE`.
    Event,
    /// A call of `flowspec` or `backlog` in a shell block or inline code; the range is that of the subcommand words.
    Cli {
        /// `flowspec` or `backlog`.
        program: TextRange,
        /// Up to three words after the program, before the first flag or argument.
        words: Vec<TextRange>,
    },
    /// The `-l "workflow:…"` of a `backlog task edit`, which replaces every label. The range is the flag and its value.
    LabelOverwrite {
        /// The state that is written, without `workflow:`.
        state: TextRange,
    },
    /// `[PROJECT_NAME]` or `TODO(FIELD):`.
    Placeholder,
    /// `[NEEDS CLARIFICATION: …]`.
    Clarification,
}

/// What a text says about a command's states: a sentence (`**For /ns:cmd**: Required input state is …`) or a row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateDeclaration {
    /// The sentence or the row.
    pub range: TextRange,
    /// The command, `/ns:cmd`.
    pub command: TextRange,
    /// The input states' names as written, without `workflow:`.
    pub inputs: Vec<TextRange>,
    /// The words that list the input states.
    pub inputs_range: TextRange,
    /// Whether `no workflow label` is among them.
    pub or_none: bool,
    /// The output state's name.
    pub output: Option<TextRange>,
    /// Whether it is a table row rather than a sentence.
    pub row: bool,
}
#[derive(Debug, Default)]
pub struct References {
    pub references: Vec<Reference>,
    pub declarations: Vec<StateDeclaration>,
}
pub fn parse(_: &str, _: text_size::TextSize, _: &super::fence::Fences, _: &super::markdown::Markdown) -> References {
    References::default()
}
