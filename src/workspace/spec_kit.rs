//! How the features of Spec Kit stand, which of them is the current one, and how the project calls the commands.

use camino::Utf8Path;

use super::{DocPath, Document, Resolved, Snapshot, index::FeatureFolder};
use crate::model::{
    invocation::{Invocation, Joint, Sigil, Spelling},
    namespace::SPECKIT,
    spec_kit::{
        FeatureCommand, FeatureState, FeatureText, HookCall, SpecKitConstitution, SpecKitMeaning, SpecKitSetup, sha256,
    },
};

/// The feature that the scripts of Spec Kit would work on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CurrentFeature {
    /// It is in this folder, which may be gone.
    Known {
        /// As it is written, relative to the root of the project or absolute.
        written: String,
        /// Relative to the root of the project; `None` when it is outside.
        folder: Option<String>,
        /// What names it.
        source: FeatureSource,
    },
    /// No `feature.json` is there.
    NoFile,
    /// `feature.json` cannot be read, or names no folder.
    NoKey,
}

/// What names the current feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeatureSource {
    /// `$SPECIFY_FEATURE_DIRECTORY`.
    Environment,
    /// `feature.json`.
    File,
    /// It is the only one, in a project that is older than `feature.json`.
    Only,
}

/// The integrations whose skills are called with `$`.
const DOLLAR: [&str; 3] = ["codex", "command-code", "zcode"];
/// The one whose skills are called with `/skill:`.
const SLASH_SKILL: &str = "kimi";

impl Snapshot {
    /// What a Markdown file of a feature says.
    pub fn feature_text(&self, path: &DocPath) -> Option<&FeatureText> {
        self.document(path)?.facts().meaning.spec_kit()?.feature()
    }

    /// How far a feature is; `None` when nothing but templates is there.
    pub fn feature_state(&self, feature: &FeatureFolder) -> Option<FeatureState> {
        if let Some(tasks) = feature.tasks.as_ref().and_then(|path| self.feature_text(path)) {
            return Some(match tasks.progress() {
                (_, 0) => FeatureState::Tasked,
                (all, done) if all == done => FeatureState::Done,
                _ => FeatureState::InImplementation,
            });
        }
        let is_written = |path: &DocPath| {
            let is_empty = self.document(path).is_none_or(|document| document.text().trim().is_empty());
            !is_empty && self.feature_text(path).is_some_and(|text| !text.is_template())
        };
        if feature.plan.as_ref().is_some_and(is_written) {
            return Some(FeatureState::Planned);
        }
        let spec = feature.spec.as_ref().filter(|path| is_written(path)).and_then(|path| self.feature_text(path))?;
        let is_clarified = spec.has_clarifications && spec.clarifications.is_empty();
        Some(if is_clarified { FeatureState::Clarified } else { FeatureState::Specified })
    }

    /// How many tasks of a feature count, and how many of them are ticked.
    pub fn feature_progress(&self, feature: &FeatureFolder) -> (usize, usize) {
        let tasks = feature.tasks.as_ref().and_then(|path| self.feature_text(path));
        tasks.map(FeatureText::progress).unwrap_or_default()
    }

    /// The folder of the feature that a text names: by its path, its name, or the path of one of its files.
    pub fn feature_named(&self, name: &str) -> Option<String> {
        let index = self.index();
        let name = self.relative(Utf8Path::new(name.trim())).as_str().trim_start_matches("./").trim_end_matches('/');
        let features = &index.spec_kit.features;
        let has = |folder: &&String| {
            let inside = name.strip_prefix(folder.as_str());
            inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                || folder.rsplit('/').next() == Some(name)
        };
        features.keys().find(has).cloned()
    }

    /// The feature that the scripts would work on; `environment` is `$SPECIFY_FEATURE_DIRECTORY`.
    pub fn current_feature(&self, environment: Option<&str>) -> CurrentFeature {
        let known = |written: &str, source: FeatureSource| CurrentFeature::Known {
            written: written.to_owned(),
            folder: self.folder_written(written),
            source,
        };
        if let Some(written) = environment.filter(|written| !written.is_empty()) {
            return known(written, FeatureSource::Environment);
        }
        let index = self.index();
        let Some(path) = &index.spec_kit.current else {
            return match index.spec_kit.features.keys().collect::<Vec<_>>().as_slice() {
                [only] if !self.reads_feature_json() => known(only, FeatureSource::Only),
                _ => CurrentFeature::NoFile,
            };
        };
        let setup = self.spec_kit_setup(path).and_then(|setup| setup.feature.as_ref());
        setup.map_or(CurrentFeature::NoKey, |(written, _)| known(written, FeatureSource::File))
    }

    /// Where a folder is that is written in the setup, relative to the root of the project.
    fn folder_written(&self, written: &str) -> Option<String> {
        let path = self.relative(Utf8Path::new(written));
        let folder = path.as_str().trim_start_matches("./").trim_end_matches('/');
        let is_outside = folder.starts_with('/') || folder.contains(':') || folder.split('/').any(|part| part == "..");
        (!is_outside).then(|| folder.to_owned())
    }

    /// Whether the scripts know the current feature from nothing but `feature.json`, as they do since version 0.10.
    fn reads_feature_json(&self) -> bool {
        let setup = self.spec_kit_setup(&self.path(".specify/init-options.json".as_ref()));
        let Some(version) = setup.and_then(|setup| setup.version.as_deref()) else { return false };
        let mut numbers = version.trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
        let (major, minor) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        (major, minor) >= (0, 10)
    }

    /// Whether a file is there, on disk or in an editor.
    pub fn has_file(&self, path: &Utf8Path) -> bool {
        self.document(&self.path(path)).is_some() || matches!(self.resolve(path), Resolved::File(_))
    }

    /// What a file of JSON says of how the project is set up.
    fn spec_kit_setup(&self, path: &DocPath) -> Option<&SpecKitSetup> {
        self.document(path)?.facts().meaning.spec_kit()?.setup()
    }

    /// Whether a constitution is the template, by its hash or by its tokens.
    pub fn is_untouched_constitution(&self, document: &Document) -> bool {
        let Some(SpecKitMeaning::Constitution(constitution)) = document.facts().meaning.spec_kit() else {
            return false;
        };
        let hash = || self.spec_kit_setup(self.index().spec_kit.template.as_ref()?)?.template.as_deref();
        constitution.tokens.len() >= SpecKitConstitution::TEMPLATE
            || hash().is_some_and(|hash| hash.eq_ignore_ascii_case(&sha256(document.text().as_bytes())))
    }

    /// The hooks of extensions; `None` when their file is not YAML, so that no hook runs.
    pub fn spec_kit_hooks(&self) -> Option<&[HookCall]> {
        let Some(document) = self.document(&self.path(".specify/extensions.yml".as_ref())) else { return Some(&[]) };
        match document.facts().meaning.spec_kit() {
            _ if document.unreadable.is_some() || !document.facts().yaml.problems.is_empty() => None,
            Some(SpecKitMeaning::Hooks(calls, _)) => Some(calls),
            _ => Some(&[]),
        }
    }

    /// The commands of the mandatory hooks of an event such as `before_plan`, in the order in which they run and as the project calls them;
    /// `None` when no hook runs because their file is not YAML.
    pub fn mandatory_hooks(&self, event: &str) -> Option<Vec<String>> {
        let hooks = self.spec_kit_hooks()?.iter();
        let mut run: Vec<_> = hooks.filter(|hook| hook.event == event && hook.enabled && hook.mandatory).collect();
        run.sort_by_key(|hook| hook.priority);
        let called = |hook: &HookCall| {
            self.own_command(&Invocation::parse(&hook.command)).unwrap_or_else(|| hook.command.clone())
        };
        Some(run.into_iter().map(called).collect())
    }

    /// How the project calls a command of Spec Kit.
    pub fn feature_command(&self, command: FeatureCommand) -> String {
        let invocation = Invocation::new(SPECKIT.name, command.name());
        let index = self.index();
        let setup = index.spec_kit.integration.as_ref().and_then(|path| self.spec_kit_setup(path));
        let integration = setup.and_then(|setup| setup.integration.as_deref());
        if self.script_joint() == '-'
            && let Some(integration) = integration
        {
            let sigil = match integration {
                SLASH_SKILL => Sigil::SlashSkill,
                _ if DOLLAR.contains(&integration) => Sigil::Dollar,
                _ => Sigil::Slash,
            };
            return invocation.spelled(Spelling { sigil, joint: Joint::Dash });
        }
        let bare = Invocation::new("", command.name());
        let own = self.own_command(&invocation);
        own.or_else(|| self.has_bare_commands().then(|| self.own_command(&bare)).flatten())
            .unwrap_or_else(|| self.installed_spelling(&invocation))
    }

    /// A command of Spec Kit that is not installed, spelled like those that are; `/speckit.plan` when none is.
    fn installed_spelling(&self, invocation: &Invocation) -> String {
        let installed = FeatureCommand::ALL.into_iter().find_map(|command| {
            let called = self.own_command(&Invocation::new(SPECKIT.name, command.name()))?;
            Some((called, command))
        });
        match installed {
            Some((called, command)) => called.replace(command.name(), invocation.name()),
            None => invocation.spelled(Spelling { sigil: Sigil::Slash, joint: Joint::Dot }),
        }
    }

    /// Whether a command of Spec Kit is a file of the project.
    pub fn has_feature_command(&self, command: FeatureCommand) -> bool {
        let index = self.index();
        let bare = || self.has_bare_commands() && index.commands.contains_key(command.name());
        index.commands.contains_key(&Invocation::new(SPECKIT.name, command.name())) || bare()
    }

    /// Whether commands without a namespace are those of Spec Kit, as they were before October 2025.
    pub fn has_bare_commands(&self) -> bool {
        !self.index().namespaces.contains(SPECKIT.name)
    }

    /// What the scripts of Spec Kit call a command, which is not always how it is called.
    pub fn script_command(&self, command: FeatureCommand) -> String {
        format!("/speckit{}{}", self.script_joint(), command.name())
    }

    /// What `integration.json` says joins `speckit` and the name of a command, `.` without it.
    fn script_joint(&self) -> char {
        let index = self.index();
        let setup = index.spec_kit.integration.as_ref().and_then(|path| self.spec_kit_setup(path));
        let own = |setup: &SpecKitSetup| setup.separators.get(setup.integration.as_ref()?).copied();
        setup.and_then(own).unwrap_or('.')
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use super::*;
    use crate::fixture::Fixture;

    #[test]
    fn features_have_states() {
        let snapshot = Fixture::parse(
            "
//- /.specify/feature.json
{}
//- /specs/001-spec/spec.md
# Feature Specification: A
## Clarifications
[NEEDS CLARIFICATION: which?]
//- /specs/002-clear/spec.md
# Feature Specification: B
## Clarifications
- Q: which? → A: this
//- /specs/003-plan/spec.md
# Feature Specification: C
//- /specs/003-plan/plan.md
# Implementation Plan: C
//- /specs/004-empty/spec.md
# Feature Specification: D
//- /specs/004-empty/plan.md
//- /specs/005-tasks/tasks.md
- [ ] T001 a
//- /specs/006-half/tasks.md
- [X] T001 a
- [ ] T002 b
//- /specs/007-done/tasks.md
- [x] T001 a
```
- [ ] T002 b
```
//- /specs/008-none/tasks.md
//- /specs/009-check/checklists/ux.md
- [ ] CHK001 a
",
        )
        .snapshot();
        let index = snapshot.index();
        let mut shown = String::new();
        for (folder, feature) in &index.spec_kit.features {
            let state = snapshot.feature_state(feature).map_or("-", FeatureState::name);
            writeln!(shown, "{folder}: {state} {:?}", snapshot.feature_progress(feature)).unwrap();
        }
        expect![[r#"
            specs/001-spec: Specified (0, 0)
            specs/002-clear: Clarified (0, 0)
            specs/003-plan: Planned (0, 0)
            specs/004-empty: Specified (0, 0)
            specs/005-tasks: Tasked (1, 0)
            specs/006-half: In Implementation (2, 1)
            specs/007-done: Done (1, 1)
            specs/008-none: Tasked (0, 0)
            specs/009-check: - (0, 0)
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn the_current_feature_is_found_as_the_scripts_find_it() {
        let told = |setup: &str, environment: Option<&str>| {
            let fixture = format!("{setup}//- /specs/001-a/spec.md\n# A\n");
            match Fixture::parse(&fixture).snapshot().current_feature(environment) {
                CurrentFeature::Known { folder, source, .. } => {
                    format!("{} {source:?}", folder.as_deref().unwrap_or("outside"))
                }
                other => format!("{other:?}"),
            }
        };
        let named = |folder: &str| format!("//- /.specify/feature.json\n{{\"feature_directory\": \"{folder}\"}}\n");
        let new = "//- /.specify/init-options.json\n{\"speckit_version\": \"1.2.3\"}\n";
        let old = "//- /.specify/init-options.json\n{\"speckit_version\": \"0.9.1\"}\n";
        for (setup, environment, expected) in [
            ("//- /.specify/x.md\n", None, "specs/001-a Only"),
            (old, None, "specs/001-a Only"),
            (new, None, "NoFile"),
            ("//- /.specify/feature.json\n{}\n", None, "NoKey"),
            ("//- /.specify/feature.json\n{\n", None, "NoKey"),
            (&named("./specs/002-b/"), None, "specs/002-b File"),
            (&named("../other"), None, "outside File"),
            (&named("specs/002-b"), Some("specs/001-a"), "specs/001-a Environment"),
            (&named("specs/002-b"), Some(""), "specs/002-b File"),
        ] {
            assert_eq!(told(setup, environment), expected, "{setup} {environment:?}");
        }
    }

    #[test]
    fn commands_are_called_as_the_project_calls_them() {
        let integration = |name: &str, joint: &str| {
            format!(
                "//- /.specify/integration.json\n{{\"integration\": \"{name}\", \"integration_settings\": {{\"{name}\": {{\"invoke_separator\": \"{joint}\"}}}}}}\n"
            )
        };
        for (files, called, told) in [
            (String::new(), "/speckit.plan", "/speckit.plan"),
            (integration("claude", "-"), "/speckit-plan", "/speckit-plan"),
            (integration("codex", "-"), "$speckit-plan", "/speckit-plan"),
            (integration("kimi", "-"), "/skill:speckit-plan", "/speckit-plan"),
            (integration("gemini", "."), "/speckit.plan", "/speckit.plan"),
            ("//- /.claude/commands/speckit.plan.md\nx\n".to_owned(), "/speckit.plan", "/speckit.plan"),
            ("//- /.claude/skills/speckit-tasks/SKILL.md\nx\n".to_owned(), "/speckit-plan", "/speckit.plan"),
            ("//- /.claude/commands/plan.md\nx\n".to_owned(), "/plan", "/speckit.plan"),
        ] {
            let snapshot = Fixture::parse(&format!("//- /.specify/x.md\n{files}")).snapshot();
            let names = [snapshot.feature_command(FeatureCommand::Plan), snapshot.script_command(FeatureCommand::Plan)];
            assert_eq!(names, [called, told], "{files}");
        }
    }
}
