//! The agencies of an exercise, the people who work there, and their operations.

use std::collections::BTreeSet;

use crossbearing_access::{Role, Viewer};
use crossbearing_model::{
    AgencyId, Classification, GroupId, NodeId, PrincipalId, PurposeId, Scale,
};
use serde::Serialize;

use crate::Result;
use crate::invention::phrases::Language;

/// Everybody who works in an exercise. All agencies, states and names are invented.
#[derive(Debug, Clone, Serialize)]
pub struct Cast {
    /// The three agencies.
    pub agencies: Vec<Agency>,
    /// The group that all three belong to.
    pub coalition: GroupId,
    /// The group's name.
    pub coalition_name: &'static str,
    /// The people who can log in, by agency and role.
    pub members: Vec<Member>,
    /// The operations in whose name one may look.
    pub operations: Vec<Operation>,
}

/// An agency with a node of its own.
#[derive(Debug, Clone, Serialize)]
pub struct Agency {
    /// Its short name.
    pub id: AgencyId,
    /// What it calls itself.
    pub name: &'static str,
    /// What it is there for.
    pub about: &'static str,
    /// Its node.
    pub node: NodeId,
    /// The scale it grades in, as grades are written: `3x5x2`, `4x4`, `6x6`.
    pub scale: &'static str,
    /// The code at the front of its ids.
    #[serde(skip)]
    pub(crate) code: &'static str,
    #[serde(skip)]
    pub(crate) languages: &'static [Language],
}

/// Somebody who can log in.
#[derive(Debug, Clone, Serialize)]
pub struct Member {
    /// The name to log in with.
    pub principal: PrincipalId,
    /// The person's name.
    pub name: &'static str,
    /// Where the person works.
    pub agency: AgencyId,
    /// The groups of that agency.
    pub groups: BTreeSet<GroupId>,
    /// What the person comes for.
    pub about: &'static str,
    /// What the person is there to do.
    pub roles: BTreeSet<Role>,
    /// The highest classification the person is cleared for.
    pub clearance: Classification,
    /// The operations the person may name as a purpose.
    pub purposes: Vec<PurposeId>,
}

impl Member {
    /// The member as one who looks for `purpose`.
    pub fn viewer(&self, purpose: PurposeId) -> Viewer {
        Viewer {
            principal: self.principal.clone(),
            agency: self.agency.clone(),
            groups: self.groups.clone(),
            roles: self.roles.clone(),
            clearance: self.clearance,
            purpose,
            given_by: None,
        }
    }
}

/// An operation: a purpose for which one looks.
#[derive(Debug, Clone, Serialize)]
pub struct Operation {
    /// Its short name.
    pub id: PurposeId,
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
}

/// How many agencies there are.
pub(crate) const AGENCIES: usize = 3;

/// Places in [`Cast::agencies`].
pub(crate) const WESTMARK: usize = 0;
pub(crate) const LITTORAL: usize = 1;
pub(crate) const KESTANE: usize = 2;

impl Cast {
    /// The cast: the same in every exercise.
    pub fn new() -> Result<Self> {
        let coalition: GroupId = "coastal-compact".parse()?;
        let operations = operations()?;
        let purposes: Vec<_> = operations.iter().map(|operation| operation.id.clone()).collect();
        let mut members = Vec::new();
        for (agency, principal, name, role, clearance) in MEMBERS {
            members.push(Member {
                principal: principal.parse()?,
                name,
                agency: agency.parse()?,
                groups: [coalition.clone()].into(),
                about: about(role),
                roles: [role].into(),
                clearance,
                purposes: purposes.clone(),
            });
        }
        Ok(Self {
            agencies: agencies()?,
            coalition,
            coalition_name: "Coastal Compact",
            members,
            operations,
        })
    }

    /// The first member of `agency` in `role`, or of the agency if nobody there has the role.
    pub(crate) fn officer(&self, agency: usize, role: Role) -> &PrincipalId {
        let agency = &self.agencies[agency].id;
        let of_agency = || self.members.iter().filter(|member| member.agency == *agency);
        let found = of_agency().find(|member| member.roles.contains(&role));
        // Every agency has members (a test counts them).
        let found = found.or_else(|| of_agency().next()).unwrap_or(&self.members[0]);
        &found.principal
    }
}

fn agencies() -> Result<Vec<Agency>> {
    let agency = |id: &str, code, name, about, scale: Scale, languages| -> Result<Agency> {
        Ok(Agency {
            id: id.parse()?,
            name,
            about,
            node: format!("{id}-node").parse()?,
            scale: scale.as_str(),
            code,
            languages,
        })
    };
    Ok(vec![
        agency(
            "westmark",
            "wca",
            "Westmark Crime Agency",
            "the crime agency of a state on the western coast, where the boats land",
            Scale::Uk3x5x2,
            &[Language::English],
        )?,
        agency(
            "littoral",
            "lbp",
            "Littoral Border Police",
            "the border police of the neighbour from whose beaches the boats leave",
            Scale::Europol,
            &[Language::English, Language::French],
        )?,
        agency(
            "kestane",
            "kds",
            "Kestane Directorate against Smuggling",
            "the agency of a transit state to the east, where the boats and the money are bought",
            Scale::Admiralty,
            &[Language::English, Language::Arabic, Language::Persian],
        )?,
    ])
}

fn operations() -> Result<Vec<Operation>> {
    let operation = |id: &str, name, about| -> Result<Operation> {
        Ok(Operation { id: id.parse()?, name, about })
    };
    Ok(vec![
        operation("cold-lantern", "Operation Cold Lantern", "the networks behind the small boats")?,
        operation(
            "salt-ladder",
            "Operation Salt Ladder",
            "the money: hawala offices and couriers",
        )?,
        operation("quiet-heron", "Operation Quiet Heron", "the supply of boats and engines")?,
        operation(
            "safe-harbour",
            "Operation Safe Harbour",
            "people in danger, victims and children",
        )?,
    ])
}

fn about(role: Role) -> &'static str {
    match role {
        Role::Analyst => "one picture of a network out of many reports",
        Role::WatchOfficer => "boats at sea and who is in danger",
        Role::FinancialInvestigator => "who pays whom, hawala included",
        Role::OnlineOfficer => "adverts, their copies and the accounts behind them",
        Role::Prosecutor => "who is accused, who is convicted, and of what",
        Role::SafeguardingOfficer => "victims, children and smuggled people, kept safe",
        Role::Coordinator => "what the partners promised and did",
        Role::Oversight => "who looked at what, and why",
        Role::Administrator => "the node itself, without its content",
    }
}

type MemberLine = (&'static str, &'static str, &'static str, Role, Classification);

const MEMBERS: [MemberLine; 24] = {
    use Classification::{Official, OfficialSensitive, Secret};
    use Role::{
        Administrator, Analyst, Coordinator, FinancialInvestigator, OnlineOfficer, Oversight,
        Prosecutor, SafeguardingOfficer, WatchOfficer,
    };
    [
        ("westmark", "a.harrowmere", "Ada Harrowmere", Analyst, Secret),
        ("westmark", "t.pellsted", "Tobin Pellsted", Analyst, OfficialSensitive),
        ("westmark", "w.marskmere", "Wren Marskmere", WatchOfficer, OfficialSensitive),
        ("westmark", "i.quintvaux", "Imre Quintvaux", FinancialInvestigator, Secret),
        ("westmark", "s.brackick", "Sunniva Brackick", OnlineOfficer, OfficialSensitive),
        ("westmark", "c.verdelsen", "Corin Verdelsen", Prosecutor, Secret),
        ("westmark", "n.dornestead", "Nell Dornestead", SafeguardingOfficer, OfficialSensitive),
        ("westmark", "o.windemere", "Osric Windemere", Oversight, Secret),
        ("westmark", "k.tampersen", "Kaja Tampersen", Coordinator, Official),
        ("westmark", "r.kellerick", "Rafe Kellerick", Administrator, Official),
        ("littoral", "m.roussevaux", "Maëlle Roussevaux", Analyst, Secret),
        ("littoral", "y.dornevaux", "Yannig Dornevaux", WatchOfficer, OfficialSensitive),
        ("littoral", "b.verdelvaux", "Blaise Verdelvaux", FinancialInvestigator, Secret),
        ("littoral", "l.oskervaux", "Lénaïg Oskervaux", OnlineOfficer, OfficialSensitive),
        ("littoral", "e.quintick", "Edmée Quintick", Prosecutor, Secret),
        ("littoral", "p.halvervaux", "Perrine Halvervaux", SafeguardingOfficer, OfficialSensitive),
        ("littoral", "g.brackvaux", "Goulven Brackvaux", Oversight, Secret),
        ("kestane", "d.tarvandli", "Derya Tarvandlı", Analyst, Secret),
        ("kestane", "h.oskelci", "Hazan Öskelci", WatchOfficer, OfficialSensitive),
        ("kestane", "v.zarmalli", "Volkan Zarmallı", FinancialInvestigator, Secret),
        ("kestane", "f.kilimar", "Feride Kılımar", OnlineOfficer, OfficialSensitive),
        ("kestane", "u.bozarman", "Umut Bozarman", Prosecutor, Secret),
        ("kestane", "z.yelkenay", "Zerrin Yelkenay", SafeguardingOfficer, OfficialSensitive),
        ("kestane", "t.demiroz", "Tuna Demirözlü", Oversight, Secret),
    ]
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_agency_has_the_desks_it_needs() {
        let cast = Cast::new().unwrap();
        assert_eq!(cast.agencies.len(), AGENCIES);
        for agency in &cast.agencies {
            let desks: BTreeSet<_> = cast
                .members
                .iter()
                .filter(|member| member.agency == agency.id)
                .flat_map(|member| member.roles.clone())
                .collect();
            assert!(desks.len() >= 7, "{}", agency.id);
        }
        let logins: BTreeSet<_> = cast.members.iter().map(|member| &member.principal).collect();
        assert_eq!(logins.len(), cast.members.len());
    }
}
