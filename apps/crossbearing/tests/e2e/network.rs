//! Files of calls and payments become ties, and plans rest on them.

use serde_json::Value;

use crate::program::{Node, said};

/// Who holds which telephone and account: two circles, and nothing between them but a file.
const HOLDERS: &str = "name,number,iban
Tarvand Oskel,+447700900123,GB33BUKB20201555555555
Shirin Olvand,+447700900124,GB94BARC10201530093459
Ovrin Talmat,+447700900125,
";

const HELD: &str = r#"
[[tables]]
name = "holders"
file = "holders.csv"
[tables.entities.person]
schema = "Person"
id = "p-{name#}"
properties.name = "name"
properties.subjectCategory = { value = "suspect" }
[tables.entities.phone]
schema = "PhoneNumber"
id = "phone-{number}"
properties.number = "number"
properties.holder = { entity = "person" }
[tables.entities.account]
schema = "BankAccount"
id = "account-{iban}"
properties.iban = "iban"
properties.holder = { entity = "person" }
"#;

fn mapping(name: &str) -> String {
    format!("{}/../../domains/reports/mappings/{name}.toml", env!("CARGO_MANIFEST_DIR"))
}

fn network(node: &Node, words: &[&str]) -> Value {
    let (data, (command, rest)) = (node.data(), words.split_first().unwrap());
    let asker = ["--as", "ines", "--purpose", "op-lantern", "--folder", data.to_str().unwrap()];
    let all = [&["network", *command], &asker[..], rest, &["--json"]].concat();
    serde_json::from_str(&said(&all)).unwrap()
}

#[test]
fn calls_and_payments_from_files_tie_those_who_hold_the_numbers_and_accounts() {
    let node = Node::new();
    let held = node.file("held.toml", HELD);
    let folder = node.beside("files");
    std::fs::create_dir(&folder).unwrap();
    let write = |name: &str, text: &str| std::fs::write(format!("{folder}/{name}"), text).unwrap();
    write("holders.csv", HOLDERS);
    write(
        "calls.csv",
        "time,caller,receiver,seconds\n\
         2026-03-01T21:04:00Z,+44 7700 900123,+447700900125,63\n\
         2026-03-02T21:04:00Z,+447700900123,+447700900125,12\n",
    );
    write(
        "payments.csv",
        "time,payer_iban,beneficiary_iban,amount,currency,purpose\n\
         2026-03-01T09:00:00Z,GB33BUKB20201555555555,GB94BARC10201530093459,9500,EUR,goods\n",
    );
    let import = |mapping: &str, report: &str| {
        node.tells_ines(&[
            "import",
            "--grade",
            "6x6/A1",
            "--report",
            report,
            "--mapping",
            mapping,
            &folder,
        ])
    };
    import(&held, "r-held");
    let plan = || network(&node, &["plan", "--k", "1", "--at-least", "0"]);
    assert_eq!(plan()["before"], 0, "nothing ties them yet: {}", plan());
    import(&mapping("calls"), "r-calls");
    assert_eq!(plan()["before"], 2, "{}", plan());
    import(&mapping("payments"), "r-payments");
    let all = plan();
    assert_eq!((&all["before"], &all["proved"]), (&3.into(), &true.into()), "{all}");
    assert_eq!(all["steps"][0]["name"], "Tarvand Oskel");
    // The same by layers: money alone ties two, and nobody is tied by both.
    let layered =
        |layers: &[&str]| network(&node, &[&["plan", "--at-least", "0"], layers].concat());
    assert_eq!(layered(&["--layer", "payment"])["before"], 2);
    assert_eq!(layered(&["--layer", "payment", "--layer", "communication"])["before"], 1);
    let closed = layered(&["--goal", "set", "--max-fragment", "2", "--link-cost", "payment=0.25"]);
    assert_eq!((&closed["cost"], closed["steps"].as_array().unwrap().len()), (&0.25.into(), 1));
    assert!(closed["steps"][0]["link_to"].is_string(), "{closed}");
}
