//! In which order names agree with one: what a threshold on pairs does not see.

use crossbearing_names::Model;

#[test]
fn nothing_agrees_better_with_a_name_than_the_name_itself() {
    let model = Model::shipped();
    let others = [
        ("Taras Sokolyarenko", ["Taras Sokoliarenko", "Taras Sokolenko", "Taras Sokolyar"]),
        ("Karvan Ziarmal", ["Karwan Zyarmal", "Karvan Zarmal", "کاروان زیارمل"]),
        ("Besnik Rapshaj", ["Besnik Rrapshaj", "Besnik Rapsha", "Besim Rapshaj"]),
    ];
    for (name, others) in others {
        let name = model.prepare(name);
        let itself = model.log_ratio(&name, &name);
        assert!(itself > 8.0, "{itself}");
        for other in others {
            let ratio = model.log_ratio(&name, &model.prepare(other));
            assert!(ratio <= itself, "{other}: {ratio}, the name itself {itself}");
        }
    }
}
