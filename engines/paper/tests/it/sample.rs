//! A document with everything on it, in many scripts. All names are invented.

use crossbearing_paper::{
    Anchor, Block, Colour, Column, Dash, Document, Drawing, Furniture, Look, Rich, Shape, Stroke,
    Table,
};

/// Invented names in the scripts that have a font.
pub(crate) const NAMES: [(&str, &str); 10] = [
    ("Arabic", "طارق بن ميمون الحُرّ"),
    ("Persian", "شیرین علوند می‌نویسد"),
    ("Kurdish", "هێمن ڕەوەندی"),
    ("Pashto", "ښکلا ځلاند ګړنگ"),
    ("Hebrew", "שלומי בן־עמי"),
    ("Cyrillic", "Всеволод Ёлкин-Щукарь"),
    ("Vietnamese", "Nguyễn Thị Ỷ Lặng"),
    ("Greek", "Ανδρέας Ψαρράς"),
    ("Tigrinya", "ተስፋልደት ኣብርሃ"),
    ("Georgian", "ნინო ვარდიძე"),
];

pub(crate) fn furniture() -> Furniture {
    Furniture {
        marking: "TLP:AMBER+STRICT · SENSITIVE · releasable to North only".to_owned(),
        marking_colour: Colour(191, 120, 0),
        identifier: "briefing-7f3a91c2".to_owned(),
        foot: vec![
            "Printed by Ines Halvorsen (ines), analyst, North".to_owned(),
            "2026-05-01 12:00 UTC for Operation Lantern".to_owned(),
            "Each statement keeps its own handling.".to_owned(),
        ],
    }
}

pub(crate) fn sample() -> Document {
    let mut blocks = vec![
        Block::Heading { level: 1, text: "A record with everything".into() },
        Block::Notice("It proposes; a person decides. Nobody in danger is part of it.".into()),
        Block::Facts(vec![
            ("Known as".to_owned(), Rich::bold("Tarvand Oskel").and(" طارق ").noted([0, 1])),
            ("Born".to_owned(), "1984-03, grade B2".into()),
        ]),
        Block::Heading { level: 2, text: "Names in their scripts".into() },
    ];
    let row = |(at, (script, name)): (usize, &(&str, &str))| {
        let composed = Rich::plain("said to be ").and_look(*name, Look::Bold).and(", since 2019");
        vec![
            Rich::plain(*script),
            Rich::plain(*name),
            composed.noted([at % 3]),
            Rich::plain(format!("{}", at * 137)),
        ]
    };
    let column = |head: &str, share, is_number| Column { head: head.to_owned(), share, is_number };
    let table = Table {
        columns: vec![
            column("Script", 1.0, false),
            column("Name", 2.0, false),
            column("In a sentence", 3.0, false),
            column("Records", 0.8, true),
        ],
        rows: NAMES.iter().enumerate().map(row).collect(),
    };
    blocks.push(Block::Table(table));
    blocks.push(Block::Drawing(drawing()));
    blocks.push(Block::List {
        numbered: true,
        items: vec!["The first thing to verify".into(), Rich::plain("The second").noted([2])],
    });
    Document {
        title: "A record with everything".to_owned(),
        language: "en".to_owned(),
        furniture: furniture(),
        blocks,
        notes: vec![
            "R-2025-0117, harbour police, 3x5x2/2B, TLP:AMBER".into(),
            "R-2025-0301, an informant, 6x6/C3, TLP:AMBER+STRICT".into(),
            "R-2025-0418, intercepted call, 6x6/A2, TLP:GREEN".into(),
        ],
    }
}

fn drawing() -> Drawing {
    let places = [("Tarvand Oskel", [120.0, 60.0]), ("هێمن ڕەوەندی", [360.0, 60.0])];
    let stroke = |dash| Stroke { colour: Colour::GREY, width: 1.0, dash };
    let mut shapes = vec![
        Shape::Line {
            points: vec![[128.0, 60.0], [352.0, 60.0]],
            stroke: stroke(Dash::Dashed),
            is_arrow: true,
        },
        Shape::Line {
            points: vec![[120.0, 110.0], [360.0, 110.0]],
            stroke: stroke(Dash::Dotted),
            is_arrow: false,
        },
    ];
    for (name, middle) in places {
        let edge = Some(Stroke { colour: Colour::BLACK, width: 1.0, dash: Dash::Solid });
        shapes.push(Shape::Circle { middle, radius: 8.0, fill: Colour::GROUND, stroke: edge });
        shapes.push(Shape::Words {
            at: [middle[0], middle[1] + 22.0],
            text: name.to_owned(),
            size: 8.0,
            look: Look::Plain,
            anchor: Anchor::Middle,
            most_width: 90.0,
        });
    }
    Drawing {
        width: 480.0,
        height: 130.0,
        shapes,
        description: "Tarvand Oskel gives orders to Hemin Rawandi: probable".to_owned(),
        caption: Rich::plain("Solid: confirmed; dashed: probable; dotted: doubtful").noted([1]),
    }
}
