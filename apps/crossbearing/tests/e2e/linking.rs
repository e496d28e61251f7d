//! `crossbearing link` on small invented tables: what it finds, and what it refuses.

use std::path::PathBuf;

use crate::program::{complaint, run, said};

const PLAN: &str = r#"
id = "id"
truth = "person"

[[compare]]
column = "name"
kind = "outside"
by = "names"

[[compare]]
column = "born"
kind = "date"

[[block]]
keys = ["name:outside"]

[[block]]
keys = ["born"]

[weights]
prior = -2.0

[[weights.compare]]
column = "name"
levels = [-6.0, -4.0, -2.0, -0.5, 1.0, 3.0, 5.0, 6.0]

[[weights.compare]]
column = "born"
levels = [-5.0, -2.0, 0.5, -1.0, 1.0, 3.0, 5.0]
"#;

const PEOPLE: &str = "id,name,born,person\n\
    a,Karvan Ziarmal,1984-12-18,1\n\
    b,کاروان زیارمل,1984-18-12,1\n\
    c,Shirin Olvand,1961-02-03,2\n\
    d,\"Olvand, Shirin\",,2\n\
    e,Karvan Ziarmal,1950-05-05,3\n";

/// A folder of its own with these files.
struct Table(PathBuf);

impl Table {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("crossbearing-link-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn out(&self) -> String {
        self.0.join("clusters.csv").to_str().unwrap().to_owned()
    }

    /// The program on these people under this plan, with more words.
    fn link<'a>(&'a self, people: &'a str, plan: &'a str, more: &[&'a str]) -> Vec<String> {
        let (people, plan) = (self.file("people.csv", people), self.file("link.toml", plan));
        let words = ["link", &people, "--config", &plan, "--out", &self.out()].map(str::to_owned);
        words.into_iter().chain(more.iter().map(|word| (*word).to_owned())).collect()
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn words(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}

#[test]
fn names_meet_across_scripts_and_a_later_record_joins_them() {
    let table = Table::new("scripts");
    let new = table.file(
        "new.csv",
        "id,name,born,person\nf,Karwan Zyarmal,1984-12-18,1\ng,Lostan Kelm,1999-09-09,4\n",
    );
    let told = said(&words(&table.link(PEOPLE, PLAN, &["--new", &new])));
    assert!(told.contains("2 new records, 1 joined a cluster"), "{told}");
    assert!(told.contains("precision 1.0000  recall 1.0000"), "{told}");
    let clusters = std::fs::read_to_string(table.out()).unwrap();
    assert_eq!(clusters, "id,cluster\na,0\nb,0\nc,2\nd,2\ne,4\nf,0\ng,6\n");
}

#[test]
fn what_a_plan_or_a_table_gets_wrong_is_said() {
    let table = Table::new("wrong");
    let refused = |people: &str, plan: &str, more: &[&str]| {
        complaint(&run(&words(&table.link(people, plan, more))))
    };
    let said = refused(PEOPLE, &PLAN.replace("column = \"born\"", "column = \"birthday\""), &[]);
    assert!(said.contains("no column `birthday`") && said.contains("id, name, born"), "{said}");
    let said = refused(PEOPLE, &PLAN.replace("by = \"names\"", "by = \"faces\""), &[]);
    assert!(said.contains("`faces`, which is not there; there are: names"), "{said}");
    let said = refused(PEOPLE, &PLAN.replace("[\"born\"]", "[\"born:moon\"]"), &[]);
    assert!(said.contains("born:moon") && said.contains("no such form"), "{said}");
    let said = refused(
        PEOPLE,
        &format!("{PLAN}\n[cluster]\nthreshold = -3.0\nunseen = -2.0\nfloor = -6.0\n"),
        &[],
    );
    assert!(said.contains("must lie above the weight of an unseen pair"), "{said}");
    let judged = table.file("judged.csv", "id1,id2,verdict\na,b,same\nb,e,same\na,e,different\n");
    let said = refused(PEOPLE, PLAN, &["--judgements", &judged]);
    assert!(said.contains("must be one by one set of judgements and must not"), "{said}");
    let judged = table.file("judged.csv", "id1,id2,verdict\na,zz,same\n");
    assert!(refused(PEOPLE, PLAN, &["--judgements", &judged]).contains("no record `zz`"));
    let other = table.file("other.csv", "id,surname\nf,Kelm\n");
    assert!(refused(PEOPLE, PLAN, &["--new", &other]).contains("has the columns id, surname"));
}

#[test]
fn a_table_in_another_encoding_is_refused_by_its_line() {
    let table = Table::new("encoding");
    let latin1 = table.file("latin1.csv", b"id,name,born,person\na,Ren\xe9 Kelm,1984-12-18,1\n");
    let plan = table.file("link.toml", PLAN);
    let said = complaint(&run(&["link", &latin1, "--config", &plan, "--out", &table.out()]));
    assert!(said.contains("latin1.csv") && said.contains("UTF-8"), "{said}");
}
