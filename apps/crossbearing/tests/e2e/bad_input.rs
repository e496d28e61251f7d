//! What people and machines get wrong, and what the program says.

use crate::program::{Node, complaint, run};

#[test]
fn a_second_program_on_the_folder_is_told_so() {
    let node = Node::new();
    let lock = std::fs::OpenOptions::new().write(true).open(node.data().join("in-use")).unwrap();
    lock.try_lock().unwrap();
    assert!(complaint(&node.ines(&["show", "p-1"])).contains("another program works on"));
}

#[test]
fn a_purpose_that_ended_opens_nothing() {
    let node = Node::new();
    let data = node.data();
    let past = [
        "--title",
        "Long over",
        "--from",
        "2001-01-01T00:00:00Z",
        "--until",
        "2002-01-01T00:00:00Z",
    ];
    let folder = ["user", "--folder", data.to_str().unwrap()];
    assert!(run(&[&folder[..], &["purpose", "op-past"], &past[..]].concat()).status.success());
    assert!(run(&[&folder[..], &["grant", "ines", "op-past"]].concat()).status.success());
    let asker = ["--as", "ines", "--purpose", "op-past", "--folder", data.to_str().unwrap()];
    let said = complaint(&run(&[&["show", "p-1"], &asker[..]].concat()));
    assert!(said.contains("op-past") && said.contains("2002-01-01"), "{said}");
    let unknown = ["--as", "ines", "--purpose", "op-nowhere", "--folder", data.to_str().unwrap()];
    assert!(complaint(&run(&[&["show", "p-1"], &unknown[..]].concat())).contains("op-lantern"));
}

#[test]
fn a_broken_line_is_named_and_the_rest_is_taken() {
    let node = Node::new();
    let mut bytes =
        b"{\"id\":\"p-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Tarvand Oskel\"]}}\n"
            .to_vec();
    bytes.extend_from_slice(
        b"{\"id\":\"p-2\",\"schema\":\"Person\",\"properties\":{\"name\":[\"\xff\xfe\"]}}\n",
    );
    bytes.extend_from_slice(
        b"{\"id\":\"p-3\",\"schema\":\"Unicorn\",\"properties\":{\"name\":[\"x\"]}}\n",
    );
    bytes.extend_from_slice(
        b"{\"id\":\"p-4\",\"schema\":\"Person\",\"properties\":{\"birthDate\":[\"2023-02-30\"]}}\n",
    );
    let file = node.file("broken.ftm.json", bytes);
    let said = node.tells_ines(&["import", &file]);
    assert!(
        said.contains("line 2") && said.contains("line 3") && said.contains("line 4"),
        "{said}"
    );
    assert!(said.contains("2023-02-30"), "{said}");
    let strict = complaint(&node.ines(&["import", "--strict", "--report", "strict", &file]));
    assert!(strict.contains("line 2"), "{strict}");
}

#[test]
fn a_line_longer_than_memory_should_hold_is_refused_with_its_number() {
    let node = Node::new();
    let mut text =
        String::from("{\"id\":\"p-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"");
    text.push_str(&"x".repeat(40 << 20));
    let file = node.file("endless.ftm.json", text);
    let output = node.ines(&["import", &file]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("line 1"), "{said}");
}

#[test]
fn a_label_that_names_nobody_known_or_breaks_a_rule_is_refused() {
    let node = Node::new();
    let file = node.file(
        "one.ftm.json",
        "{\"id\":\"p-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Tarvand Oskel\"]}}\n",
    );
    let red = complaint(&node.ines(&["import", "--tlp", "red", &file]));
    assert!(red.contains("TLP:RED needs the people"), "{red}");
    let unknown = complaint(&node.ines(&["import", "--release-to", "agency:atlantis", &file]));
    assert!(unknown.contains("atlantis"), "{unknown}");
    let endless = node.file("label.toml", "originator = \"north\"\n");
    let endless = complaint(&node.ines(&["import", "--label", &endless, &file]));
    assert!(endless.contains("review date"), "{endless}");
}

#[test]
fn a_folder_that_is_no_data_folder_is_refused_with_the_way_to_make_one() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().to_str().unwrap();
    let asker = ["--as", "ines", "--purpose", "op", "--folder", folder];
    let said = complaint(&run(&[&["show", "p-1"], &asker[..]].concat()));
    assert!(said.contains("crossbearing init"), "{said}");
}

#[test]
fn what_is_set_aside_is_mended_and_imported_again() {
    let node = Node::new();
    let entities = [
        r#"{"id":"p-1","schema":"Person","properties":{"name":["Tarvand Oskel"],"nmae":["Ovrin Talmat"]}}"#,
        r#"{"id":"p-2","schema":"Persn","properties":{"name":["Ilsabet Corrin"]}}"#,
        r#"{"id":"p-3","schema":"Person","properties":{"#,
    ];
    let file = node.file("case.ftm.json", entities.join("\n"));
    let aside = node.beside("aside.ftm.json");
    let said = node.tells_ines(&["import", "--set-aside", &aside, &file]);
    assert!(said.contains("3 set aside in"), "{said}");
    let text = std::fs::read_to_string(&aside).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["properties"], serde_json::json!({"nmae": ["Ovrin Talmat"]}));
    assert_eq!(lines[0]["set_aside"]["file"], "case.ftm.json");
    assert_eq!(lines[0]["set_aside"]["field"], "p-1 nmae");
    assert_eq!(lines[1]["set_aside"]["line"], 2);
    assert!(lines[1]["set_aside"]["reason"].as_str().unwrap().contains("Persn"));
    assert!(lines[2]["text"].as_str().unwrap().starts_with("{\"id\":\"p-3\""));
    let over = complaint(&node.ines(&["import", "--set-aside", &aside, &file]));
    assert!(over.contains("exists"), "{over}");

    let mended = text.lines().take(2).collect::<Vec<_>>().join("\n");
    let mended = mended.replace("nmae\":", "alias\":").replace("\"Persn\"", "\"Person\"");
    let mended = node.file("mended.ftm.json", mended);
    assert!(node.tells_ines(&["import", &mended]).contains("2 statements added"));
    assert!(node.tells_ines(&["show", "p-1"]).contains("Ovrin Talmat"));
    assert!(node.tells_ines(&["show", "p-2"]).contains("Ilsabet Corrin"));
}

#[test]
fn rows_of_a_table_are_set_aside_with_their_reasons_and_read_by_the_same_mapping() {
    let node = Node::new();
    let mapping = r#"
        [[tables]]
        name = "people"
        file = "people.csv"
        delimiter = ";"
        encoding = "windows-1252"
        skip = 1
        [tables.entities.person]
        schema = "Person"
        id = "reg-{number}"
        properties.name = "full name"
        properties.birthDate = "born"
    "#;
    let mapping = node.file("people.toml", mapping);
    let folder = node.beside("tables");
    std::fs::create_dir(&folder).unwrap();
    let table = b"a register\nnumber;full name;born\n1;Ma\xeblle Vaux;1981-02-30\n2;Tarvand Oskel;1990\n3;Ovrin;Talmat;1991\n";
    std::fs::write(format!("{folder}/people.csv"), table).unwrap();
    let aside = node.beside("aside");
    let import = ["import", "--report", "r-1", "--mapping", &mapping];
    let said = node.tells_ines(&[&import[..], &["--set-aside", &aside, &folder]].concat());
    assert!(said.contains("1 statement added") || said.contains("2 statements added"), "{said}");
    assert!(said.contains("2 set aside in"), "{said}");
    let path = format!("{aside}/people.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("Maëlle Vaux;1981-02-30;people.csv;3;born;"), "{text}");
    let mended = text.replace("1981-02-30", "1981-02-28");
    let mended = mended.replace("3;Ovrin;Talmat | 1991", "3;Ovrin Talmat;1991");
    std::fs::write(&path, mended).unwrap();
    let said = node.tells_ines(&[&import[..], &[&aside]].concat());
    assert!(said.contains("4 statements added"), "{said}");
    assert!(node.tells_ines(&["show", "reg-1"]).contains("Maëlle Vaux"));
    assert!(node.tells_ines(&["show", "reg-3"]).contains("Ovrin Talmat"));
}
