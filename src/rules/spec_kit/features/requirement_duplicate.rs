//! Two requirements of one spec with one id.

use rustc_hash::FxHashMap;

use super::{SPEC, own};
use crate::{
    model::spec_kit::{SpecRequirement, next_free},
    rules::{Check, Context, Edit, Fix, Sink},
};

pub(in crate::rules) const CHECK: Check = Check::new(&[SPEC], check).local();

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let read = own(context);
    let mut first: FxHashMap<&str, &SpecRequirement> = FxHashMap::default();
    for requirement in &read.requirements {
        let Some(before) = first.get(&*requirement.id) else {
            first.insert(&requirement.id, requirement);
            continue;
        };
        let message = format!("duplicate requirement id `{}`: give this one another id", requirement.id);
        let mut finding = sink.report(requirement.range, message);
        finding.related(&context.document.path, before.range, "first used here");
        finding.fixes(|| {
            let known = read.requirements.iter().map(|it| &it.id).chain(&read.mentioned);
            let free = next_free(&requirement.id, known.map(String::as_str))?;
            let edit = Edit::replace(&context.document.path, requirement.range, free.clone());
            Some(Fix::new(format!("Change to `{free}`"), vec![edit]))
        });
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const SPEC: &str = "//- /.specify/feature.json\n{}\n//- /specs/001-a/spec.md\n";

    #[test]
    fn a_second_requirement_with_an_id_is_reported() {
        let fixture = format!("{SPEC}- **FR-001**: System MUST 😀\n- **FR-003**: b\n- 😀\n- **FR-001:** c\n");
        check(
            "requirement-duplicate",
            &fixture,
            expect![[r#"
            specs/001-a/spec.md
              - **FR-001:** c
            //    ^^^^^^ warning requirement-duplicate: duplicate requirement id `FR-001`: give this one another id
            //  specs/001-a/spec.md:1:5: first used here
        "#]],
        );
        check_fixes(
            "requirement-duplicate",
            &fixture,
            expect![[r#"
            * Change to `FR-004`
            //- /specs/001-a/spec.md
            - **FR-001**: System MUST 😀
            - **FR-003**: b
            - 😀
            - **FR-004:** c
        "#]],
        );
    }

    #[test]
    fn what_only_names_a_requirement_is_ignored() {
        check_silent(
            "requirement-duplicate",
            &format!("{SPEC}- **FR-001**: a\n- FR-001: settled\n| FR-001 | covered |\n```\n- **FR-001**: b\n```\n"),
        );
    }
}
