//! A schema of OpenSpec, or one of its artifacts.

use super::super::{declared, listed, shortened};
use crate::{
    ide::markup::{Line, Markup},
    workspace::Snapshot,
};

pub(super) fn schema(snapshot: &Snapshot, name: &str) -> Option<Markup> {
    let (known, file) = (snapshot.schema(name), snapshot.schema_file(name));
    let ids: Vec<String> = match (&known, file) {
        (Some(known), _) => known.artifacts.iter().map(|artifact| artifact.id.clone()).collect(),
        // One that the program cannot load has artifacts all the same.
        (None, file) => {
            file?.artifacts.iter().filter_map(|artifact| Some(artifact.id.as_ref()?.text.clone())).collect()
        }
    };
    let markup = Markup::new().line(Line::new().strong(name).text(" · a schema")).line(origin(snapshot, name));
    Some(if ids.is_empty() { markup } else { markup.line(listed(Line::new().text("artifacts: "), &ids)) })
}

pub(super) fn artifact(snapshot: &Snapshot, schema: &str, id: &str) -> Option<Markup> {
    let title = Line::new().strong(id).text(" · an artifact of ").code(schema);
    let mut markup = Markup::new().line(title).line(origin(snapshot, schema));
    let (generates, requires) = match snapshot.schema_file(schema) {
        Some(file) => {
            let artifact = file.artifact(id)?;
            if let Some(description) = &artifact.description {
                markup = markup.line(Line::new().text(shortened(description.text.trim())));
            }
            let requires: Vec<String> = artifact.requires.iter().map(|id| id.text.clone()).collect();
            (artifact.generates.as_ref().map(|word| word.text.clone()), requires)
        }
        None => {
            let known = snapshot.schema(schema)?;
            let artifact = known.artifact(id)?;
            (Some(artifact.generates.clone()), artifact.requires.clone())
        }
    };
    if let Some(generates) = generates {
        markup = markup.line(Line::new().text("generates ").code(&generates));
    }
    Some(if requires.is_empty() { markup } else { markup.line(listed(Line::new().text("requires "), &requires)) })
}

fn origin(snapshot: &Snapshot, schema: &str) -> Line {
    let index = snapshot.index();
    match index.open_spec.schemas.get(schema).and_then(|path| snapshot.document(path)) {
        Some(document) => declared(document.name()),
        None => Line::new().text("built in"),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::ide::hover::tests::check;

    const SCHEMA: &str = "
//- /openspec/schemas/short/templates/plan.md
# Plan
//- /openspec/schemas/short/schema.yaml
name: short
version: 1
artifacts:
  - id: research
    generates: research.md
    description: What is *known*
    template: plan.md
  - id: plan
    generates: plan.md
    description: é
    template: plan.md
    requires: [research]
";

    #[test]
    fn a_schema_and_an_artifact() {
        let config = "//- /openspec/config.yaml\n";
        check(
            &format!("{SCHEMA}{config}schema: sho$0rt\n"),
            expect![[r#"
            for `short`

            **short** · a schema

            in `openspec/schemas/short/schema.yaml`

            artifacts: `research`, `plan`"#]],
        );
        check(
            &SCHEMA.replacen("requires: [rese", "requires: [rese$0", 1),
            expect![[r#"
            for `research`

            **research** · an artifact of `short`

            in `openspec/schemas/short/schema.yaml`

            What is \*known\*

            generates `research.md`"#]],
        );
        check(
            &SCHEMA.replacen("id: pl", "id: pl$0", 1),
            expect![[r#"
            for `plan`

            **plan** · an artifact of `short`

            in `openspec/schemas/short/schema.yaml`

            é

            generates `plan.md`

            requires `research`"#]],
        );
        check(
            &SCHEMA.replacen("template: pl", "template: pl$0", 1),
            expect![[r#"
            for `plan.md`

            **openspec/schemas/short/templates/plan.md**"#]],
        );
        check(
            &format!("{config}schema: spec-$0driven\n"),
            expect![[r#"
            for `spec-driven`

            **spec-driven** · a schema

            built in

            artifacts: `proposal`, `specs`, `design`, `tasks`"#]],
        );
        check(
            &format!("{SCHEMA}{config}schema: short\nrules:\n  desi$0gn: [a]\n"),
            expect![[r#"
            for `design`

            **design** · an artifact of `spec-driven`

            built in

            generates `design.md`

            requires `proposal`"#]],
        );
        check(&format!("{config}schema: unkno$0wn\n"), expect!["nothing"]);
    }
}
