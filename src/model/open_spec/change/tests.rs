use expect_test::expect;
use text_size::{TextLen, TextRange};

use super::*;
use crate::syntax::yaml;

fn told(schema: &ChangeSchema, files: &[&str], facts: ChangeFacts) -> String {
    let status = schema.status(&ChangeFiles::new(files.iter().copied()), facts);
    let artifacts = status.artifacts.iter().map(|artifact| match &artifact.progress {
        ArtifactProgress::Blocked(missing) => format!("{} blocked by {}", artifact.id, missing.join("+")),
        progress => format!("{} {}", artifact.id, progress.name()),
    });
    let artifacts: Vec<_> = artifacts.collect();
    let planned = if status.planning_complete { " (all)" } else { "" };
    let missing = status.missing_for_apply.join("+");
    format!("{}{planned} [{missing}] {}", status.state, artifacts.join(", "))
}

fn tasks(text: &str) -> ChangeFacts {
    ChangeFacts::default().with_tasks(&[&TaskList::read(text)])
}

#[test]
fn a_change_goes_from_planning_to_archived() {
    let schema = ChangeSchema::spec_driven();
    let all = ["proposal.md", "design.md", "tasks.md", "specs/auth/spec.md"];
    let steps = [
        told(&schema, &[], ChangeFacts::default()),
        told(&schema, &all[..1], ChangeFacts::default()),
        told(&schema, &all[2..], tasks("- [ ] a")),
        told(&schema, &all, tasks("- [ ]")),
        told(&schema, &all, tasks("- [ ] a")),
        told(&schema, &all, tasks("- [ ] a\n- [x] b")),
        told(&schema, &all, tasks("- [x] a")),
        told(&schema, &all, ChangeFacts { archived: true, ..tasks("- [ ] a") }),
    ];
    expect![[r#"
        Planning [tasks] proposal ready, specs blocked by proposal, design blocked by proposal, tasks blocked by specs+design
        Planning [tasks] proposal done, specs ready, design ready, tasks blocked by specs+design
        Planned [] proposal ready, specs done, design blocked by proposal, tasks done
        Planning (all) [] proposal done, specs done, design done, tasks done
        Planned (all) [] proposal done, specs done, design done, tasks done
        Applying (all) [] proposal done, specs done, design done, tasks done
        Complete (all) [] proposal done, specs done, design done, tasks done
        Archived (all) [] proposal done, specs done, design done, tasks done"#]].assert_eq(&steps.join("\n"));
}

#[test]
fn a_change_without_deltas_skips_its_specs() {
    let schema = ChangeSchema::spec_driven();
    let facts = ChangeFacts { skips_specs: true, ..ChangeFacts::default() };
    expect!["Planning [tasks] proposal done, specs skipped, design done, tasks ready"].assert_eq(&told(
        &schema,
        &["proposal.md", "design.md"],
        facts,
    ));
    expect!["Planning [tasks] proposal done, specs done, design done, tasks ready"].assert_eq(&told(
        &schema,
        &["proposal.md", "design.md", "specs/a.md"],
        facts,
    ));
}

#[test]
fn a_schema_of_the_project_says_what_is_needed() {
    let text = "name: quick\nversion: 1\nartifacts:\n\
                - {id: work, generates: 'work/*.md', description: x, template: a.md, requires: [notes, plan]}\n\
                - {id: plan, generates: plan.md, description: x, template: a.md}\n\
                - {id: notes, generates: notes.md, description: x, template: a.md, requires: [plan]}\n\
                apply: {requires: [plan], tracks: 'work/*.md'}\n";
    let file = SchemaFile::read(&yaml::parse(text, TextRange::up_to(text.text_len()))).0;
    let schema = ChangeSchema::of("quick", &file).unwrap();
    let files = ChangeFiles::new(["work/a.md", "work/b.md", "tasks.md"]);
    assert_eq!(schema.task_files(&files), ["work/a.md", "work/b.md"]);
    assert_eq!(schema.task_files(&ChangeFiles::new(["tasks.md"])), ["tasks.md"]);
    expect!["Planned [] plan done, notes ready, work done"].assert_eq(&told(
        &schema,
        &["plan.md", "work/a.md"],
        tasks("- [ ] a"),
    ));
    expect!["Planning [plan] plan ready, notes blocked by plan, work done"].assert_eq(&told(
        &schema,
        &["work/a.md"],
        tasks("- [ ] a"),
    ));
    // Without `apply` the implementation waits for everything, and no file says what is done.
    let schema = ChangeSchema { tracks: None, apply_requires: vec!["plan".to_owned()], ..schema };
    expect!["Planned [] plan done, notes ready, work blocked by notes"].assert_eq(&told(
        &schema,
        &["plan.md"],
        ChangeFacts::default(),
    ));
    assert_eq!(ChangeSchema::of("quick", &SchemaFile::default()), None);
}
