//! The files and the words that the sequences are about: a cast for each dialect.

/// What a sequence is about.
#[derive(Debug)]
pub struct Cast {
    /// What is opened, edited, written, renamed and deleted.
    files: &'static [&'static str],
    folders: &'static [&'static str],
    /// What is written: words of every family of rules.
    snippets: &'static [&'static str],
}

/// Each counts as often as it is listed.
pub static CASTS: &[&Cast] = &[&FLOWSPEC, &FLOWSPEC, &SPEC_KIT, &OPEN_SPEC, &KIRO];

impl Cast {
    pub fn files(&self) -> impl Iterator<Item = &'static str> {
        self.files.iter().copied()
    }

    /// Every number is one of a file.
    pub fn file(&self, number: usize) -> &'static str {
        self.files[number % self.files.len()]
    }

    pub fn folder(&self, number: usize) -> &'static str {
        self.folders[number % self.folders.len()]
    }

    pub fn snippet(&self, number: usize) -> &'static str {
        self.snippets[number % self.snippets.len()]
    }

    pub fn text(&self, snippets: &[usize]) -> String {
        snippets.iter().map(|snippet| self.snippet(*snippet)).collect()
    }
}

static FLOWSPEC: Cast = Cast {
    files: &[
        ".claude/commands/flow/plan.md",
        ".claude/commands/flow/implement.md",
        ".claude/partials/a.md",
        ".claude/partials/b.md",
        ".claude/agents/tester.md",
        ".claude/skills/review/SKILL.md",
        ".github/agents/flow-plan.agent.md",
        "docs/x.md",
        "docs/y.md",
        "docs/deep/z.md",
        "README.md",
        "memory/constitution.md",
        "backlog/tasks/task-1 - A.md",
        "backlog/tasks/task-2 - B.md",
        "flowspec_workflow.yml",
        "memory/flowspec_workflow.yml",
        ".flowspec/hooks/hooks.yaml",
        "flowspec-lsp.toml",
        ".gitignore",
        "out/ignored.md",
        "docs/picture.png",
        "inner/.claude/commands/flow/plan.md",
    ],
    folders: &["docs", "docs/deep", ".claude/partials", "backlog", "inner", "out"],
    snippets: &[
        "",
        "\n",
        "😀 é\r\n",
        "```\n",
        "---\n",
        "---\ndescription: Plan.\n---\n",
        "{{INCLUDE:.claude/partials/a.md}}\n",
        "{{INCLUDE:.claude/partials/b.md}}",
        "{{INCLUDE:.claude/commands/flow/plan.md}}\n",
        "{{INCLUDE:docs/x.md}}\n",
        "{{INCLUDE:docs/y.md}}\n",
        "{{INCLUDE:docs/deep/z.md}}\n",
        "{{INCLUDE:README.md}}\n",
        "{{INCLUDE:out/ignored.md}}\n",
        "{{INCLUDE:docs/Picture.png}}\n{{INCLUDE:docs/picture.png}}\n",
        "{{INCLUDE:memory/constitution.md}}\n",
        "# Heading\n",
        "## Other\n",
        "<a id=\"set\"></a>\n",
        "[a](../docs/x.md#heading) [b](docs/y.md#other)\n",
        "[c](x.md#set) [d](y.md#heading) [e](../../../docs/x.md#other)\n",
        "[f](deep/z.md#heading) [g](/README.md#other) [h](../../../README.md#set)\n",
        "[i](docs/picture.png) [j](../docs/picture.png) [k](../../../docs/picture.png) [l](docs/)\n",
        "[m](../../../out/ignored.md#heading) [n](docs%2Fx.md#heading)\n",
        "See /flow:plan, /flow:implement and /flow:gone. See a.md and b.md.\n",
        "**For /flow:plan**: Required input state is `workflow:Specified`. Output state will be `workflow:Planned`.\n",
        "---\nid: task-1\ntitle: A\nstatus: To Do\nlabels: ['workflow:Planned']\n---\n",
        "---\nid: task-2\ntitle: B\nstatus: Done\nlabels: ['workflow:Deployed']\ndependencies: [task-1]\n---\n",
        "---\nid: task-1\ntitle: C\nstatus: In Progress\nlabels: ['workflow:Specified', 'workflow:Nowhere']\n---\n- [ ] #1 x\n",
        "---\nname: tester\ndescription: Tests.\n---\n",
        "---\nname: flow-plan\ndescription: Plan.\ntarget: chat\nhandoffs:\n  - agent: tester\n---\n# Heading\n",
        "---\ndescription: Old.\ndeprecated: true\nreplacement: /flow:implement\n---\n",
        "version: \"2.0\"\nstates: [To Do, Planned, Deployed]\nworkflows:\n  plan:\n    command: /flow:plan\n    input_states: [To Do]\n    output_state: Planned\n    agents: [tester]\n",
        "transitions:\n  - { name: a, from: To Do, to: Planned, via: plan }\n  - { name: b, from: Planned, to: Deployed, via: manual }\n",
        "hooks:\n  - name: a\n    events: [task.completed, nothing.ever]\n    script: ../x.sh\n",
        "<!-- TIER: Heavy -->\n<!-- NEEDS_VALIDATION: x -->\n",
        "<!-- SECTION:X:BEGIN -->\n",
        "<!-- flowspec-ignore link-broken -->\n",
        "### Rule: EXEC-001\nEXEC-001 and EXEC-002\n",
        "exclude = [\"docs/deep\"]\n[rules]\nlink-broken = \"error\"\n",
        "[documents]\nspec = [\"docs/*.md\"]\n",
        "out/\n",
        "docs/y.md\n*.png\n",
        "../docs/x.md",
    ],
};

static SPEC_KIT: Cast = Cast {
    files: &[
        ".specify/feature.json",
        ".specify/integration.json",
        ".specify/extensions.yml",
        ".claude/skills/speckit-plan/SKILL.md",
        "specs/001-a/spec.md",
        "specs/001-a/plan.md",
        "specs/001-a/tasks.md",
        "specs/001-a/checklists/ux.md",
        "specs/001-b/spec.md",
        "inner/.specify/memory/constitution.md",
        "inner/specs/001-c/tasks.md",
        ".claude/commands/speckit.plan.md",
        "docs/x.md",
        "flowspec-lsp.toml",
        ".gitignore",
    ],
    folders: &[".specify", "specs/001-a", "specs/001-c", "inner", "docs"],
    snippets: &[
        "",
        "\n",
        "😀 é\r\n",
        "```\n",
        "---\ndescription: Plan.\n---\n",
        "# A\n**Status**: Done\n### User Story 1 - A\n### User Story 2 - B\n",
        "- **FR-001**: a\n- **FR-002**: b [NEEDS CLARIFICATION: c?]\n",
        "- [ ] T001 [P] [US1] Add docs/x.md (FR-001)\n",
        "- [x] T002 [P] [US3] Create `docs/gone.md` (FR-009)\n- [ ] T001 again\n",
        "## Dependencies\nT001 \u{2192} T007\n",
        "- [x] No [NEEDS CLARIFICATION] markers remain\n- [ ] CHK001 FR-003\n-[ ] CHK002\n",
        "[spec](spec.md) [b](../001-b/spec.md#a) /home/me/app/docs/x.md [FEATURE NAME]\n",
        "Run /speckit.plan, /speckit-plan and /plan.\n",
        "{\"feature_directory\": \"specs/001-a\", \"integration\": \"x\", \"integration_settings\": {\"x\": {\"invoke_separator\": \".\"}}}",
        "hooks:\n  after_plan:\n    - command: speckit.plan\n    - command: speckit.gone\n",
        "# [PROJECT_NAME]\n[A1] [B2] [C3] [D4] [E5] [F6] [G7] [H8] [I9] [J1] [K2] [L3] [M4] [N5]\n",
        "<!-- flowspec-ignore link-broken -->\n",
        "specs/001-b/\n",
        "[rules]\nlink-broken = \"error\"\n",
    ],
};

static OPEN_SPEC: Cast = Cast {
    files: &[
        "openspec/specs/till/spec.md",
        "openspec/specs/shop/fees/spec.md",
        "openspec/changes/a/proposal.md",
        "openspec/changes/a/tasks.md",
        "openspec/changes/a/.openspec.yaml",
        "openspec/changes/a/specs/till/spec.md",
        "openspec/changes/a/specs/till.md",
        "openspec/changes/b/proposal.md",
        "openspec/changes/b/design.md",
        "openspec/changes/b/specs/till/spec.md",
        "openspec/changes/b/specs/shop/fees/spec.md",
        "openspec/changes/archive/2026-01-02-c/tasks.md",
        "openspec/changes/archive/2026-01-02-c/specs/till/spec.md",
        "openspec/config.yaml",
        "openspec/schemas/short/schema.yaml",
        "openspec/schemas/short/templates/plan.md",
        ".claude/skills/openspec-apply-change/SKILL.md",
        ".claude/skills/openspec-explore/SKILL.md",
        ".claude/commands/opsx/apply.md",
        "flowspec-lsp.toml",
        ".gitignore",
        "docs/x.md",
    ],
    folders: &[
        "openspec/changes/a",
        "openspec/changes/b",
        "openspec/changes/archive/2026-01-02-a",
        "openspec/specs/till",
        "openspec/specs/mill",
        "openspec",
    ],
    snippets: &[
        "",
        "\n",
        "😀 é\r\n",
        "```\n",
        "# till Specification\n## Purpose\nWhat the till does with the money of customers, and when it does so.\n## Requirements\n",
        "## Requirements\n",
        "## Purpose\nTBD\n",
        "### Requirement: Fees\nThe till SHALL add fees.\n",
        "### Requirement: fees\nIt adds fees.\n",
        "### Requirement: Points\nThe till MUST count.\n",
        "#### Scenario: One\n- **WHEN** x\n- **THEN** y\n",
        "#### Scenario: Two\n- **WHEN** x\n",
        "### Scenario: Three\n- y\n",
        "## ADDED Requirements\n",
        "## MODIFIED Requirements\n",
        "## REMOVED Requirements\n",
        "## RENAMED Requirements\n- FROM: `### Requirement: Fees`\n- TO: `### Requirement: Costs`\n",
        "- FROM: `### Requirement: Points`\n",
        "- ### Requirement: Fees\n",
        "## Why\nBecause.\n## What Changes\n- All.\n",
        "## Capabilities\n### New Capabilities\n- `till`: é\n- `mill`\n",
        "### Modified Capabilities\n- `shop/fees`\n- `shop`\n- `tilt`\n",
        "## 1. First\n- [x] 1.1 a\n- [ ] 1.2 b\n",
        "## 2. Second\n- [x] 2.1 a\n- [X] 1.1 b\n",
        "- a\n- b\n",
        "[ ]",
        "x",
        "schema: spec-driven\n",
        "schema: short\n",
        "skip_specs: true\n",
        "retire_capabilities: true\n",
        "created: 2026-13-01\nscheme: x\n",
        "context: |\n  é\nrules:\n  proposal: [a]\n  plan: [b]\nrulez: 1\n",
        "name: short\nversion: 1\nartifacts:\n  - id: plan\n    generates: plan.md\n    description: A plan.\n    template: plan.md\n    requires: [tasks]\n",
        "  - id: tasks\n    generates: tasks.md\n    description: Tasks.\n    template: tasks.md\napply:\n  requires: [tasks]\n  tracks: tasks.md\n",
        "---\nname: openspec-explore\ndescription: Explores.\nmetadata:\n  generatedBy: \"1.2.0\"\n---\n",
        "---\nname: openspec-apply-change\ndescription: Applies.\nmetadata:\n  generatedBy: \"1.13.2\"\n---\n",
        "Run /opsx:apply, /opsx:continue and /opsx:gone.\n",
        "[a](../../specs/till/spec.md#requirement-fees) [b](proposal.md)\n",
        "<!-- flowspec-ignore delta-conflict -->\n",
        "[rules]\narchived-task-open = \"warning\"\ndelta-conflict = \"off\"\n",
        "openspec/changes/b/\n",
    ],
};

static KIRO: Cast = Cast {
    files: &[
        ".kiro/specs/a/requirements.md",
        ".kiro/specs/a/bugfix.md",
        ".kiro/specs/a/design.md",
        ".kiro/specs/a/tasks.md",
        ".kiro/specs/a/spec.json",
        ".kiro/steering/s.md",
        ".kiro/hooks/h.json",
        ".kiro/hooks/o.kiro.hook",
        ".kiro/specs/b/requirements.md",
        ".kiro/specs/b/tasks.md",
        "docs/x.md",
        "docs/y.md",
        "docs/picture.png",
        "flowspec-lsp.toml",
        ".gitignore",
    ],
    folders: &[".kiro/specs/a", ".kiro/specs/b", ".kiro/specs/c", ".kiro", "docs"],
    snippets: &[
        "",
        "\n",
        "😀 é\r\n",
        "```\n",
        "---\n",
        "### Requirement 1: A\n1. a\n2. b\n2. c\n",
        "### Requirement 2\n1.1 WHEN a\n#[[file:docs/x.md]] #[[file:docs/gone.md]]\n",
        "- [x] 1. A\n  - [ ] 1.1 B\n    - _Requirements: 1.1, 1.4, 2_\n    - _Depends: 1, 7_\n",
        "- [ ] C\n### Task 1: D\n**Validates: Requirements 1.2, 3**\n",
        "{\"phase\": \"design-generated\", \"approvals\": {\"requirements\": {\"generated\": true}, \"tasks\": {\"generated\": true, \"approved\": true}}}\n",
        "---\ninclusion: fileMatch\nfileMatchPattern: ['docs/*.md', '*.png', 'x.md,y.md']\n---\n",
        "{\"version\": \"v1\", \"hooks\": [{\"name\": \"a\", \"trigger\": \"PostFileSave\", \"matcher\": \"y\\\\.md$\", \"action\": {\"type\": \"agent\", \"prompt\": \"x\"}}]}\n",
        "{\"name\": \"a\", \"when\": {\"type\": \"fileEdited\", \"patterns\": [\"docs/*.md\", \"*.png\"]}, \"then\": {\"type\": \"askAgent\", \"prompt\": \"x\"}}\n",
        "[a](../a/design.md#x)\n",
        "<!-- flowspec-ignore criterion-unknown -->\n",
        "docs/y.md\n*.png\n",
        "[rules]\nlink-broken = \"error\"\n",
    ],
};
