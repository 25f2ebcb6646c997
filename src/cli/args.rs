//! The arguments.

use camino::Utf8PathBuf;
use clap::{Parser, Subcommand, ValueEnum};

use crate::{
    rules::{self, Severity},
    syntax::nearest::nearest,
    workflow::{
        agent::{KNOWN, known},
        run::TIMEOUT,
    },
};

const EXAMPLES: &str = "\
Examples:
  flowspec-lsp                     serve an editor over stdin and stdout
  flowspec-lsp check               check the project in this folder
  flowspec-lsp check --fix         and apply the safe fixes
  flowspec-lsp explain copy-drift  explain a rule
  flowspec-lsp expand --write      regenerate the copies that Copilot reads
  flowspec-lsp preflight plan      may /flow:plan run on the task in progress?
  flowspec-lsp run plan            run it with an agent

Exit codes: 0 no problems, 1 problems found, 2 error; `--help` of a command says more.";

const CHECK_EXAMPLES: &str = "\
Examples:
  flowspec-lsp check                                      the project in this folder
  flowspec-lsp check .claude/commands backlog/tasks       only these folders
  flowspec-lsp check --fix                                apply the safe fixes
  flowspec-lsp check --diff                               show what --fix would change
  flowspec-lsp check --since main                         only what is not in main already
  flowspec-lsp check --select include-missing,copy-drift  only these rules
  flowspec-lsp check --format sarif > flowspec.sarif      for code scanning

Exit codes:
  0  no finding of the severity of --fail-on or worse
  1  such findings are left (with --diff: there is something to fix)
  2  error: a path that does not exist, an unknown rule, an unreadable folder";

const EXPAND_EXAMPLES: &str = "\
Examples:
  flowspec-lsp expand .claude/commands/flow/plan.md          the prompt as an agent should read it
  flowspec-lsp expand --check                                is any copy in .github out of date?
  flowspec-lsp expand --write                                regenerate those that are
  flowspec-lsp expand --write .claude/commands/flow/plan.md  only its copies, or a first one

Exit codes:
  0  expanded; every copy is up to date, or is now
  1  with --check: a copy is out of date or missing
  2  error: a missing or cyclic include, a file that cannot be read or written";

const GRAPH_EXAMPLES: &str = "\
Examples:
  flowspec-lsp graph states > states.svg      the state machine, with the tasks in each state
  flowspec-lsp graph includes --format dot    which document includes which, for Graphviz
  flowspec-lsp graph tasks --format mermaid   which task waits for which, for a Markdown file
  flowspec-lsp graph states --format json     for programs; docs/graph.md

Exit codes: 0 drawn, 2 error: no project, an unreadable workflow file, too much for one picture.";

const PREFLIGHT_EXAMPLES: &str = "\
Examples:
  flowspec-lsp preflight /flow:implement                            on the task that is in progress
  flowspec-lsp preflight /flow:implement --task task-12             on this one
  flowspec-lsp preflight plan --arguments 'user login' --yes        a Medium constitution asks
  flowspec-lsp preflight plan --skip-validation                     skip the constitution
  flowspec-lsp preflight plan --format json                         for programs; docs/preflight.md

Exit codes:
  0  it may run
  1  it is blocked
  2  could not tell: an unknown command or task, a file that cannot be read, no project
  3  it needs an answer: run again with --yes, --keyword or --task";

const RUN_EXAMPLES: &str = "\
Examples:
  flowspec-lsp run /flow:implement --task task-12         ask, then run the first agent that is installed
  flowspec-lsp run plan --arguments 'user login' --yes    ask nothing
  flowspec-lsp run plan --agent copilot                   by this agent
  flowspec-lsp run start-task --arguments 'login 2.1'     task 2.1 of a spec of Kiro
  flowspec-lsp run plan --agent '[\"claude\", \"-p\", \"{prompt}\", \"--permission-mode\", \"acceptEdits\"]'

Exit codes:
  0    the agent succeeded, and the task's state is updated
  1    the command is blocked, or a question was answered with no
  2    could not tell, or could not start: an unknown command or task, no project, no agent
  3    it needs an answer, and there is no terminal to ask on: --yes, --keyword or --task
  4    the agent failed or took too long; the task is unchanged
  5    the agent succeeded, but the task's state could not be updated
  130  it was cancelled; the task is unchanged";

const HOOK_EXAMPLES: &str = "\
Agents start this and send what happened on stdin as JSON. In .claude/settings.json of Claude Code:
  {\"hooks\": {\"PostToolUse\": [{\"matcher\": \"Edit|MultiEdit|Write\",
    \"hooks\": [{\"type\": \"command\", \"command\": \"flowspec-lsp hook\"}]}]}}

docs/agents.md has the others.

Exit codes: 0 nothing new, or the answer is on stdout as JSON; 2 the agent is told what is on stderr.";

const STATE_EXAMPLES: &str = "\
Examples:
  flowspec-lsp state list                  tasks, changes, features and specs by state
  flowspec-lsp state valid Specified       /flow:research, /flow:plan
  flowspec-lsp state check plan Specified  it can run
  flowspec-lsp state next implement        In Implementation

Exit codes: 0 an answer, 1 `check` says no, 2 no such command or state.";

/// Linter and language server for spec-driven development: specs, slash commands, includes, constitutions, workflows and tasks.
///
/// Without a subcommand, starts the language server on stdin and stdout.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES, max_term_width = 100)]
pub(super) struct Args {
    /// Serve over stdin and stdout, as without any argument
    #[arg(long)]
    stdio: bool,

    /// Some clients pass this; the protocol says the same.
    #[arg(long = "clientProcessId", hide = true)]
    client: Option<u32>,

    /// When to use color
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    #[arg(help = "When to use color: auto, always or never")]
    pub(super) color: Color,

    #[command(subcommand)]
    pub(super) command: Option<Subcommands>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Subcommands {
    /// Check a project and report problems
    Check(CheckArgs),
    /// Print a command with its includes resolved, or regenerate its copies
    Expand(ExpandArgs),
    /// Draw the states, the includes or the tasks of a project
    Graph(GraphArgs),
    /// Check whether a workflow command may run now
    Preflight(PreflightArgs),
    /// Run a workflow command with an agent, then update the task's state
    Run(RunArgs),
    /// Query the workflow's states
    State(StateArgs),
    /// List all rules
    Rules(RuleArgs),
    /// Explain a rule, with examples
    Explain {
        /// Rule code, such as include-missing
        #[arg(value_parser = code)]
        code: Code,

        /// How to write it
        #[arg(long, value_name = "FORMAT", default_value = "human")]
        format: PageFormat,
    },
    /// Answer an agent's hook: report what its edit broke, or block a command that may not run
    Hook(HookArgs),
    /// Print the JSON Schema of flowspec-lsp.toml
    Schema,
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, in the language of man
    Man,
    /// Supervise an agent; `run` and the server start this
    #[cfg(unix)]
    #[command(hide = true, name = crate::workflow::run::supervisor::COMMAND)]
    Supervise {
        /// The agent and its arguments
        #[arg(last = true)]
        line: Vec<std::ffi::OsString>,
    },
}

/// What `check` is told.
#[derive(Debug, clap::Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub(super) struct CheckArgs {
    /// Folders and files to check; the project around them is always read
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<Utf8PathBuf>,

    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: Format,

    /// Show hints too, which are otherwise only counted
    #[arg(long)]
    pub(super) hints: bool,

    /// Apply safe fixes, then report what is left
    #[arg(long)]
    pub(super) fix: bool,

    /// Print the fixes as a diff without writing files
    #[arg(long, conflicts_with = "fix")]
    pub(super) diff: bool,

    /// Report only these rules (comma-separated or repeated)
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    pub(super) select: Vec<Code>,

    /// Do not report these rules (comma-separated or repeated)
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = code)]
    pub(super) ignore: Vec<Code>,

    /// Report only findings that this commit does not have, such as main or HEAD~1
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    pub(super) since: Option<String>,

    /// With --format agent: print at most this many findings, the most severe first, and count the rest
    #[arg(long, value_name = "NUMBER")]
    pub(super) max: Option<usize>,

    /// Lowest severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "warning")]
    pub(super) fail_on: FailOn,
}

impl CheckArgs {
    /// Whether people see hints and not only how many there are.
    pub(super) fn shows_hints(&self) -> bool {
        self.hints || self.fail_on == FailOn::Hint
    }
}

/// What `expand` is told.
#[derive(Debug, clap::Args)]
#[command(after_help = EXPAND_EXAMPLES)]
pub(super) struct ExpandArgs {
    /// The command; with --check and --write also a copy, or nothing for all copies of the project
    #[arg(value_name = "FILE", required_unless_present_any = ["check", "write"])]
    pub(super) file: Option<Utf8PathBuf>,

    /// Print only the body, as a copy holds it
    #[arg(long, conflicts_with_all = ["check", "write"])]
    pub(super) body: bool,

    /// Say which copies in .github/agents and .github/prompts differ from their command, and change nothing
    #[arg(long)]
    pub(super) check: bool,

    /// Regenerate the copies that differ
    #[arg(long, conflicts_with = "check")]
    pub(super) write: bool,

    /// Project folder, or any path inside it, when there is no FILE
    #[arg(long, value_name = "PATH", default_value = ".", conflicts_with = "file")]
    pub(super) project: Utf8PathBuf,
}

/// What `graph` is told.
#[derive(Debug, clap::Args)]
#[command(after_help = GRAPH_EXAMPLES)]
pub(super) struct GraphArgs {
    /// What to draw
    #[arg(value_name = "SUBJECT")]
    pub(super) subject: GraphTopic,

    /// How to draw it
    #[arg(long, value_name = "FORMAT", default_value = "svg")]
    pub(super) format: GraphFormat,

    /// Project folder, or any path inside it
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub(super) project: Utf8PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphTopic {
    /// The state machine, and how many open tasks or changes are in each state
    States,
    /// Which document includes which
    Includes,
    /// Which task waits for which, and which change touches which capability
    Tasks,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    /// A picture for light and dark backgrounds
    Svg,
    /// A flowchart, as GitHub draws it in Markdown
    Mermaid,
    /// The language of Graphviz
    Dot,
    /// Boxes and arrows; docs/graph.md describes them
    Json,
}

/// What `preflight` is told.
#[derive(Debug, clap::Args)]
#[command(after_help = PREFLIGHT_EXAMPLES)]
pub(super) struct PreflightArgs {
    #[command(flatten)]
    pub(super) step: StepArgs,

    /// Go on although the constitution is not validated (Medium tier), or although tasks of the change are open
    #[arg(long)]
    pub(super) yes: bool,

    /// How to write the verdict
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    #[arg(help = "How to write the verdict: human, json, or agent for one line a reason")]
    pub(super) format: VerdictFormat,
}

/// What `run` is told.
#[derive(Debug, clap::Args)]
#[command(after_help = RUN_EXAMPLES)]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub(super) step: StepArgs,

    /// Answer every yes-or-no question with yes, and start the agent
    #[arg(long)]
    pub(super) yes: bool,

    /// The agent: claude, copilot, codex, gemini, or a JSON list of a program and its arguments with {prompt} among them;
    /// otherwise the first of these that is installed
    #[arg(long, value_name = "AGENT", value_parser = agent)]
    pub(super) agent: Option<AgentCommand>,

    /// How long the agent may take
    #[arg(long, value_name = "SECONDS", default_value_t = TIMEOUT.as_secs(), value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) timeout: u64,
}

/// A workflow command on a task.
#[derive(Debug, clap::Args)]
pub(super) struct StepArgs {
    /// The command, /flow:implement or only implement
    pub(super) command: String,

    /// The task, by its id or its file; otherwise the one that the arguments name or that is in progress. For a command of
    /// OpenSpec the change, by its name or a file of it; otherwise the one that the arguments name or the only open one
    #[arg(long, value_name = "TASK")]
    pub(super) task: Option<String>,

    /// Arguments of the command, as one string
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    pub(super) arguments: String,

    /// Do not check whether the constitution is validated; not recommended
    #[arg(long)]
    pub(super) skip_validation: bool,

    /// Do not check the state of the task; not recommended
    #[arg(long)]
    pub(super) skip_state_check: bool,

    /// Approval keyword required by the workflow for this step
    #[arg(long, value_name = "WORD", allow_hyphen_values = true)]
    pub(super) keyword: Option<String>,

    /// Project folder, or any path inside it
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub(super) project: Utf8PathBuf,
}

/// A program and its arguments, with placeholders.
#[derive(Debug, Clone)]
pub(super) struct AgentCommand(pub(super) Vec<String>);

fn agent(text: &str) -> Result<AgentCommand, String> {
    if let Some(known) = known(text) {
        let words = [known.name].into_iter().chain(known.arguments.iter().copied());
        return Ok(AgentCommand(words.map(str::to_owned).collect()));
    }
    serde_json::from_str(text).map(AgentCommand).map_err(|_| {
        let names = KNOWN.map(|agent| agent.name).join(", ");
        format!("this is none of {names}, and no JSON list such as [\"my-agent\", \"--prompt\", \"{{prompt}}\"]")
    })
}

/// What `state` is asked.
#[derive(Debug, clap::Args)]
#[command(after_help = STATE_EXAMPLES)]
pub(super) struct StateArgs {
    #[command(subcommand)]
    pub(super) command: StateCommand,

    /// How to write the answer
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    #[arg(help = "How to write the answer: human or json")]
    pub(super) format: ListFormat,

    /// Project folder, or any path inside it
    #[arg(long, global = true, value_name = "PATH", default_value = ".")]
    pub(super) project: Utf8PathBuf,
}

#[derive(Debug, Subcommand)]
pub(super) enum StateCommand {
    /// Tasks, changes, features and specs: state, progress and the commands that start from there
    List,
    #[command(flatten)]
    Question(StateQuestion),
}

#[derive(Debug, Subcommand)]
pub(super) enum StateQuestion {
    /// Which commands start from a state
    Valid {
        /// The state of a task, a change, a feature or a spec; none is a task without a workflow label
        state: Vec<String>,
    },
    /// Whether a command starts from a state
    Check {
        /// The command, plan or /flow:plan
        command: String,
        /// The state of a task, a change, a feature or a spec; none is a task without a workflow label
        state: Vec<String>,
    },
    /// The state that a command leads to
    Next {
        /// The command, plan or /flow:plan
        command: String,
    },
}

/// What `hook` is told; what happened comes on stdin.
#[derive(Debug, clap::Args)]
#[command(after_help = HOOK_EXAMPLES)]
pub(super) struct HookArgs {
    /// The agent that runs the hook; recognized by its payload when not given
    #[arg(long, value_name = "AGENT")]
    pub(super) agent: Option<HookAgent>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum HookAgent {
    /// Claude Code
    Claude,
    /// Codex
    Codex,
    /// Copilot CLI and its coding agent
    Copilot,
    /// Cursor
    Cursor,
    /// Gemini CLI
    Gemini,
    /// Kiro
    Kiro,
}

#[derive(Debug, clap::Args)]
pub(super) struct RuleArgs {
    /// How to write them
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: ListFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Frames with the source, for people
    Human,
    /// Everything there is to know; docs/output.md describes it
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations in GitHub Actions
    Github,
    /// One line a finding, with what to do, for an agent
    Agent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum VerdictFormat {
    /// Sentences
    Human,
    /// One object
    Json,
    /// One line a reason, for an agent
    Agent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PageFormat {
    /// Markdown without its marks
    Human,
    /// What a finding means and what to do, without examples, for an agent
    Agent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// A table
    Human,
    /// A list of objects
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    pub(super) fn choice(self) -> anstream::ColorChoice {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// Errors only
    Error,
    /// Warnings and errors
    Warning,
    /// Also information
    Info,
    /// Any finding
    Hint,
    /// Always exit with 0
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes the exit code 1.
    pub(super) fn is_reached_by(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity <= Severity::Error,
            FailOn::Warning => severity <= Severity::Warning,
            FailOn::Info => severity <= Severity::Info,
            FailOn::Hint => true,
            FailOn::Never => false,
        }
    }
}

/// The code of a rule that exists.
pub(super) type Code = &'static str;

fn code(name: &str) -> Result<Code, String> {
    if let Some(rule) = rules::rule(name.trim()) {
        return Ok(rule.code);
    }
    Err(match nearest(name, rules::rules().map(|rule| rule.code)) {
        Some(near) => format!("there is no such rule: did you mean `{near}`?"),
        None => "there is no such rule: see `flowspec-lsp rules`".to_owned(),
    })
}
