//! `flowspec-lsp rules` and `explain`.

use std::fmt::Write;

use super::{
    args::{Code, ListFormat, PageFormat, RuleArgs},
    json,
    output::{Output, Palette},
};
use crate::rules::{self, FixKind, GROUPS};

/// The table of all rules.
pub(super) fn list(args: &RuleArgs, palette: Palette) -> anyhow::Result<Output> {
    if args.format == ListFormat::Json {
        return Ok(Output::text(json::text(&table())?));
    }
    let width = rules::rules().map(|rule| rule.code.len()).max().unwrap_or(0);
    let mut text = String::new();
    for group in GROUPS.iter().filter(|group| !group.rules.is_empty()) {
        let _ = writeln!(text, "{}", palette.strong(group.title));
        for rule in group.rules {
            let fix = match rule.fix {
                FixKind::None => "",
                FixKind::Offered => " (fix in the editor)",
                FixKind::Always => " (--fix)",
            };
            let code = palette.quoted(&format!("{:width$}", rule.code));
            let _ = writeln!(text, "  {code}  {:7}  {}{fix}", rule.severity_name(), rule.summary);
        }
        text.push('\n');
    }
    text.push_str("`flowspec-lsp explain CODE` says more about one of them.\n");
    Ok(Output::text(text))
}

fn table() -> Vec<serde_json::Value> {
    let groups = GROUPS.iter().flat_map(|group| group.rules.iter().map(move |rule| (group, rule)));
    groups
        .map(|(group, rule)| {
            let fix = match rule.fix {
                FixKind::None => "none",
                FixKind::Offered => "offered",
                FixKind::Always => "always",
            };
            serde_json::json!({
                "code": rule.code,
                "group": group.title,
                "severity": rule.severity_name(),
                "summary": rule.summary,
                "fix": fix,
            })
        })
        .collect()
}

/// A rule's page, which is Markdown and simple enough to be read nearly as it is.
pub(super) fn explain(code: Code, format: PageFormat, palette: Palette) -> Output {
    let page = rules::rule(code).map_or_else(String::new, rules::Rule::read);
    if format == PageFormat::Agent {
        return Output::text(without_examples(&page));
    }
    let mut text = String::with_capacity(page.len());
    let mut in_example = false;
    for line in page.lines() {
        if line.starts_with("~~~") {
            in_example = !in_example;
        } else if in_example {
            let names_a_file = line.starts_with("-- ") && line.ends_with(" --");
            let line = if names_a_file { palette.quoted(line) } else { line.to_owned() };
            let _ = writeln!(text, "{}", format!("    {line}").trim_end());
        } else if let Some(heading) = line.strip_prefix("## ").or(line.strip_prefix("# ")) {
            let _ = writeln!(text, "{}", palette.strong(heading));
        } else {
            let _ = writeln!(text, "{line}");
        }
    }
    Output::text(text)
}

/// The paragraphs of a page, one a line, without the headings of its examples.
fn without_examples(page: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let (mut in_example, mut goes_on) = (false, false);
    for line in page.lines() {
        let is_fence = line.starts_with("~~~");
        in_example ^= is_fence;
        if is_fence || in_example || line.trim().is_empty() || line.starts_with("## ") {
            goes_on = false;
            continue;
        }
        match paragraphs.last_mut().filter(|_| goes_on && !line.starts_with(['-', '|'])) {
            Some(paragraph) => *paragraph = format!("{paragraph} {}", line.trim()),
            None => paragraphs.push(line.trim_start_matches("# ").to_owned()),
        }
        goes_on = !line.starts_with("# ");
    }
    paragraphs.join("\n") + "\n"
}
