//! Kinds of provision, so that issues can be compared across talks.
//!
//! The headings follow what agreements of the past contain, as coded by PA-X and the Peace Accords
//! Matrix (PAM). Which codes stand beside which heading is this project's own crosswalk, not
//! something that either source publishes.

/// Source of the PA-X codes.
pub const PAX_CITATION: &str = "Bell and Badanjak (2019), Introducing PA-X: A new peace agreement database and \
     dataset, Journal of Peace Research 56(3):452-466";

/// Source of the PAM provisions.
pub const PAM_CITATION: &str = "Joshi, Quinn and Regan (2015), Annualized implementation data on comprehensive \
     intrastate peace accords, 1989-2012, Journal of Peace Research 52(4):551-562";

/// A kind of provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Category {
    /// Short name used in files.
    pub id: &'static str,
    /// What it covers.
    pub title: &'static str,
    /// Codes of PA-X that come nearest.
    pub pax: &'static [&'static str],
    /// Provisions of PAM that come nearest.
    pub pam: &'static [&'static str],
}

/// PA-X codes whose meaning was compared with the source; that of the others was not.
const VERIFIED_PAX: [&str; 7] = ["HrFra", "Eps", "Mps", "Polps", "Terps", "TjMech", "GeWom"];

/// PAM provisions whose names were compared with the source; those of the others were not.
const VERIFIED_PAM: [&str; 9] = [
    "Amnesty",
    "Arms Embargo",
    "Cease Fire",
    "Children's Rights",
    "Citizenship Reform",
    "Dispute Resolution Committee",
    "Demobilization",
    "Disarmament",
    "Reintegration",
];

/// Whether the meaning of a PA-X code was compared with the source.
#[must_use]
pub fn is_verified_pax(code: &str) -> bool {
    VERIFIED_PAX.contains(&code)
}

/// Whether the name of a PAM provision was compared with the source.
#[must_use]
pub fn is_verified_pam(name: &str) -> bool {
    VERIFIED_PAM.contains(&name)
}

const fn category(
    id: &'static str,
    title: &'static str,
    pax: &'static [&'static str],
    pam: &'static [&'static str],
) -> Category {
    Category { id, title, pax, pam }
}

/// Every kind of provision.
pub static CATEGORIES: &[Category] = &[
    category("amnesty", "Amnesty and pardon", &["TjAm", "TjAmPro"], &["Amnesty"]),
    category("arms-control", "Arms control and weapons of mass destruction", &[], &["Arms Embargo"]),
    category(
        "autonomy",
        "Status and autonomy of a region",
        &["StCon", "StSd", "StInd", "Terps"],
        &["Right of Self-Determination", "Independence Referendum", "Decentralization/Federalism"],
    ),
    category("borders", "Borders and crossings", &["StBor", "StXbor"], &["Boundary Demarcation"]),
    category("ceasefire", "Ceasefire", &["Ce", "CeProv", "CeGen"], &["Cease Fire"]),
    category("citizenship", "Citizenship", &["HrCit"], &["Citizenship Reform"]),
    category("constitution", "Constitutional reform", &["Cons", "ConRen"], &["Constitutional Reform"]),
    category(
        "disarmament",
        "Disarmament, demobilisation, reintegration",
        &["SsrDdr", "DdrDemil", "DdrProg"],
        &["Demobilization", "Disarmament", "Reintegration"],
    ),
    category(
        "dispute-settlement",
        "Settlement of disputes about the agreement",
        &["ImE"],
        &["Dispute Resolution Committee", "International Arbitration"],
    ),
    category("economic-access", "Trade, transit and navigation", &["Bus", "StXbor"], &[]),
    category("education", "Education", &["SerEdu"], &["Education Reform"]),
    category("elections", "Elections", &["Ele", "ElecComm", "PolPar"], &["Electoral/Political Party Reform"]),
    category("energy", "Energy and power plants", &["NatRes"], &["Natural Resource Management"]),
    category("environment", "Environment", &["LaEn"], &[]),
    category("gender", "Women and gender", &["GeWom"], &["Women's Rights"]),
    category("human-rights", "Human rights", &["HrGen", "HrFra", "HrCp"], &["Human Rights"]),
    category(
        "implementation",
        "Implementation, review and timetable",
        &["ImE"],
        &["Detailed Implementation Timeline", "Review of Agreement"],
    ),
    category("international-integration", "Membership of unions and organisations", &["StUni"], &[]),
    category("justice", "Courts and criminal justice", &["JusCr", "JusJu"], &["Judiciary Reform"]),
    category("land", "Land and property", &["LaRef"], &[]),
    category(
        "language-culture",
        "Language, culture and heritage",
        &["LaCH"],
        &["Official Languages and Symbol", "Cultural Protections"],
    ),
    category("media", "Media and communication", &["Med"], &["Media Reform"]),
    category(
        "minority-rights",
        "Rights of minorities",
        &["GRa", "GRe", "GInd"],
        &["Minority Rights", "Indigenous Minority Rights"],
    ),
    category(
        "monitoring",
        "Monitoring, verification and peacekeeping",
        &["ImPK", "ImE"],
        &["Verification/Monitoring Mechanism", "UN Peacekeeping Force", "Regional Peacekeeping Force"],
    ),
    category("natural-resources", "Natural resources", &["NatRes"], &["Natural Resource Management"]),
    category("police", "Police", &["SsrPol"], &["Police Reform"]),
    category(
        "power-sharing",
        "Power sharing",
        &["Polps", "Terps", "Eps", "Mps"],
        &["Powersharing Transitional Government", "Territorial Powersharing"],
    ),
    category("prisoners", "Prisoners and detainees", &["TjPrire", "HrDet"], &["Prisoner Release"]),
    category("ratification", "Ratification and referendum", &["ImRef"], &["Ratification Mechanism"]),
    category("reconciliation", "Truth and reconciliation", &["TjNR", "TjMech"], &["Truth or Reconciliation Mechanism"]),
    category(
        "reconstruction",
        "Reconstruction and development",
        &["Dev", "IntFu"],
        &["Economic and Social Development", "Donor Support"],
    ),
    category(
        "refugees",
        "Return of refugees and displaced persons",
        &["GRef", "HrMob"],
        &["Refugees", "Internally Displaced Persons"],
    ),
    category(
        "reparation",
        "Reparation and frozen assets",
        &["TjRep", "TjVic"],
        &["Reparations", "Commission to Address Damage/Loss"],
    ),
    category("sanctions", "Sanctions and their relief", &["TjSan"], &["Arms Embargo"]),
    category("security-architecture", "Alliances and regional security", &[], &[]),
    category(
        "security-forces",
        "Armed forces: size, place, withdrawal",
        &["SsrArm", "SsrFf", "SsrPsf"],
        &["Military Reform", "Withdrawal of Troops", "Paramilitary Groups"],
    ),
    category("security-guarantees", "Security guarantees", &["SsrGua"], &[]),
    category("state-definition", "Nature of the state, sovereignty", &["StDef", "StGen"], &[]),
    category(
        "territory",
        "Territory: control, recognition, withdrawal",
        &["StBor", "SsrFf"],
        &["Withdrawal of Troops", "Boundary Demarcation"],
    ),
    category(
        "transitional-justice",
        "Amnesty, accountability and victims",
        &["TjGen", "TjAm", "TjCou", "TjMech"],
        &["Amnesty", "Truth or Reconciliation Mechanism"],
    ),
    category("water", "Water and rivers", &["Wat"], &["Natural Resource Management"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sorted_and_unique() {
        assert!(CATEGORIES.windows(2).all(|pair| pair[0].id < pair[1].id));
    }

    #[test]
    fn only_what_was_compared_counts_as_verified() {
        assert!(is_verified_pax("Polps") && !is_verified_pax("TjSan") && !is_verified_pax("SsrGua"));
        assert!(is_verified_pam("Cease Fire") && !is_verified_pam("Refugees"));
    }
}
