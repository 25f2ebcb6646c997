//! The settings of Backlog.md.

use text_size::TextRange;

use crate::{
    model::{
        Kind,
        backlog::{BacklogKind, CONFIG_KEYS, ConfigFault, OLD_CONFIG_KEYS, faults},
        task::id_of_file,
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::{
        nearest::nearest,
        yaml::{Entry, Node},
    },
    text::list,
    workspace::ProjectPath,
};

pub(super) static RULE: Rule = Rule::new(page!("backlog-config"), Severity::Warning)
    .summary("a mistake in the settings of Backlog.md")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Backlog(BacklogKind::Config)], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    // Of several files Backlog.md reads the first one.
    if context.snapshot.backlog().config.as_deref() != Some(context.document.name()) {
        return;
    }
    let mut is_broken = false;
    for (key, fault) in faults(context.text) {
        is_broken = true;
        let name = &context.text[key];
        let message = match fault {
            ConfigFault::Yaml => format!("`{name}` is not valid YAML, so Backlog.md does not start: correct its value"),
            ConfigFault::Type => format!("`{name}` is not a list, so Backlog.md does not start: write it as `[a, b]`"),
        };
        sink.report(key, message).severity(Severity::Error);
    }
    // Of what was cut off nothing is known.
    let Some(root) = context.facts().yaml.root.as_ref().filter(|_| !is_broken && !context.facts().yaml.truncated)
    else {
        return;
    };
    check_default_status(context, root, sink);
    check_prefix(context, root, sink);
    for entry in root.entries() {
        check_key(context, root, entry, sink);
    }
}

fn check_default_status(context: &Context<'_>, root: &Node, sink: &mut Sink<'_>) {
    let statuses: Vec<&str> = root.get("statuses").into_iter().flat_map(Node::items).filter_map(Node::as_str).collect();
    let Some(node) = root.get("default_status") else { return };
    let Some(status) = node.as_str().filter(|status| !status.trim().is_empty() && !statuses.is_empty()) else { return };
    if statuses.iter().any(|known| known.trim().eq_ignore_ascii_case(status.trim())) {
        return;
    }
    let near = nearest(status, statuses.iter().copied());
    let advice = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use {}", list(statuses.iter().copied(), "or")),
    };
    let range = node.content_range();
    let better = statuses.iter().filter(|name| near.is_none_or(|near| near == **name));
    sink.report(range, format!("`default_status` is not one of the statuses: {advice}"))
        .fixes(|| better.map(|name| change(context, range, name)));
}

/// Backlog.md lists only files that begin with the prefix.
fn check_prefix(context: &Context<'_>, root: &Node, sink: &mut Sink<'_>) {
    let Some(node) = root.get("task_prefix") else { return };
    let backlog = context.snapshot.backlog();
    let Some(prefix) = node.as_str().filter(|prefix| prefix.eq_ignore_ascii_case(&backlog.prefix)) else { return };
    let tasks = ProjectPath::from(&*backlog.folder).join("tasks");
    let files = context.snapshot.files().below(&tasks);
    let named = files.filter(|file| !file.as_str().contains('/')).filter_map(|file| id_of_file(file.as_str()));
    let prefixes: Vec<&str> = named.filter_map(|id| Some(id.rsplit_once('-')?.0)).collect();
    if prefixes.is_empty() || prefixes.contains(&&*prefix.to_lowercase()) {
        return;
    }
    let message = format!(
        "no file of `{tasks}` begins with `{}-`, so Backlog.md lists none: use `{}`",
        prefix.to_lowercase(),
        prefixes[0]
    );
    let range = node.content_range();
    let is_lower = prefixes[0].bytes().all(|byte| byte.is_ascii_lowercase());
    sink.report(range, message).fixes(|| is_lower.then(|| change(context, range, prefixes[0])));
}

fn check_key(context: &Context<'_>, root: &Node, entry: &Entry, sink: &mut Sink<'_>) {
    let Some(name) = entry.name().filter(|name| !CONFIG_KEYS.contains(name) && !OLD_CONFIG_KEYS.contains(name)) else {
        return;
    };
    let absent = CONFIG_KEYS.into_iter().filter(|key| root.get(key).is_none());
    let near = nearest(name, absent);
    let advice = near.map_or("remove it".to_owned(), |near| format!("did you mean `{near}`?"));
    let range = entry.key.range;
    sink.report(range, format!("unknown key `{name}`: {advice}"))
        .fixes(|| near.map(|near| change(context, range, near)));
}

fn change(context: &Context<'_>, range: TextRange, text: &str) -> Fix {
    Fix::new(format!("Change to `{text}`"), vec![Edit::replace(&context.document.path, range, text)])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const FILE: &str = "//- /backlog/config.yml\n";

    #[test]
    fn a_list_that_backlog_md_cannot_read_is_an_error() {
        check(
            "backlog-config",
            &format!("{FILE}project_name: \"é\nstatuses: [\"Doing\", \"Done\"\nlabels: 😀\n"),
            expect![[r#"
                backlog/config.yml
                  statuses: ["Doing", "Done"
                //^^^^^^^^ error backlog-config: `statuses` is not valid YAML, so Backlog.md does not start: correct its value
                  labels: 😀
                //^^^^^^ error backlog-config: `labels` is not a list, so Backlog.md does not start: write it as `[a, b]`
            "#]],
        );
    }

    #[test]
    fn an_unknown_status_and_unknown_keys_are_reported() {
        let fixture =
            format!("{FILE}# 😀\ndefault_status: 'Todo'\nstatuses: [To Do, Done]\nstatus: x\nzero_paded_ids: 3\n");
        check(
            "backlog-config",
            &fixture,
            expect![[r#"
                backlog/config.yml
                  default_status: 'Todo'
                //                 ^^^^ warning backlog-config: `default_status` is not one of the statuses: did you mean `To Do`?
                  status: x
                //^^^^^^ warning backlog-config: unknown key `status`: remove it
                  zero_paded_ids: 3
                //^^^^^^^^^^^^^^ warning backlog-config: unknown key `zero_paded_ids`: did you mean `zero_padded_ids`?
            "#]],
        );
        check_fixes(
            "backlog-config",
            &fixture,
            expect![[r#"
                * Change to `To Do`
                //- /backlog/config.yml
                # 😀
                default_status: 'To Do'
                statuses: [To Do, Done]
                status: x
                zero_paded_ids: 3
            "#]],
        );
    }

    #[test]
    fn a_prefix_that_no_file_has_is_reported() {
        check(
            "backlog-config",
            &format!("{FILE}task_prefix: back\n//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\n---\n"),
            expect![[r#"
                backlog/config.yml
                  task_prefix: back
                //             ^^^^ warning backlog-config: no file of `backlog/tasks` begins with `back-`, so Backlog.md lists none: use `task`
            "#]],
        );
    }

    #[test]
    fn what_backlog_md_reads_line_by_line_is_ignored() {
        check_silent("backlog-config", &format!("{FILE}project_name: \"P\nstatuses:\n  - To Do\nlabels:\n"));
        check_silent("backlog-config", &format!("{FILE}default_assignee: '@me'\ntask_prefix: back\nmilestones: []\n"));
        check_silent("backlog-config", "//- /backlog/settings.yml\nstatuses: x\n");
        check_silent("backlog-config", &format!("{FILE}//- /.backlog/config.yml\nstatuses: x\n"));
    }
}
