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
