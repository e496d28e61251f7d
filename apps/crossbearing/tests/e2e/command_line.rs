//! From a new folder to a restored backup.

use std::process::Output;

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
    assert!(said.contains("3 statements added"), "{said}");
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

/// A node on which sia and tomo keep the register, with the case in it.
fn safeguarded() -> Node {
    let node = Node::new();
    node.tells_ines(&["import", "--report", "r-7", &node.file("case.ftm.json", ENTITIES)]);
    let data = node.data();
    for user in ["sia", "tomo"] {
        let data = data.to_str().unwrap();
        let who = ["user", "--folder", data, "add", user, "--name", user, "--agency", "north"];
        let role = ["--role", "safeguarding-officer", "--purpose", "op-lantern"];
        said(&[&who[..], &role].concat());
    }
    node
}

fn protect(node: &Node, who: &str, words: &[&str]) -> Output {
    let data = node.data();
    let data = data.to_str().unwrap();
    let who = ["protect", "--as", who, "--purpose", "op-lantern", "--folder", data];
    run(&[&who[..], words].concat())
}

fn tells(node: &Node, who: &str, words: &[&str]) -> String {
    let output = protect(node, who, words);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_register_of_the_protected_is_kept_by_two() {
    let node = safeguarded();
    let because = |words: &[&'static str], reason| [words, &["--reason", reason]].concat();
    let add = because(&["add", "p-1", "--category", "victim"], "asked for help at the landing");
    assert!(tells(&node, "sia", &add).contains("proposal 1"));
    assert!(!node.ines(&["show", "p-1"]).status.success(), "it holds at once");
    assert!(tells(&node, "sia", &["list"]).contains("p-1  victim    (not confirmed)"));
    let confirm = because(&["confirm", "1"], "spoke with her myself");
    assert!(complaint(&protect(&node, "sia", &confirm)).contains("second person"));
    assert!(complaint(&protect(&node, "ines", &confirm)).contains("no proposal 1"));
    assert!(tells(&node, "tomo", &["proposals"]).contains("waits for you"));
    tells(&node, "tomo", &confirm);
    tells(&node, "sia", &["name", "p-1", "ines"]);
    assert!(node.tells_ines(&["show", "p-1"]).contains("Tarvand Oskel"));
    assert!(tells(&node, "sia", &["list"]).contains("p-1  victim  ines\n"));
    assert!(complaint(&protect(&node, "sia", &["name", "p-1", "nobody"])).contains("nobody"));
    assert!(complaint(&protect(&node, "ines", &["list"])).contains("safeguarding-officer"));

    let accuse = ["category", "p-1", "--category", "suspect", "--report", "r-7"];
    let accuse = because(&accuse, "steered the boat, three witnesses");
    assert!(tells(&node, "ines", &accuse).contains("proposal 2 waits for a second person"));
    assert!(!node.tells_ines(&["show", "p-1"]).contains("suspect"));
    let again = complaint(&protect(&node, "ines", &accuse));
    assert!(again.contains("proposed already"), "{again}");
    tells(&node, "tomo", &because(&["confirm", "2"], "read all three statements"));
    assert!(node.tells_ines(&["show", "p-1"]).contains("suspect"));
    let suspect =
        r#"{"id":"p-1","schema":"Person","properties":{"subjectCategory":["convicted"]}}"#;
    let accusing = node.file("accusing.ftm.json", suspect);
    let aside = node.beside("accusations.ftm.json");
    let imported = node.tells_ines(&["import", "--set-aside", &aside, &accusing]);
    assert!(imported.contains("second person"), "{imported}");
    assert!(std::fs::read_to_string(&aside).unwrap().contains("convicted"));
    assert!(!node.tells_ines(&["show", "p-1"]).contains("convicted"));
    assert!(complaint(&node.ines(&["import", "--strict", &accusing])).contains("second person"));

    tells(&node, "sia", &because(&["release", "p-1"], "entered by mistake"));
    tells(&node, "tomo", &because(&["reject", "3"], "she is still in danger"));
    assert!(tells(&node, "sia", &["list"]).contains("1 protected"));
    tells(&node, "sia", &because(&["release", "p-1"], "the danger has passed"));
    assert!(
        complaint(&protect(&node, "sia", &because(&["confirm", "4"], "I say so myself")))
            .contains("second person")
    );
    tells(&node, "tomo", &because(&["confirm", "4"], "she asked for it herself"));
    assert!(tells(&node, "sia", &["list"]).contains("0 protected"));
}

#[test]
fn a_refused_protection_holds_no_longer_and_a_statement_protects_by_itself() {
    let node = safeguarded();
    let add = ["add", "p-1", "--category", "witness", "--reason", "may testify in the spring"];
    tells(&node, "ines", &add);
    assert!(node.tells_ines(&["show", "p-1"]).contains("Tarvand"), "who protects knows who it is");
    tells(&node, "tomo", &["reject", "1", "--reason", "it is another man"]);
    assert!(tells(&node, "sia", &["list"]).contains("0 protected"));

    let called = ["category", "p-1", "--category", "smuggled", "--report", "r-7"];
    let reason = ["--reason", "found in the second boat"];
    assert!(tells(&node, "ines", &[&called[..], &reason].concat()).contains("recorded: smuggled"));
    let register = tells(&node, "sia", &["list", "--json"]);
    assert!(register.contains("r-7 says: smuggled"), "{register}");
    let convicted = ["category", "p-1", "--category", "convicted", "--report", "r-7"];
    let waits = tells(&node, "ines", &[&convicted[..], &reason].concat());
    assert!(waits.contains("waits for a second person"), "{waits}");
}

#[test]
fn a_pseudonym_is_opened_to_whoever_asks_with_a_reason_and_closed_again() {
    let node = safeguarded();
    tells(&node, "sia", &["add", "p-1", "--category", "victim", "--reason", "asked for help"]);
    let out = node.beside("out.ftm.json");
    node.tells_ines(&["export", "--out", &out]);
    let found = std::fs::read_to_string(&out).unwrap();
    let pseudonym = found.split('"').find(|word| word.starts_with("protected-")).unwrap();
    let who = tells(&node, "ines", &["ask", pseudonym, "--who-is-told"]);
    assert_eq!(who.trim(), "will be told: sia (north), tomo (north)");
    let ask = ["ask", pseudonym, "--days", "3", "--reason"];
    let short = protect(&node, "ines", &[&ask[..], &["please"]].concat());
    assert!(complaint(&short).contains("10 to 700 characters"));
    let reason = "she may know the skipper";
    tells(&node, "ines", &[&ask[..], &[reason]].concat());
    let twice = protect(&node, "ines", &[&ask[..], &[reason]].concat());
    assert!(complaint(&twice).contains("asked already"));
    assert!(tells(&node, "tomo", &["requests"]).contains(reason));
    let own = protect(&node, "ines", &["open", "1", "--reason", "I let myself in"]);
    assert!(complaint(&own).contains("nobody about a request of their own"));

    tells(&node, "tomo", &["refuse", "1", "--reason", "ask her lawyer first"]);
    let answered = tells(&node, "ines", &["requests"]);
    assert!(answered.contains("refused") && answered.contains("ask her lawyer first"));
    assert!(!node.ines(&["show", "p-1"]).status.success());
    tells(&node, "sia", &["open", "1", "--days", "3", "--reason", "her lawyer agreed"]);
    assert!(node.tells_ines(&["show", "p-1"]).contains("Tarvand Oskel"));
    tells(&node, "sia", &["close", "1", "--reason", "the interview is over"]);
    assert!(!node.ines(&["show", "p-1"]).status.success());
    let nothing = protect(&node, "sia", &["close", "1", "--reason", "the interview is over"]);
    assert!(complaint(&nothing).contains("nothing open"));
    let absent = protect(&node, "ines", &["ask", "p-1", "--reason", "who is this person"]);
    assert!(complaint(&absent).contains("no person has the id p-1"));
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
