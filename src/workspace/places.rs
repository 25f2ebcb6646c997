//! Which file is of which kind.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use camino::{Utf8Path, Utf8PathBuf};
use globset::{GlobSet, GlobSetBuilder};

use super::{
    ProjectPath,
    settings::globs::{Globs, glob as glob_builder},
};
use crate::model::{
    Dialect, Dialects, Kind, SpecKitKind,
    backlog::{Backlog, BacklogKind},
    kiro::KiroPlace,
    open_spec::OpenSpecPlace,
    plugin::PluginKind,
    spec_kit::SpecKitPlace,
};

/// The default places, most specific kind first: the first glob that matches wins. Those of tasks depend on the project. What comes
/// before the first wildcard says in which folders a kind may be; see [`Places::hold`].
const DEFAULTS: &[(Kind, &[&str])] = &[
    (Kind::Settings, &["flowspec-lsp.toml", ".flowspec/flowspec-lsp.toml"]),
    (
        Kind::Workflow,
        &[
            "{flowspec,specflow,jpspec}_workflow.{yml,yaml}",
            "memory/{flowspec,specflow,jpspec}_workflow.{yml,yaml}",
            ".flowspec/{{flowspec,specflow,jpspec}_,}workflow.{yml,yaml}",
        ],
    ),
    (Kind::Hooks, &[".flowspec/hooks/hooks.{yaml,yml}"]),
    (Kind::Task, &[]),
    (
        Kind::Constitution,
        &[
            "memory/constitution.md",
            ".specify/memory/constitution.md",
            ".flowspec/memory/constitution.md",
            "templates/constitutions/*.md",
        ],
    ),
    (Kind::Copy, &["**/*.agent.md"]),
    (Kind::Skill, &["**/skills/*/SKILL.md"]),
    (Kind::Agent, &[".claude/agents/**/*.md", ".agents/*.md", ".opencode/{agent,agents}/**/*.md"]),
    (Kind::Command, &[".claude/commands/**/_DEPRECATED_*.md", "templates/commands/**/_DEPRECATED_*.md"]),
    (Kind::Partial, &["**/partials/**/*.md", ".claude/commands/**/_*.md", "templates/commands/**/_*.md"]),
    (Kind::Command, &[".claude/commands/**/*.md", "templates/commands/**/*.md", ".github/prompts/**/*.prompt.md"]),
    // The commands of other agents. Spec Kit and OpenSpec install their own there, too.
    (
        Kind::Command,
        &[
            ".{agents,augment,bob,codeassistant,codebuddy,commandcode,crush,cursor,factory,firebender,forge,iflow,junie,kilo,lingma,omp,opencode,qoder,qwen,roo,shai,trae,zcode}/commands/**/*.{md,mdc}",
            ".cospec/openspec/commands/**/*.md",
            ".{kilo,opencode}/command/**/*.md",
            ".{amazonq,codex,pi}/prompts/**/*.md",
            ".continue/prompts/**/*.prompt",
            ".kiro/prompts/{speckit,opsx}{.,-}*.md",
            ".{agent,agents,clinerules,devin,kilocode,windsurf}/workflows/**/*.md",
        ],
    ),
    (Kind::SpecKit(SpecKitKind::Prompt), &[".gemini/commands/**/*.toml", ".tabnine/agent/commands/**/*.toml"]),
    (Kind::Spec, &["specs/*/spec.md", ".specify/specs/*/spec.md"]),
    (
        Kind::Instructions,
        &[
            "**/{AGENTS,CLAUDE,CLAUDE.local,GEMINI,QWEN}.md",
            ".claude/rules/**/*.md",
            ".cursor/rules/**/*.mdc",
            ".clinerules/*.md",
            ".github/chatmodes/**/*.chatmode.md",
            ".github/copilot-instructions.md",
            ".github/instructions/**/*.instructions.md",
            ".{kilocode,roo,windsurf}/rules/**/*.md",
        ],
    ),
];

/// What of a plugin of Claude Code is of which kind, relative to the folder that holds its manifest.
const IN_PLUGIN: &[(&str, Kind)] = &[("commands", Kind::Command), ("agents", Kind::Agent)];

/// The manifest of a plugin of Claude Code.
pub(super) const PLUGIN: &str = ".claude-plugin/plugin.json";

/// The hooks of one.
const PLUGIN_HOOKS: &str = "hooks/hooks.json";

/// The folder of Backlog.md where nothing else is set.
const BACKLOG: &str = "backlog";

/// Which file is of which kind, in one project. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Places {
    globs: Arc<GlobSet>,
    kinds: Arc<[Kind]>,
    /// The fixed start of each glob, up to a `/`, and whether it reaches into the folders below.
    starts: Arc<[(Utf8PathBuf, bool)]>,
    /// Whether the project is one of Spec Kit, and whether its constitution is read as Spec Kit's.
    spec_kit: bool,
    spec_kit_constitution: bool,
    /// The folders of plugins of Claude Code, relative to the project.
    plugins: Arc<[ProjectPath]>,
}

impl Places {
    /// The default places, with those of the kinds that `settings` names replaced. `backlog` is Backlog.md's folder, relative to
    /// the project. A glob that is not one is skipped: the settings file's own diagnostics say so.
    pub fn new(backlog: &Utf8Path, settings: &BTreeMap<Kind, Globs>) -> Self {
        if backlog == BACKLOG && settings.is_empty() {
            return Places::default();
        }
        Places::compiled(backlog, settings)
    }

    fn compiled(backlog: &Utf8Path, settings: &BTreeMap<Kind, Globs>) -> Self {
        let backlog = globset::escape(backlog.as_str());
        let tasks = [
            format!("{backlog}/tasks/**/*.md"),
            format!("{backlog}/{{drafts,completed,archive/tasks,archive/drafts}}/*.md"),
        ];
        let notes = [
            (BacklogKind::Document, format!("{backlog}/docs/**/*.md")),
            (BacklogKind::Decision, format!("{backlog}/decisions/*.md")),
            (BacklogKind::Milestone, format!("{backlog}/milestones/*.md")),
        ];
        let mut builder = GlobSetBuilder::new();
        let (mut kinds, mut starts) = (Vec::new(), Vec::new());
        let mut add = |kind: Kind, glob: &str| {
            if let Ok(built) = glob_builder(glob).build() {
                builder.add(built);
                kinds.push(kind);
                let fixed = glob.split(['*', '?', '[', '{']).next().unwrap_or_default();
                let folder = fixed.rsplit_once('/').map_or("", |(folder, _)| folder);
                let deep = glob.get(folder.len() + 1..).is_some_and(|rest| rest.contains('/'));
                starts.push((Utf8PathBuf::from(folder), deep));
            }
        };
        for (kind, globs) in DEFAULTS {
            match settings.get(kind) {
                Some(globs) => globs.patterns().iter().for_each(|glob| add(*kind, glob)),
                None if *kind == Kind::Task => tasks.iter().for_each(|glob| add(Kind::Task, glob)),
                None => globs.iter().for_each(|glob| add(*kind, glob)),
            }
        }
        Backlog::PLACES.iter().for_each(|place| add(Kind::Backlog(BacklogKind::Config), place));
        notes.iter().for_each(|(kind, glob)| add(Kind::Backlog(*kind), glob));
        Places {
            globs: builder.build().unwrap_or_else(|_| GlobSet::empty()).into(),
            kinds: kinds.into(),
            starts: starts.into(),
            spec_kit: false,
            spec_kit_constitution: false,
            plugins: Arc::default(),
        }
    }

    /// The same in a project that uses these dialects: what flowspec and Spec Kit call by one name is flowspec's where both are used.
    #[must_use]
    pub fn used_by(self, dialects: Dialects) -> Self {
        let spec_kit = dialects.speak(Dialect::SpecKit);
        Places { spec_kit, spec_kit_constitution: spec_kit && !dialects.speak(Dialect::Flowspec), ..self }
    }

    /// The same in a project with the plugins of Claude Code whose manifests are among these files.
    #[must_use]
    pub fn with_plugins(self, files: impl Iterator<Item = ProjectPath>) -> Self {
        let manifests = files.filter(|file| file.ends_with(PLUGIN));
        let folders = manifests
            .filter_map(|file| Some(ProjectPath::new(file.as_str().strip_suffix(PLUGIN)?.trim_end_matches('/'))));
        Places { plugins: folders.collect(), ..self }
    }

    /// The kind of a file by its name relative to the project; `None` for ordinary files.
    pub fn of(&self, relative: &Utf8Path) -> Option<Kind> {
        if let Some(place) = OpenSpecPlace::of(relative) {
            return Some(Kind::OpenSpec(place.kind));
        }
        if let Some(place) = KiroPlace::of(relative) {
            return Some(Kind::Kiro(place.kind));
        }
        if self.spec_kit
            && let Some(place) = SpecKitPlace::of(relative)
            && (self.spec_kit_constitution || !place.is_shared())
        {
            return Some(Kind::SpecKit(place.kind));
        }
        if let Some(kind) = self.plugin_file(relative) {
            return Some(Kind::Plugin(kind));
        }
        if !matches!(relative.extension(), Some("md" | "mdc" | "prompt" | "yml" | "yaml" | "toml")) {
            return None;
        }
        let by_glob = || self.globs.matches(relative).first().map(|first| self.kinds[*first]);
        let kind = self.in_plugin(relative).or_else(by_glob)?;
        let is_neighbor = matches!(kind, Kind::Command | Kind::Agent | Kind::Task);
        match relative.file_name() {
            Some("README.md") if is_neighbor => None,
            Some("AGENTS.md" | "CLAUDE.md") if is_neighbor => Some(Kind::Instructions),
            _ => Some(kind),
        }
    }

    fn plugin_file(&self, relative: &Utf8Path) -> Option<PluginKind> {
        if relative.extension() != Some("json") {
            return None;
        }
        let mut below = self.plugins.iter().filter_map(|plugin| relative.strip_prefix(plugin).ok());
        below.find_map(|below| match below.as_str() {
            PLUGIN => Some(PluginKind::Manifest),
            PLUGIN_HOOKS => Some(PluginKind::Hooks),
            _ => None,
        })
    }

    fn in_plugin(&self, relative: &Utf8Path) -> Option<Kind> {
        let is_markdown = relative.extension() == Some("md");
        let below =
            { self.plugins.iter() }.filter(|_| is_markdown).find_map(|plugin| relative.strip_prefix(plugin).ok())?;
        IN_PLUGIN.iter().find(|(folder, _)| below.starts_with(folder)).map(|(_, kind)| *kind)
    }

    /// Whether a folder is one of those, or lies above one of those, in which documents have their places. Places that may be in any
    /// folder, as those of skills, do not count.
    pub fn hold(&self, folder: &Utf8Path) -> bool {
        let of_spec_kit = || folder.starts_with("specs") || folder.starts_with(".specify");
        folder.starts_with("openspec")
            || folder.starts_with(".kiro")
            || self.spec_kit && of_spec_kit()
            || self.starts.iter().any(|(start, deep)| reaches(start, *deep, folder))
    }

    /// Whether a document of this kind that is not a template may be in a folder, by its place.
    pub fn may_hold(&self, folder: &Utf8Path, kind: Kind) -> bool {
        let mut starts = self.kinds.iter().zip(&*self.starts).filter(|(of, _)| **of == kind);
        starts.any(|(_, (start, deep))| !start.starts_with("templates") && reaches(start, *deep, folder))
    }
}

/// Whether what begins in `start` may be in `folder` or below it.
fn reaches(start: &Utf8Path, deep: bool, folder: &Utf8Path) -> bool {
    !start.as_str().is_empty() && (start.starts_with(folder) || deep && folder.starts_with(start))
}

/// The default places, compiled once: that takes milliseconds, and a workspace may have a thousand projects.
impl Default for Places {
    fn default() -> Self {
        static DEFAULT: LazyLock<Places> = LazyLock::new(|| Places::compiled(Utf8Path::new(BACKLOG), &BTreeMap::new()));
        DEFAULT.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{KiroKind, OpenSpecKind, invocation::Invocation};

    #[test]
    fn the_default_places_are_compiled_once() {
        let (one, other) = (Places::new(Utf8Path::new("backlog"), &BTreeMap::new()), Places::default());
        assert!(Arc::ptr_eq(&one.globs, &other.globs));
        let elsewhere = Places::new(Utf8Path::new("board"), &BTreeMap::new());
        assert_eq!(elsewhere.of(Utf8Path::new("board/tasks/task-1 - A.md")), Some(Kind::Task));
    }

    #[test]
    fn default_places() {
        let kinds = Places::default();
        for (path, kind) in [
            (".claude/commands/flow/plan.md", Some(Kind::Command)),
            (".claude/commands/plan.md", Some(Kind::Command)),
            ("templates/commands/flow/_rigor.md", Some(Kind::Partial)),
            ("templates/commands/flow/_DEPRECATED_plan.md", Some(Kind::Command)),
            (".claude/partials/flow/_check.md", Some(Kind::Partial)),
            (".github/prompts/flow.plan.prompt.md", Some(Kind::Command)),
            (".github/agents/flow-plan.agent.md", Some(Kind::Copy)),
            ("flow-operate.agent.md", Some(Kind::Copy)),
            (".claude/agents/qa/tester.md", Some(Kind::Agent)),
            (".claude/skills/tdd/SKILL.md", Some(Kind::Skill)),
            (".claude/skills/tdd/notes.md", None),
            ("memory/constitution.md", Some(Kind::Constitution)),
            (".specify/memory/constitution.md", Some(Kind::Constitution)),
            ("templates/constitutions/heavy.md", Some(Kind::Constitution)),
            ("flowspec_workflow.yml", Some(Kind::Workflow)),
            ("memory/jpspec_workflow.yaml", Some(Kind::Workflow)),
            ("docs/flowspec_workflow.yml", None),
            ("backlog/tasks/task-1 - A.md", Some(Kind::Task)),
            ("backlog/archive/tasks/task-1 - A.md", Some(Kind::Task)),
            ("backlog/archive/drafts/draft-1 - A.md", Some(Kind::Task)),
            ("backlog/tasks/sub/task-1 - A.md", Some(Kind::Task)),
            ("backlog/docs/deep/a.md", Some(Kind::Backlog(BacklogKind::Document))),
            ("backlog/decisions/decision-1 - A.md", Some(Kind::Backlog(BacklogKind::Decision))),
            ("backlog/milestones/m-1 - A.md", Some(Kind::Backlog(BacklogKind::Milestone))),
            (".backlog/config.yaml", Some(Kind::Backlog(BacklogKind::Config))),
            ("backlog/notes/a.md", None),
            (".flowspec/hooks/hooks.yaml", Some(Kind::Hooks)),
            ("specs/001-login/spec.md", Some(Kind::Spec)),
            ("openspec/specs/partials/spec.md", Some(Kind::OpenSpec(OpenSpecKind::Spec))),
            ("openspec/AGENTS.md", Some(Kind::Instructions)),
            ("CLAUDE.md", Some(Kind::Instructions)),
            ("src/deep/GEMINI.md", Some(Kind::Instructions)),
            (".github/instructions/rust.instructions.md", Some(Kind::Instructions)),
            (".cursor/rules/style.mdc", Some(Kind::Instructions)),
            (".claude/agents/CLAUDE.md", Some(Kind::Instructions)),
            (".claude/agents/README.md", None),
            ("backlog/tasks/README.md", None),
            (".opencode/command/test.md", Some(Kind::Command)),
            (".opencode/agent/review.md", Some(Kind::Agent)),
            (".opencode/agents/qa/review.md", Some(Kind::Agent)),
            (".codex/prompts/test.md", Some(Kind::Command)),
            (".windsurf/workflows/test.md", Some(Kind::Command)),
            (".gemini/commands/git/commit.toml", Some(Kind::SpecKit(SpecKitKind::Prompt))),
            ("commands/test.md", None),
            (".kiro/specs/partials/tasks.md", Some(Kind::Kiro(KiroKind::Tasks))),
            (".kiro/settings/templates/specs/tasks.md", None),
            ("README.md", None),
        ] {
            assert_eq!(kinds.of(Utf8Path::new(path)), kind, "{path}");
        }
    }

    /// Every file that OpenSpec's `init` writes for `/opsx:apply`.
    #[test]
    fn places_of_the_commands_of_openspec() {
        for path in [
            ".agents/workflows/opsx-apply.md",
            ".amazonq/prompts/opsx-apply.md",
            ".augment/commands/opsx-apply.md",
            ".bob/commands/opsx-apply.md",
            ".claude/commands/opsx/apply.md",
            ".clinerules/workflows/opsx-apply.md",
            ".codeassistant/commands/opsx-apply.md",
            ".codebuddy/commands/opsx/apply.md",
            ".commandcode/commands/opsx-apply.md",
            ".continue/prompts/opsx-apply.prompt",
            ".cospec/openspec/commands/opsx-apply.md",
            ".crush/commands/opsx/apply.md",
            ".cursor/commands/opsx-apply.md",
            ".devin/workflows/opsx-apply.md",
            ".factory/commands/opsx-apply.md",
            ".gemini/commands/opsx/apply.toml",
            ".github/prompts/opsx-apply.prompt.md",
            ".iflow/commands/opsx-apply.md",
            ".junie/commands/opsx-apply.md",
            ".kilo/command/opsx-apply.md",
            ".kiro/prompts/opsx-apply.prompt.md",
            ".lingma/commands/opsx/apply.md",
            ".omp/commands/opsx-apply.md",
            ".opencode/commands/opsx-apply.md",
            ".pi/prompts/opsx-apply.md",
            ".qoder/commands/opsx/apply.md",
            ".qwen/commands/opsx-apply.md",
            ".roo/commands/opsx-apply.md",
            ".trae/commands/opsx-apply.md",
            ".zcode/commands/opsx/apply.md",
        ] {
            let path = Utf8Path::new(path);
            let kind = Places::default().of(path);
            assert!(matches!(kind, Some(Kind::Command | Kind::SpecKit(SpecKitKind::Prompt))), "{path}: {kind:?}");
            let command = Invocation::of_file(path);
            assert_eq!(command.as_ref().map(Invocation::key), Some("opsx:apply"), "{path}");
        }
    }

    #[test]
    fn places_in_plugins_of_claude_code() {
        let plugins = [".claude-plugin/plugin.json", "plugins/one/.claude-plugin/plugin.json"].map(ProjectPath::new);
        for (plugin, path, kind) in [
            (0, "commands/deep/a.md", Some(Kind::Command)),
            (0, "agents/a.md", Some(Kind::Agent)),
            (0, "skills/a/SKILL.md", Some(Kind::Skill)),
            (0, ".claude-plugin/plugin.json", Some(Kind::Plugin(PluginKind::Manifest))),
            (0, "hooks/hooks.json", Some(Kind::Plugin(PluginKind::Hooks))),
            (0, "hooks/other.json", None),
            (0, "agents/a.txt", None),
            (0, "docs/a.md", None),
            (1, "plugins/one/commands/a.md", Some(Kind::Command)),
            (1, "plugins/two/commands/a.md", None),
            (1, "commands/a.md", None),
        ] {
            let places = Places::default().with_plugins(plugins.iter().skip(plugin).take(1).cloned());
            assert_eq!(places.of(Utf8Path::new(path)), kind, "{path}");
        }
    }

    #[test]
    fn places_in_a_project_of_spec_kit() {
        use crate::model::SpecKitKind::{Constitution, Spec, Tasks};
        let with = |dialects: &[Dialect]| Places::default().used_by(dialects.iter().copied().collect());
        let (alone, both) = (with(&[Dialect::SpecKit]), with(&[Dialect::SpecKit, Dialect::Flowspec]));
        for (path, in_one, in_both, in_none) in [
            (
                ".specify/memory/constitution.md",
                Some(Kind::SpecKit(Constitution)),
                Some(Kind::Constitution),
                Some(Kind::Constitution),
            ),
            ("specs/001-a/spec.md", Some(Kind::SpecKit(Spec)), Some(Kind::SpecKit(Spec)), Some(Kind::Spec)),
            ("specs/001-a/tasks.md", Some(Kind::SpecKit(Tasks)), Some(Kind::SpecKit(Tasks)), None),
            (".opencode/commands/speckit.plan.md", Some(Kind::Command), Some(Kind::Command), Some(Kind::Command)),
            (".amp/commands/mine.md", None, None, None),
            (".windsurf/workflows/plan.md", Some(Kind::Command), Some(Kind::Command), Some(Kind::Command)),
            (".firebender/commands/speckit.plan.mdc", Some(Kind::Command), Some(Kind::Command), Some(Kind::Command)),
        ] {
            let path = Utf8Path::new(path);
            assert_eq!(
                (alone.of(path), both.of(path), Places::default().of(path)),
                (in_one, in_both, in_none),
                "{path}"
            );
        }
    }

    #[test]
    fn folders_that_may_hold_documents() {
        let kinds = Places::default();
        for (folder, holds, constitution, task) in [
            ("memory", true, true, false),
            ("memory/deeper", false, false, false),
            (".specify", true, true, false),
            (".claude", true, false, false),
            (".claude/commands/flow", true, false, false),
            ("templates", true, false, false),
            ("backlog", true, false, true),
            ("backlog/tasks", true, false, true),
            ("", true, true, true),
            ("openspec/changes/a", true, false, false),
            (".kiro/hooks", true, false, false),
            ("docs", false, false, false),
            ("mem", false, false, false),
        ] {
            let folder = Utf8Path::new(folder);
            assert_eq!(kinds.hold(folder), holds, "{folder}");
            assert_eq!(kinds.may_hold(folder, Kind::Constitution), constitution, "{folder}");
            assert_eq!(kinds.may_hold(folder, Kind::Task), task, "{folder}");
        }
    }
}
