//! What the client has been told equals what it would be told by a server that has just been started.

mod sequence;
mod server;

use self::server::{Folder, Server};
use crate::workspace::{DocPath, Settings, scan::scan};

const PLAN: &str = ".claude/commands/flow/plan.md";

#[test]
fn a_key_press_concerns_one_project_however_many_there_are() {
    let names: Vec<_> = (0..50).map(|number| format!("p{number}/{PLAN}")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), "{{INCLUDE:gone.md}}\n")).collect();
    let folder = Folder::new(&files);
    let mut server = Server::start(&folder);
    server.open(&names[7], "{{INCLUDE:gone.md}}\n");
    server.settle();
    assert_eq!(server.session.lock().world.projects().len(), 51);
    server.type_at_start(&names[7], "x");
    let work = server.session.take_work(2, std::iter::empty()).unwrap();
    let roots: Vec<_> = work.projects.iter().map(|project| project.root().to_owned()).collect();
    assert_eq!(roots, [folder.root.join("p7")]);
}

#[test]
fn findings_of_a_project_that_is_read_first_are_told_before_the_others_are_read() {
    let [open, other] = ["a", "b"].map(|project| format!("{project}/{PLAN}"));
    let text = "{{INCLUDE:gone.md}}\n";
    let folder = Folder::new(&[(&open, text), (&other, text)]);
    let mut server = Server::start(&folder);
    server.open(&open, text);
    let base = scan(&folder.root.join("a"), &Settings::default()).remove(0);
    server.session.load_early(base);
    server.publish();
    let told: Vec<_> = server.told.values().map(|told| told["uri"].as_str().unwrap().to_owned()).collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].ends_with(&open), "{told:?}");
    assert!(!server.session.is_loaded(), "requests wait for the others");
    let early = server.told.clone();
    server.settle();
    assert_eq!(server.told.len(), 2);
    assert!(early.iter().all(|(uri, told)| server.told.get(uri) == Some(told)), "nothing is taken back");
}

#[test]
fn findings_are_known_for_the_version_that_was_published() {
    let folder = Folder::new(&[(PLAN, "")]);
    let mut server = Server::start(&folder);
    server.open(PLAN, "{{INCLUDE:gone.md}}\n");
    let path = DocPath::new(folder.root.join(PLAN));
    assert!(server.session.found(&path).is_none(), "not checked yet");
    server.settle();
    let codes: Vec<_> = server.session.found(&path).unwrap().iter().map(|found| found.code).collect();
    assert_eq!(codes, ["frontmatter-missing", "include-missing"]);
    server.type_at_start(PLAN, "x");
    assert!(server.session.found(&path).is_none(), "of an earlier version");
    server.settle();
    assert!(server.session.found(&path).is_some());
    server.close(PLAN);
    server.settle();
    assert!(server.session.found(&path).is_none(), "not open");
}

#[test]
fn nothing_is_kept_of_documents_without_findings() {
    let folder = Folder::new(&[(PLAN, "{{INCLUDE:gone.md}}\n")]);
    let mut server = Server::start(&folder);
    server.settle();
    assert_eq!(server.publisher.known(), 1);
    server.open(PLAN, "---\ndescription: Plan.\n---\n");
    server.settle();
    server.write(PLAN, "---\ndescription: Plan.\n---\n");
    server.close(PLAN);
    server.settle();
    assert_eq!(server.publisher.known(), 0);
}
