//! What Windows writes is read here on every system.

use super::*;

#[test]
fn names_have_slashes_on_every_system() {
    assert_eq!(with_slashes("a\\b c\\Größe.md", true), "a/b c/Größe.md");
    assert_eq!(with_slashes("a/b\\c.md", false), "a/b\\c.md");
}

#[test]
fn a_written_path_is_read_from_the_root_of_the_project() {
    for (path, unix, windows) in [
        ("a/b.md", Some("a/b.md"), Some("a/b.md")),
        ("./a/x/../b//c.md", Some("a/b/c.md"), Some("a/b/c.md")),
        ("a/..", Some(""), Some("")),
        ("", Some(""), Some("")),
        ("a b/Größe #1.md", Some("a b/Größe #1.md"), Some("a b/Größe #1.md")),
        ("con/nul.md", Some("con/nul.md"), Some("con/nul.md")),
        ("a/../../b", None, None),
        ("/a", None, None),
        (r"a\b.md", Some(r"a\b.md"), Some("a/b.md")),
        (r"..\a.md", Some(r"..\a.md"), None),
        (r"\a.md", Some(r"\a.md"), None),
        (r"\\server\share\a.md", Some(r"\\server\share\a.md"), None),
        (r"\\?\C:\a.md", Some(r"\\?\C:\a.md"), None),
        ("C:/a.md", Some("C:/a.md"), None),
        ("C:a.md", Some("C:a.md"), None),
        ("a.md:stream", Some("a.md:stream"), None),
    ] {
        assert_eq!(written(path, false).as_deref(), unix, "{path}");
        assert_eq!(written(path, true).as_deref(), windows, "{path}");
    }
}

#[test]
fn an_absolute_path_has_one_form() {
    for (path, expected) in [
        (r"C:\w\a b.md", "C:/w/a b.md"),
        (r"c:\w\a.md", "C:/w/a.md"),
        ("c:/w/a.md", "C:/w/a.md"),
        (r"\\?\c:\w\Größe.md", "C:/w/Größe.md"),
        (r"\\?\C:\", "C:/"),
        (r"C:\w/con\nul.md", "C:/w/con/nul.md"),
        (r"\\server\share\a.md", "//server/share/a.md"),
        (r"\\?\UNC\server\share\a.md", "//server/share/a.md"),
        (r"\\?\Volume{b75e2c83}\a.md", "//?/Volume{b75e2c83}/a.md"),
        (r"\\.\pipe\a", "//./pipe/a"),
        ("é:/a", "é:/a"),
        ("", ""),
        ("untitled:Untitled-1", "untitled:Untitled-1"),
    ] {
        assert_eq!(normal(path, true), expected, "{path}");
        assert_eq!(normal(expected, true), expected, "again");
        assert_eq!(normal(path, false), path);
    }
}

#[test]
fn the_path_of_a_uri() {
    for (uri, unix, windows) in [
        ("file:///c%3A/w/a%20b.md", Some("/c:/w/a b.md"), Some("C:/w/a b.md")),
        ("file:///C:/w/Gr%C3%B6%C3%9Fe.md", Some("/C:/w/Größe.md"), Some("C:/w/Größe.md")),
        ("file:///c:", Some("/c:"), Some("C:/")),
        ("file:///w/a.md", Some("/w/a.md"), Some("/w/a.md")),
        ("file://localhost/w/a.md", Some("/w/a.md"), Some("/w/a.md")),
        ("file://server/share/a.md", None, Some("//server/share/a.md")),
        ("FILE:///w/a.md?b#c", Some("/w/a.md"), Some("/w/a.md")),
        ("file:///w/%FF.md", None, None),
        ("untitled:Untitled-1", None, None),
        ("untitled:C:/w/a.md", None, None),
        ("vscode-notebook-cell:/c%3A/w/a.md#x", None, None),
        ("w/a.md", None, None),
    ] {
        assert_eq!(of_file_uri(uri, false).as_deref(), unix, "{uri}");
        assert_eq!(of_file_uri(uri, true).as_deref(), windows, "{uri}");
    }
}

#[test]
fn every_form_of_a_path_is_the_same_document() {
    let forms = [r"\\?\C:\w\a.md", r"C:\w\a.md", r"c:\w\a.md", "c:/w/a.md"].map(|path| normal(path, true).into_owned());
    let uris = ["file:///c%3A/w/a.md", "file:///C:/w/a.md"].map(|uri| of_file_uri(uri, true).unwrap());
    assert!(forms.iter().chain(&uris).all(|path| path == "C:/w/a.md"));
}

#[test]
fn paths_are_put_together_with_slashes() {
    let root = ProjectPath::default();
    let path = root.join("a").join("b c/d.md");
    assert_eq!(path, "a/b c/d.md");
    assert_eq!(path.folder(), "a/b c");
    assert_eq!(path.with_file_name("é.md"), "a/b c/é.md");
    assert_eq!(ProjectPath::new("a.md").with_file_name("b.md"), "b.md");
    assert_eq!(root.folder(), "");
    assert_eq!(path.join(""), path);
    assert_eq!(Vec::from_iter(path.leading()), [("a", "b c/d.md"), ("a/b c", "d.md"), ("a/b c/d.md", "")]);
    assert_eq!(ProjectPath::written_in(Utf8Path::new("a/b"), "../c.md"), Some("a/c.md".into()));
    assert_eq!(ProjectPath::written_in(Utf8Path::new(""), "c.md"), Some("c.md".into()));
    assert_eq!(ProjectPath::written_in(Utf8Path::new("a"), "../../c.md"), None);
    assert_eq!(ProjectPath::written_in(Utf8Path::new("a"), "/c.md"), None);
    assert_eq!(ProjectPath::inside(Utf8Path::new("/w"), Utf8Path::new("/w/a/b.md")), Some("a/b.md".into()));
    assert_eq!(ProjectPath::inside(Utf8Path::new("/w"), Utf8Path::new("/where/b.md")), None);
}

#[test]
fn a_path_below_a_folder() {
    assert!(is_below("a/b", "a") && is_below("a", "a") && !is_below("ab", "a") && !is_below("a", "a/b"));
}
