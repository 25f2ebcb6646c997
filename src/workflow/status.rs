//! How a project stands: its constitution, and which open task, change, feature or spec is in which state.

use crate::{
    model::{
        Dialect,
        constitution::{Tier, tier, unvalidated},
        kiro::command::KiroState,
        machine::{Machine, Step, same_name},
        open_spec::change::ChangeState,
        spec_kit::FeatureState,
    },
    workspace::{DocPath, Document, Snapshot, WorkItem},
};

/// How a project stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The constitution that holds.
    pub constitution: Option<Constitution>,
    /// The tasks by state: those without a workflow label, those in a state of the machine, in its order, and those in a state that it
    /// does not define. Then the open changes of OpenSpec, the features of Spec Kit that are not done and the specs of Kiro by state, which
    /// are other states even where they have the same name.
    pub groups: Vec<StateGroup>,
}

/// What a constitution demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constitution {
    /// Its document.
    pub document: DocPath,
    /// How strict it is.
    pub tier: Tier,
    /// How many of its parts nobody has confirmed.
    pub unvalidated: usize,
}

/// The open tasks, or the open changes, in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateGroup {
    /// Whose state it is.
    pub dialect: Dialect,
    /// The state, without `workflow:`; `None` for tasks without a workflow label, and for changes of which it cannot be told.
    pub state: Option<String>,
    /// Whether the machine defines the state, as far as that can be told.
    pub defined: bool,
    /// The commands that start from it.
    pub commands: Vec<String>,
    /// In the order of their paths. A task with several states is in each of them.
    pub tasks: Vec<OpenTask>,
}

/// A task or a change that is open for work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTask {
    /// Its document.
    pub document: DocPath,
    /// Its id, as written; may be empty.
    pub id: String,
    /// Its title; may be empty.
    pub title: String,
    /// Backlog.md's status, or how many tasks of a change are done; may be empty.
    pub status: String,
}

/// Reads how a project stands.
pub fn status(snapshot: &Snapshot) -> Status {
    let index = snapshot.index();
    let machine = index.machine.as_deref().filter(|machine| !machine.incomplete);
    let mut groups = match index.has_no_machine() {
        true => Vec::new(),
        false => vec![StateGroup::new(machine, None, true)],
    };
    for state in machine.iter().flat_map(|machine| &machine.states) {
        if !groups.iter().any(|group| group.holds(Some(&state.name.text))) {
            groups.push(StateGroup::new(machine, Some(&state.name.text), true));
        }
    }
    for item in snapshot.tasks().filter(|item| item.life.is_active()) {
        let mut states: Vec<_> = item.named_states().map(Some).collect();
        if states.is_empty() {
            states.push(None);
        }
        for state in states {
            let at = groups.iter().position(|group| group.holds(state)).unwrap_or_else(|| {
                // Of a machine that cannot be read nothing follows.
                groups.push(StateGroup::new(machine, state, machine.is_none()));
                groups.len() - 1
            });
            groups[at].tasks.push(OpenTask::of(&item));
        }
    }
    if index.dialects.speak(Dialect::OpenSpec) {
        groups.extend(changes(snapshot));
    }
    if index.dialects.speak(Dialect::SpecKit) {
        groups.extend(features(snapshot));
    }
    if index.dialects.speak(Dialect::Kiro) {
        groups.extend(specs(snapshot));
    }
    let constitution = index.constitution.as_ref().and_then(|path| snapshot.document(path));
    Status { constitution: constitution.map(|document| Constitution::read(document)), groups }
}

/// The open changes in each of their states, and then those whose schema cannot be read.
fn changes(snapshot: &Snapshot) -> Vec<StateGroup> {
    let group = |state: ChangeState| {
        let commands = snapshot.next_change_commands(state).into_iter().map(|(_, command)| command).collect();
        let state = Some(state.name().to_owned());
        StateGroup { dialect: Dialect::OpenSpec, state, defined: true, commands, tasks: Vec::new() }
    };
    let open = ChangeState::ALL.into_iter().filter(|state| *state != ChangeState::Archived);
    let mut groups: Vec<_> = open.map(group).collect();
    for item in snapshot.changes().filter(|item| item.life.is_active()) {
        let state = item.states.first().map(String::as_str);
        let at = groups.iter().position(|group| group.holds(state)).unwrap_or_else(|| {
            groups.push(StateGroup {
                dialect: Dialect::OpenSpec,
                state: None,
                defined: true,
                commands: Vec::new(),
                tasks: Vec::new(),
            });
            groups.len() - 1
        });
        groups[at].tasks.push(OpenTask::of(&item));
    }
    groups
}

/// The specs of Kiro in each of their states.
fn specs(snapshot: &Snapshot) -> Vec<StateGroup> {
    let group = |state: KiroState| StateGroup {
        dialect: Dialect::Kiro,
        state: Some(state.name().to_owned()),
        defined: true,
        commands: snapshot.next_kiro_command(state).into_iter().collect(),
        tasks: Vec::new(),
    };
    let mut groups: Vec<_> = KiroState::ALL.into_iter().map(group).collect();
    for item in snapshot.specs() {
        if let Some(group) = groups.iter_mut().find(|group| group.holds(item.states.first().map(String::as_str))) {
            group.tasks.push(OpenTask::of(&item));
        }
    }
    groups
}

/// The features that are not done in each of their states, and then those that are nothing but templates.
fn features(snapshot: &Snapshot) -> Vec<StateGroup> {
    let group = |state: Option<FeatureState>| {
        let next = state.map(FeatureState::next_commands).unwrap_or_default();
        let commands = next.into_iter().map(|command| snapshot.feature_command(command)).collect();
        let state = state.map(|state| state.name().to_owned());
        StateGroup { dialect: Dialect::SpecKit, state, defined: true, commands, tasks: Vec::new() }
    };
    let open = FeatureState::ALL.into_iter().filter(|state| *state != FeatureState::Done);
    let mut groups: Vec<_> = open.map(|state| group(Some(state))).collect();
    for item in snapshot.features().filter(|item| item.life.is_active()) {
        let state = item.states.first().map(String::as_str);
        let at = groups.iter().position(|group| group.holds(state)).unwrap_or_else(|| {
            groups.push(group(None));
            groups.len() - 1
        });
        groups[at].tasks.push(OpenTask::of(&item));
    }
    groups
}

impl OpenTask {
    fn of(item: &WorkItem) -> OpenTask {
        let WorkItem { id, title, home, status, .. } = item.clone();
        OpenTask { document: home, id, title, status }
    }
}

impl Constitution {
    fn read(document: &Document) -> Constitution {
        let markers = &document.facts().markers;
        Constitution {
            document: document.path.clone(),
            tier: tier(document.text(), markers),
            unvalidated: unvalidated(markers).count(),
        }
    }
}

impl StateGroup {
    fn new(machine: Option<&Machine>, state: Option<&str>, defined: bool) -> StateGroup {
        let commands = machine.filter(|_| defined).map(|machine| machine.valid_commands(state)).unwrap_or_default();
        let commands = commands.into_iter().map(Step::command_name).collect();
        let state = state.map(str::to_owned);
        StateGroup { dialect: Dialect::Flowspec, state, defined, commands, tasks: Vec::new() }
    }

    fn holds(&self, state: Option<&str>) -> bool {
        match (&self.state, state) {
            (None, None) => true,
            (Some(own), Some(state)) => same_name(own, state),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::*;
    use crate::fixture::Fixture;

    fn check(fixture: &str, expect: Expect) {
        let snapshot = Fixture::parse(fixture).snapshot();
        let status = status(&snapshot);
        let mut shown = match &status.constitution {
            Some(it) => {
                format!("{}: {}, {} unvalidated\n", snapshot.relative(&it.document), it.tier.name(), it.unvalidated)
            }
            None => "no constitution\n".to_owned(),
        };
        for group in status.groups.iter().filter(|group| !group.tasks.is_empty() || !group.commands.is_empty()) {
            let state = group.state.as_deref().unwrap_or("-");
            let defined = if group.defined { "" } else { " (not defined)" };
            let whose = match group.dialect.idiom().name {
                "flowspec" => "",
                "spec-kit" => "feature ",
                "kiro" => "spec ",
                _ => "change ",
            };
            let _ = writeln!(shown, "{whose}{state}{defined} → {}", group.commands.join(", "));
            for task in &group.tasks {
                let _ = writeln!(shown, "  {} {:?} {:?}", task.id, task.title, task.status);
            }
        }
        expect.assert_eq(&shown);
    }

    #[test]
    fn tasks_are_in_the_states_of_the_machine() {
        check(
            "
//- /memory/constitution.md
<!-- TIER: Heavy -->
<!-- NEEDS_VALIDATION: a -->
`<!-- NEEDS_VALIDATION: documentation -->`
//- /flowspec_workflow.yml
version: '2.0'
states: [To Do, Planned, Built]
workflows:
  plan: { command: /flow:plan, agents: [a], input_states: [To Do], output_state: Planned }
  build: { command: /flow:build, agents: [a], input_states: [Planned], output_state: Built }
transitions: []
//- /backlog/tasks/task-1 - 😀.md
---
id: task-1
title: A 😀
status: In Progress
labels: ['workflow: planned ']
---
//- /backlog/tasks/task-2 - B.md
---
id: task-2
---
//- /backlog/tasks/task-3 - C.md
---
title: without an id
labels: [workflow:Planned, workflow:Gone, 'workflow:']
---
//- /backlog/tasks/task-4 - D.md
no front matter
//- /backlog/completed/task-5 - E.md
---
id: task-5
labels: [workflow:Planned]
---
",
            expect![[r#"
                memory/constitution.md: Heavy, 1 unvalidated
                - → /flow:plan
                  task-2 "" ""
                To Do → /flow:plan
                Planned → /flow:build
                  task-1 "A 😀" "In Progress"
                  task-3 "without an id" ""
                Gone (not defined) → 
                  task-3 "without an id" ""
            "#]],
        );
    }

    #[test]
    fn without_anything() {
        check(
            "",
            expect![[r#"
            no constitution
            - → /flow:assess
            To Do → /flow:assess
            Assessed → /flow:specify
            Specified → /flow:research, /flow:plan
            Researched → /flow:plan
            Planned → /flow:implement
            In Implementation → /flow:validate
            Validated → /flow:operate
        "#]],
        );
    }

    #[test]
    fn changes_are_in_states_of_their_own() {
        let changes = "
//- /openspec/changes/add-fees/proposal.md
# Change: Fees 😀
//- /openspec/changes/add-fees/tasks.md
- [x] 1.1 A
- [ ] 1.2 B
//- /openspec/changes/drop-fees/tasks.md
- [ ] 1.1 A
//- /openspec/changes/own/.openspec.yaml
schema: gone
//- /openspec/changes/archive/2026-01-31-old/tasks.md
- [x] 1.1 A
//- /.claude/commands/opsx/apply.md
//- /.claude/commands/opsx/archive.md
";
        check(
            changes,
            expect![[r#"
            no constitution
            change Planned → /opsx:apply
              drop-fees "" "0 of 1 tasks"
            change Applying → /opsx:apply
              add-fees "Fees 😀" "1 of 2 tasks"
            change Complete → /opsx:archive
            change - → 
              own "" ""
        "#]],
        );
        let tasks = "//- /backlog/config.yml\ntask_prefix: task\n//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\nlabels: ['workflow:Planned']\n---\n";
        check(
            &format!("{tasks}{}", changes.trim_start()),
            expect![[r#"
            no constitution
            - → /flow:assess
            To Do → /flow:assess
            Assessed → /flow:specify
            Specified → /flow:research, /flow:plan
            Researched → /flow:plan
            Planned → /flow:implement
              task-1 "" ""
            In Implementation → /flow:validate
            Validated → /flow:operate
            change Planned → /opsx:apply
              drop-fees "" "0 of 1 tasks"
            change Applying → /opsx:apply
              add-fees "Fees 😀" "1 of 2 tasks"
            change Complete → /opsx:archive
            change - → 
              own "" ""
        "#]],
        );
    }

    #[test]
    fn specs_are_in_states_by_their_files_and_checkboxes() {
        check(
            "
//- /.claude/skills/kiro-spec-design/SKILL.md
//- /.claude/commands/kiro/spec-impl.md
//- /.kiro/specs/a/requirements.md
### Requirement 1
//- /.kiro/specs/b/design.md
# B
//- /.kiro/specs/c/tasks.md
- [ ] 1. A
//- /.kiro/specs/d/tasks.md
- [ ] 1. A
  - [x] 1.1 B
  - [-] 1.2 C
//- /.kiro/specs/e/bugfix.md
1.1 WHEN a
//- /.kiro/specs/e/tasks.md
- [x] 1. A
- [ ]* 2. Tests
//- /.kiro/specs/notes/brief.md
# Not a spec yet
",
            expect![[r#"
                no constitution
                spec Requirements → /kiro-spec-design
                  a "" ""
                spec Design → 
                  b "" ""
                spec Tasks → /kiro:spec-impl
                  c "" "0 of 1 tasks"
                spec In Implementation → /kiro:spec-impl
                  d "" "1 of 2 tasks"
                spec Done → 
                  e "" "1 of 1 tasks"
            "#]],
        );
    }

    #[test]
    fn features_are_in_states_of_their_own() {
        check(
            "
//- /.specify/x.md
//- /.claude/skills/speckit-plan/SKILL.md
//- /specs/001-fees/spec.md
# Feature Specification: Fees 😀
//- /specs/002-refunds/tasks.md
- [x] T001 a
- [ ] T002 b
//- /specs/003-done/tasks.md
- [x] T001 a
//- /specs/004-none/checklists/ux.md
- [ ] CHK001 a
",
            expect![[r#"
                no constitution
                feature Specified → /speckit-plan, /speckit-clarify
                  001-fees "Fees 😀" ""
                feature Clarified → /speckit-plan
                feature Planned → /speckit-tasks
                feature Tasked → /speckit-implement
                feature In Implementation → /speckit-implement
                  002-refunds "" "1 of 2 tasks"
                feature - → 
                  004-none "" ""
            "#]],
        );
    }

    #[test]
    fn with_a_workflow_file_that_cannot_be_read() {
        check(
            "
//- /flowspec_workflow.yml
states: [
//- /backlog/tasks/task-1 - A.md
---
id: task-1
labels: ['workflow:Planned']
---
",
            expect![[r#"
                no constitution
                Planned → 
                  task-1 "" ""
            "#]],
        );
    }
}
