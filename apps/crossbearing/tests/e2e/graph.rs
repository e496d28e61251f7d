//! The network engine on plain files: its commands, and what people and machines get wrong.

use std::fmt::Write as _;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{complaint, run, said};

/// A folder with files in it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

fn graph(words: &[&str]) -> Value {
    serde_json::from_str(&said(&[&["graph"], words, &["--json"]].concat())).unwrap()
}

fn refused(words: &[&str]) -> String {
    complaint(&run(&[&["graph"], words].concat()))
}

fn names(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect()
}

/// Two circles of friends whom `mira` alone ties together.
const TWO_CIRCLES: &str = "anselm bruno\nbruno cilly\ncilly anselm\nanselm mira\n\
    mira dorian\ndorian edda\nedda fabio\nfabio dorian\n";

#[test]
fn small_orders_come_with_their_proof() {
    let place = Place::new();
    let file = place.file("friends.txt", TWO_CIRCLES);
    let plan = graph(&["plan", &file, "--goal", "order", "--stop", "0.3"]);
    assert_eq!(plan["proved"], true, "{plan}");
    assert_eq!(plan["lower_bound"], plan["auc_simpson"]);
    // Where somebody costs more, the area is over what is spent.
    let dear = graph(&["plan", &file, "--goal", "order", "--stop", "0.3", "--cost", "mira=9"]);
    assert!(!names(&dear["order"]).contains(&"mira"), "{dear}");
    assert!(dear["lower_bound"].as_f64().unwrap() <= dear["area"].as_f64().unwrap() + 1e-9);
}

#[test]
fn an_order_stays_below_a_curve_or_none_can() {
    let place = Place::new();
    let file = place.file("friends.txt", TWO_CIRCLES);
    let within = |curve: &str| graph(&["plan", &file, "--goal", "order", "--at-most", curve]);
    let plan = within("3,3,2");
    assert_eq!((plan["proved"].as_bool(), plan["reached"].as_bool()), (Some(true), Some(true)));
    assert_eq!(names(&plan["order"])[0], "mira");
    let none = within("3,1");
    assert!(names(&none["order"]).is_empty() && none["proved"] == true, "{none}");
    assert!(none["verdict"].as_str().unwrap().contains("first 1 steps of 2"), "{none}");
    let star: String = (1..600).fold(String::new(), |text, leaf| text + &format!("hub {leaf}\n"));
    let star = place.file("star.txt", &star);
    let large = ["plan", &star, "--goal", "order", "--at-most", "5"];
    assert!(refused(&large).contains("512 at most"), "{}", refused(&large));
}

#[test]
fn a_plan_never_names_the_protected_and_says_why() {
    let place = Place::new();
    let file = place.file("friends.txt", TWO_CIRCLES);
    let table = place
        .file("who.csv", "label,kind,cost,never\nmira,person,,no legal basis\nedda,phone,2,\n");
    for goal in [&["order"][..], &["set", "--max-fragment", "3"], &["block", "--k", "2"]] {
        let arguments = ["plan", &file, "--attributes", &table, "--cost", "mira=0", "--goal"];
        let plan = graph(&[&arguments[..], goal].concat());
        assert!(!names(&plan["order"]).contains(&"mira"), "{plan}");
        assert_eq!(plan["kept"]["mira"], "no legal basis");
        assert_eq!(plan["kinds"]["edda"], "phone");
    }
}

#[test]
fn everything_protected_is_refused_or_an_empty_plan() {
    let place = Place::new();
    let file = place.file("pair.txt", "anselm bruno\n");
    let all = ["--protect", "anselm", "--protect", "bruno"];
    let set = [&["plan", &file, "--goal", "set", "--max-fragment", "1"], &all[..]].concat();
    assert!(refused(&set).contains("may not be removed"));
    let block = graph(&[&["plan", &file, "--goal", "block", "--k", "1"], &all[..]].concat());
    assert!(names(&block["order"]).is_empty() && block["proved"] == true, "{block}");
    let order = graph(&[&["plan", &file, "--goal", "order"], &all[..]].concat());
    assert!(names(&order["order"]).is_empty() && order["reached"] == false, "{order}");
}

#[test]
fn links_and_layers_are_part_of_plans() {
    let place = Place::new();
    let file = place.file("friends.txt", TWO_CIRCLES);
    let mut table = "label,to,kind,cost,never\nanselm,mira,link,0.5,\n".to_owned();
    for name in ["anselm", "bruno", "cilly", "mira", "dorian", "edda", "fabio"] {
        writeln!(table, "{name},,person,,protected").unwrap();
    }
    let table = place.file("who.csv", &table);
    let links = ["plan", &file, "--attributes", &table, "--goal", "set", "--max-fragment", "4"];
    let plan = graph(&links);
    assert_eq!(names(&plan["order"]), ["anselm -- mira"]);
    assert_eq!((plan["cost"].as_f64(), plan["proved"].as_bool()), (Some(0.5), Some(true)));
    // Payment ties the circles through dorian and bruno: without one of these nothing works.
    let payment = place.file(
        "payment.txt",
        "anselm bruno\ncilly bruno\nmira bruno\nbruno dorian\ndorian edda\ndorian fabio\n",
    );
    let layered =
        ["plan", &file, "--layer", &payment, "--goal", "block", "--k", "1", "--seed", "3"];
    let plan = graph(&layered);
    assert_eq!(plan["layers"], 2);
    assert!(plan["largest"].as_u64().unwrap() <= 3, "{plan}");
    assert_eq!(plan, graph(&layered), "the seed decides the plan");
}

#[test]
fn stages_stop_at_the_cheapest_and_reroute() {
    let place = Place::new();
    let table = place.file(
        "business.csv",
        "from,to,name,capacity,cost\nrecruit,pay,the page,30,1\nrecruit,pay,the market,10,1\n\
         pay,cross,money office,35,3\ncross,arrive,old boats,25,4\ncross,arrive,new boats,20,\n",
    );
    let ask = ["stages", &table, "--from", "recruit", "--to", "arrive"];
    let answer = graph(&ask);
    assert_eq!(answer["flow"].as_f64(), Some(35.0));
    assert_eq!(names(&answer["interdiction"]), ["the page", "the market"]);
    assert_eq!(answer["cost"].as_f64(), Some(2.0));
    let without = graph(&[&ask[..], &["--without", "old boats"]].concat());
    assert_eq!(without["flow_now"].as_f64(), Some(20.0));
    let boats = without["elements"].as_array().unwrap();
    assert_eq!(boats[4]["passes_now"].as_f64(), Some(20.0));
    assert!(
        refused(&["stages", &table, "--from", "recruit", "--to", "nowhere"]).contains("nowhere")
    );
    let endless = place.file("endless.csv", "from,to,name,capacity,cost\na,b,road,,\n");
    let answer = graph(&["stages", &endless, "--from", "a", "--to", "b"]);
    assert!(answer["interdiction"].is_null() && answer["proved"] == false, "{answer}");
}

#[test]
fn what_to_verify_is_exact_where_all_worlds_can_be_tried() {
    let place = Place::new();
    let mut links = "dorian mira 0.5 informant\nanselm bruno 0.9 informant\n".to_owned();
    for (hub, leaves) in
        [("anselm", ["cilly", "mira", "ruth"]), ("dorian", ["edda", "fabio", "gero"])]
    {
        for leaf in leaves {
            writeln!(links, "{hub} {leaf} 1").unwrap();
        }
    }
    let file = place.file("links.txt", &links);
    let answer = graph(&["verify", &file, "--k", "1"]);
    assert_eq!(answer["exact"], true);
    assert_eq!(answer["worlds"], 3);
    assert_eq!(answer["verify"][0]["standard_error"].as_f64(), Some(0.0));
    let healing = graph(&["healing", &file_of_ties(&place), "--remove", "mira", "--ties", "1"]);
    assert_eq!(healing["largest"], 3);
    assert_eq!(healing["largest_after_best_answer"], 6);
    let later = place.file("later.txt", "anselm bruno\nanselm dorian\n");
    let tested = graph(&["healing", &file_of_ties(&place), "--then", &later, "--top", "1"]);
    assert_eq!(tested["came_true"], 1, "{tested}");
}

fn file_of_ties(place: &Place) -> String {
    place.file("ties.txt", TWO_CIRCLES)
}

#[test]
fn numbers_that_make_no_sense_are_named() {
    let place = Place::new();
    for bad in ["nan", "-1", "inf"] {
        let file = place.file("bad.txt", &format!("a b 1\nb c {bad}\n"));
        let said = refused(&["measure", &file]);
        assert!(said.contains("line 2") && said.contains(bad), "{said}");
        let said = refused(&["verify", &file, "--k", "1"]);
        assert!(said.contains("line 2") && said.contains("probability"), "{said}");
    }
    let file = place.file("likely.txt", "a b 1\nb c 1.5\n");
    assert!(refused(&["verify", &file, "--k", "1"]).contains("line 2"));
    let ends = ["paths", &file, "--from", "a", "--to", "c"];
    assert!(refused(&ends).contains("between 0 and 1"), "{}", refused(&ends));
    for cost in ["nan", "-2", "inf", "much"] {
        let cost = format!("a={cost}");
        assert!(refused(&["plan", &file, "--goal", "order", "--cost", &cost]).contains("--cost"));
    }
    assert!(refused(&["plan", &file, "--goal", "block", "--k", "nan"]).contains("k must be"));
    assert!(refused(&["plan", &file, "--goal", "order", "--stop", "0"]).contains("stop"));
    assert!(refused(&["plan", &file, "--goal", "order", "--time=-1"]).contains("--time"));
    assert!(refused(&["plan", &file, "--goal", "order", "--protect", "zoe"]).contains("zoe"));
}

#[test]
fn loops_repeats_loners_and_several_parts_are_taken_as_they_are() {
    let place = Place::new();
    let text = "a a\na b\nb a\na b 2\nloner\nc d\nd e\ne c\n";
    let file = place.file("odd.txt", text);
    let measured =
        graph(&["measure", &file, "--measure", "degree,core,articulation", "--top", "0"]);
    assert_eq!((&measured["nodes"], &measured["edges"]), (&6.into(), &4.into()));
    let zero = graph(&["plan", &file, "--goal", "block", "--k", "0"]);
    assert!(names(&zero["order"]).is_empty() && zero["largest"] == 3 && zero["proved"] == true);
    let set = graph(&["plan", &file, "--goal", "set", "--max-fragment", "2"]);
    assert_eq!((set["removals"].as_u64(), set["proved"].as_bool()), (Some(1), Some(true)));
    let nobody = place.file("empty.txt", "# nobody\n");
    assert_eq!(graph(&["plan", &nobody, "--goal", "order"])["removals"], 0);
}

#[test]
fn a_giant_star_and_a_path_of_a_million_are_no_trouble() {
    let place = Place::new();
    let mut star = String::new();
    for leaf in 1..100_000 {
        writeln!(star, "hub {leaf}").unwrap();
    }
    let star = place.file("star.txt", &star);
    let plan = graph(&["plan", &star, "--goal", "set", "--max-fragment", "1"]);
    assert_eq!(names(&plan["order"]), ["hub"]);
    // Scores of links and of balls around nodes once looked at every leaf from every leaf.
    let plan = graph(&["plan", &star, "--goal", "order", "--time", "5"]);
    assert_eq!(names(&plan["order"]), ["hub"]);
    let mut path = String::new();
    for node in 1..1_000_000 {
        writeln!(path, "{} {node}", node - 1).unwrap();
    }
    let path = place.file("path.txt", &path);
    let measured =
        graph(&["measure", &path, "--measure", "articulation,core,pagerank", "--top", "1"]);
    assert_eq!(measured["top"][0]["articulation"].as_f64(), Some(1.0));
    let plan = graph(&["plan", &path, "--goal", "set", "--max-fragment", "9999"]);
    assert_eq!((plan["removals"].as_u64(), plan["proved"].as_bool()), (Some(100), Some(true)));
}

#[test]
fn the_seed_decides() {
    let place = Place::new();
    let mut ring = String::new();
    for node in 0..24 {
        writeln!(ring, "{node} {}\n{node} {}", (node + 1) % 24, (node * 7 + 3) % 24).unwrap();
    }
    let file = place.file("ring.txt", &ring);
    for words in [
        &["plan", &file, "--goal", "block", "--k", "4"][..],
        &["communities", &file, "--runs", "3"],
        &["measure", &file, "--measure", "sampled-betweenness", "--error", "0.1"],
    ] {
        assert_eq!(graph(words), graph(words));
    }
}
