//! In the specs of Kiro.

use expect_test::expect;

use super::*;

const TASKS: &str = "//- /.kiro/specs/bikes/tasks.md
# Tasks
- [x] 1. Done
- [ ] 2. Größe
  - [x] 2.1 Done
  - [-] 2.2 Begun 😀
    - detail
- [ ] 3. Open
- [ ]* 3. Again
- [ ] without a number
```
- [ ] 4. Not a task
```
";

#[test]
fn above_each_open_task_that_it_can_start() {
    check_lenses(
        &TASKS.replace("# Tasks", "# Tasks$0"),
        expect![[r#"
        "- [-] 2.2 Begun 😀" ▶ Start task 2.2 = run start-task .kiro/specs/bikes/tasks.md 2.2
    "#]],
    );
}

#[test]
fn at_a_task_that_it_can_start() {
    let at = |line: &str| TASKS.replace(line, &format!("$0{line}"));
    check(
        &at("2. Größe"),
        expect![[r#"
        Start task 2 = run start-task .kiro/specs/bikes/tasks.md 2
    "#]],
    );
    check(
        &at("detail"),
        expect![[r#"
        Start task 2.2 = run start-task .kiro/specs/bikes/tasks.md 2.2
    "#]],
    );
    check(&at("1. Done"), expect![[""]]);
    check(&at("# Tasks"), expect![[""]]);
    check(&at("without"), expect![[""]]);
}
