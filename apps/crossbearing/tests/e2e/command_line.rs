//! From a new folder to a restored backup.

use crate::program::{Node, complaint, has, run, said};

const ENTITIES: &str = concat!(
    r#"{"id":"p-1","schema":"Person","properties":{"name":["Tarvand Oskel"],"alias":["The Grey Ferryman"],"phone":["+44 7700 900123"]}}"#,
    "\n",
    r#"{"id":"v-1","schema":"Vessel","properties":{"name":["Grey Heron"]}}"#,
    "\n",
    r#"{"id":"o-1","schema":"Ownership","properties":{"owner":["p-1"],"asset":["v-1"]}}"#,
    "\n",
);

#[test]
fn what_is_imported_is_found_shown_and_exported() {
    let node = Node::new();
    let file = node.file("case.ftm.json", ENTITIES);
    assert!(node.tells_ines(&["import", &file]).contains("6 statements added"));
    assert!(node.tells_ines(&["import", &file]).contains("0 statements added, 6 known"));
    assert!(node.tells_ines(&["search", "grey ferr"]).contains("p-1  Person  Tarvand Oskel"));
    let found = node.tells_ines(&["search", "--json", "0044 7700 900123"]);
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found["hits"][0]["id"], "p-1");
    assert!(node.tells_ines(&["show", "p-1"]).contains("The Grey Ferryman"));
    let out = node.beside("out.ftm.json");
    node.tells_ines(&["export", "--out", &out]);
    let exported = std::fs::read_to_string(&out).unwrap();
    assert!(exported.contains("Grey Heron") && exported.contains("Ownership"), "{exported}");
    assert!(complaint(&node.ines(&["export", "--out", &out])).contains("exists"));
}

#[test]
fn an_export_read_into_another_node_is_the_same_again() {
    let (one, other) = (Node::new(), Node::new());
    one.tells_ines(&["import", &one.file("case.ftm.json", ENTITIES)]);
    let (first, second) = (one.beside("one.jsonl"), other.beside("other.jsonl"));
    one.tells_ines(&["export", "--format", "statements", "--out", &first]);
    other.tells_ines(&["import", "--format", "statements", "--report", "taken-over", &first]);
    other.tells_ines(&["export", "--format", "statements", "--out", &second]);
    let lines = |path: &str| {
        let text = std::fs::read_to_string(path).unwrap();
        let mut lines: Vec<_> = text
            .lines()
            .filter(|line| !line.contains("taken-over"))
            .map(ToOwned::to_owned)
            .collect();
        lines.sort();
        lines
    };
    assert_eq!(lines(&first), lines(&second));
}

#[test]
fn an_entity_file_comes_back_whole_with_its_side_file() {
    let (one, other) = (Node::new(), Node::new());
    one.tells_ines(&["import", "--grade", "6x6/B2", &one.file("case.ftm.json", ENTITIES)]);
    let (first, second) = (one.beside("one.ftm.json"), other.beside("other.jsonl"));
    one.tells_ines(&["export", "--out", &first]);
    let side = format!("{first}.side.jsonl");
    other.tells_ines(&["import", "--report", "taken-over", "--side", &side, &first]);
    other.tells_ines(&["export", "--format", "statements", "--out", &second]);
    let came = std::fs::read_to_string(&second).unwrap();
    assert!(came.contains("6x6/B2") && came.contains("import-case.ftm.json"), "{came}");
    assert_eq!(came.lines().filter(|line| line.contains("Tarvand Oskel")).count(), 1);
    let both = complaint(&other.ines(&["import", "--side", &side, &first, &first]));
    assert!(both.contains("one entity file"), "{both}");
}

#[test]
fn statement_files_of_followthemoney_are_taken_in() {
    let node = Node::new();
    let rows = "canonical_id,entity_id,prop,schema,value,dataset,lang,original_value\n\
        p-9,p-9,name,Person,Ilsabet Corrin,test,,\n\
        p-9,p-9,alias,Person,The Wren,test,eng,\n";
    let file = node.file("statements.csv", rows);
    let said = node.tells_ines(&["import", "--format", "ftm-statements-csv", &file]);
    assert!(said.contains("2 statements added"), "{said}");
    assert!(node.tells_ines(&["search", "wren"]).contains("p-9"));
}

#[test]
fn a_backup_restores_to_the_same_records_and_log() {
    let node = Node::new();
    node.tells_ines(&["import", &node.file("case.ftm.json", ENTITIES)]);
    let data = node.data();
    let (backup, again) = (node.beside("backup"), node.beside("again"));
    said(&["backup", "--folder", data.to_str().unwrap(), &backup]);
    let restored = said(&["restore", &backup, &again]);
    assert!(restored.contains("leaves in the log"), "{restored}");
    let asker = ["--as", "ines", "--purpose", "op-lantern", "--folder", &again];
    assert!(said(&[&["show", "p-1"], &asker[..]].concat()).contains("Tarvand Oskel"));
    assert!(has(again.as_ref(), "log.key"));
}

#[test]
fn the_log_is_listed_by_object_for_oversight_only() {
    let node = Node::new();
    node.tells_ines(&["import", &node.file("case.ftm.json", ENTITIES)]);
    node.tells_ines(&["show", "p-1"]);
    assert!(!node.ines(&["show", "p-404"]).status.success());
    let data = node.data();
    let list = ["log", "list", "--object", "p-404", "--folder", data.to_str().unwrap()];
    let as_ines = [&list[..], &["--as", "ines", "--purpose", "op-lantern"]].concat();
    assert!(complaint(&run(&as_ines)).contains("role oversight"));
    let olu = ["add", "olu", "--name", "Olu", "--agency", "north", "--role", "oversight"];
    let user = ["user", "--folder", data.to_str().unwrap()];
    said(&[&user, &olu[..], &["--purpose", "op-lantern"]].concat());
    let listed = said(&[&list[..], &["--as", "olu", "--purpose", "op-lantern"]].concat());
    assert!(listed.contains("ines (north, analyst)") && listed.contains("1 of 1"), "{listed}");
}

#[test]
fn the_register_of_the_protected_is_kept_by_two() {
    let node = Node::new();
    node.tells_ines(&["import", &node.file("case.ftm.json", ENTITIES)]);
    let data = node.data();
    let data = data.to_str().unwrap();
    for user in ["sia", "tomo"] {
        let who = ["user", "--folder", data, "add", user, "--name", user, "--agency", "north"];
        let role = ["--role", "safeguarding-officer", "--purpose", "op-lantern"];
        said(&[&who[..], &role].concat());
    }
    let protect = |words: &[&str]| {
        let who = ["protect", "--as", "sia", "--purpose", "op-lantern", "--folder", data];
        run(&[&who[..], words].concat())
    };
    let tells = |words: &[&str]| {
        let output = protect(words);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    tells(&["add", "p-1", "--category", "victim"]);
    assert!(!node.ines(&["show", "p-1"]).status.success());
    tells(&["name", "p-1", "ines"]);
    assert!(node.tells_ines(&["show", "p-1"]).contains("Tarvand Oskel"));
    assert!(tells(&["list"]).contains("p-1  victim  ines"));
    assert!(complaint(&protect(&["name", "p-1", "nobody"])).contains("nobody"));

    let accusation = ["accuse", "p-1", "--category", "suspect", "--report", "r-7", "--reason"];
    let reason = "steered the boat, three witnesses";
    let alone = protect(&[&accusation[..], &[reason, "--second", "sia"]].concat());
    assert!(complaint(&alone).contains("somebody else"));
    let unfit = protect(&[&accusation[..], &[reason, "--second", "ines"]].concat());
    assert!(complaint(&unfit).contains("no safeguarding officer"));
    tells(&[&accusation[..], &[reason, "--second", "tomo"]].concat());
    assert!(node.tells_ines(&["show", "p-1"]).contains("suspect"));
    let suspect = r#"{"id":"p-1","schema":"Person","properties":{"subjectCategory":["suspect"]}}"#;
    let imported = node.ines(&["import", &node.file("accusing.ftm.json", suspect)]);
    assert!(complaint(&imported).contains("second person"));

    tells(&["release", "p-1", "--reason", "entered by mistake", "--second", "tomo"]);
    assert!(tells(&["list"]).contains("0 protected"));
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let help = said(&["help"]);
    let commands =
        "init, import, export, search, show, serve, log export, backup, restore, exercise, user";
    for command in commands.split(", ") {
        let words: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        assert!(help.contains(words[0]), "{command} is not in the help");
        assert!(said(&words).contains("Example"), "{command} has no example");
    }
    assert!(said(&["completions", "bash"]).contains("crossbearing"));
}
