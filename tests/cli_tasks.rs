//! The command line as a script sees it: output, errors in the window's words, exit codes.

use std::process::{Command, Output};

fn plumbline(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_plumbline"))
        .args(arguments)
        .env("PLUMBLINE_PASSPHRASE", "orchid tractor velvet moonlight")
        .output()
        .unwrap()
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_workbook_is_made_looked_at_exported_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (code, out, err) = said(&plumbline(&[
        "new",
        &path("a"),
        "--framework",
        "case-audit",
        "--council",
        "North",
    ]));
    assert_eq!(code, Some(0), "{err}");
    assert!(out.lines().last().unwrap().split(' ').count() == 24, "{out}");
    let (code, out, _) = said(&plumbline(&["info", &path("a.plumb"), "--json"]));
    assert_eq!(code, Some(0));
    let info: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(info["frameworks"], serde_json::json!(["case-audit"]));
    let (code, out, _) = said(&plumbline(&["check", &path("a.plumb")]));
    assert!(code == Some(0) && out.contains("Nothing wrong"), "{out}");
    let (code, _, err) = said(&plumbline(&["export", &path("a.plumb"), "--csv", &path("set")]));
    assert_eq!(code, Some(0), "{err}");
    assert!(folder.path().join("set/data_dictionary.csv").exists());
    // A second time, the folder stands there and is left alone.
    let (code, _, err) = said(&plumbline(&["export", &path("a.plumb"), "--csv", &path("set")]));
    assert!(
        code == Some(1) && err.contains("already something of this name"),
        "{err}"
    );
    let (code, _, err) = said(&plumbline(&["export", &path("a.plumb"), "--pdf", &path("a.plumb")]));
    assert!(
        code == Some(1) && err.contains("open workbook and was not overwritten"),
        "{err}"
    );
}

#[test]
fn a_plan_goes_out_and_what_it_would_change_is_told_before_it_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (code, _, err) = said(&plumbline(&["sample", &path("a.plumb")]));
    assert_eq!(code, Some(0), "{err}");
    let owner = ["--owner", "Team manager, West"];
    let export = |to: &str, more: &[&str]| {
        let (file, to) = (path("a.plumb"), path(to));
        let arguments = [&["actions", "export", &file, "--to", &to], more].concat();
        said(&plumbline(&arguments))
    };
    assert_eq!(export("west.xlsx", &owner).0, Some(0));
    assert_eq!(export("plans", &["--done", "--named"]).0, Some(0));
    assert!(folder.path().join("plans/contents.csv").exists());
    // Nothing is overwritten, and an owner without actions has no plan.
    let (code, _, err) = export("west.xlsx", &owner);
    assert!(
        code == Some(1) && err.contains("already something of this name"),
        "{err}"
    );
    let (code, _, err) = export("none.xlsx", &["--owner", "Nobody at all"]);
    assert!(
        code == Some(1) && err.contains("no action to put in this plan"),
        "{err}"
    );
    let import = |plan: &str, more: &[&str]| {
        let (file, plan) = (path("a.plumb"), path(plan));
        said(&plumbline(&[&["actions", "import", &file, &plan], more].concat()))
    };
    // As it went out, it changes nothing.
    let (code, out, err) = import("west.xlsx", &[]);
    assert!(code == Some(0) && out == "0 changes, 0 taken.\n", "{out}{err}");
    let sent = plumbline::app::plan::read_file(&folder.path().join("west.xlsx")).unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in ["Action id", "Progress"].into_iter().enumerate() {
        sheet.write_string(0, column as u16, title).unwrap();
    }
    sheet.write_string(1, 0, &sent.rows[0].id).unwrap();
    sheet.write_string(1, 1, "Half of it is done.").unwrap();
    book.save(folder.path().join("back.xlsx")).unwrap();
    // It does not say when it went out, so it is taken only when all is.
    let (_, out, _) = import("back.xlsx", &["--take"]);
    assert!(
        out.contains("Not taken: row 2, Progress: ") && out.ends_with("1 change, 0 taken.\n"),
        "{out}"
    );
    let (_, out, _) = import("back.xlsx", &["--take", "--all"]);
    assert!(out.ends_with("1 change, 1 taken.\n"), "{out}");
    let (_, out, _) = import("back.xlsx", &[]);
    assert_eq!(out, "0 changes, 0 taken.\n");
}

#[test]
fn bad_use_is_told_from_a_failed_job() {
    assert_eq!(plumbline(&["export", "x.plumb"]).status.code(), Some(2));
    assert_eq!(plumbline(&["nonsense", "--x"]).status.code(), Some(2));
    let (code, _, err) = said(&plumbline(&["info", "/nowhere/x.plumb"]));
    assert!(code == Some(1) && err.contains("no file here"), "{err}");
    let (code, _, err) = said(&plumbline(&["new", "/nowhere/x.plumb", "--framework", "nothing"]));
    assert!(code == Some(1) && err.contains("no framework called nothing"), "{err}");
}

#[test]
fn frameworks_are_listed_shown_and_checked() {
    let (_, out, _) = said(&plumbline(&["frameworks"]));
    assert!(out.lines().count() == 4 && out.contains("ilacs-2026"), "{out}");
    let (_, out, _) = said(&plumbline(&["frameworks", "show", "ilacs-2018"]));
    assert!(out.contains("The experiences and progress of children in care and care leavers"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    std::fs::write(&file, "id = \"mine\"\ntitle = 3\n").unwrap();
    let (code, _, err) = said(&plumbline(&["frameworks", "check", &file.display().to_string()]));
    assert!(code == Some(1) && err.contains("mine.toml:2:9"), "{err}");
}

#[test]
fn a_list_is_looked_at_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("march.csv");
    std::fs::write(&file, "Name,Case ref,Type\nJane Smith,101,CIN\nAli Khan,102,LAC\n").unwrap();
    let path = file.display().to_string();
    let (code, out, err) = said(&plumbline(&["lists", &path]));
    assert_eq!(code, Some(0), "{err}");
    for words in [
        "march.csv: 2 children",
        "1  Child in need",
        "Reference from Case ref",
        "Left out: Name, a name",
    ] {
        assert!(out.contains(words), "{words} in {out}");
    }
    assert!(!out.contains("Jane"));
    let (_, out, _) = said(&plumbline(&["lists", &path, "--json"]));
    let list: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(list["children"][1]["kind"], "child_in_care");
    std::fs::write(&file, "Case ref,Type\n101,CIN,x\n102,LAC\n103,LAC\n").unwrap();
    let (code, _, err) = said(&plumbline(&["lists", &path]));
    assert!(code == Some(1) && err.contains("broken at line 2"), "{err}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
