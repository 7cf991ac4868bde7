//! What LibreOffice makes of an agreement, where it is installed.

use super::*;
use crate::format::load;
use crate::format::tests::{folder, shown, talks_folder};
use crate::office::{office, saved_again};

#[test]
fn libre_office_opens_and_saves_agreements_without_loss() {
    let Some(office) = office() else {
        eprintln!("skipped: LibreOffice is not installed (apt-get install libreoffice-writer)");
        return;
    };
    let negotiation = shown(load(&folder(&talks_folder("plan28")))).negotiation;
    let draft = &negotiation.drafts()[1];
    let mut agreement = Agreement { date: draft.date, ..Agreement::new(&negotiation, &draft.settles) };
    agreement.clauses[0].title = Some("שלום".into());
    agreement.clauses[1].settled = Settled::Words("The parties shall:\n(a) meet;\n(b) talk.\nSoon.".into());
    let bytes = (text_writer("docx").expect("a writer").write)(&agreement);
    let place = crate::office::scratch("agreement");
    let file = place.join("agreement.docx");
    std::fs::write(&file, &bytes).expect("written");
    let saved = saved_again(&office, &file, "docx", &place);
    assert_eq!(points(&read("again.docx", saved)), points(&read("once.docx", bytes)));
    let page = saved_again(&office, &file, "pdf", &place);
    assert!(page.starts_with(b"%PDF"));
    let _ = std::fs::remove_dir_all(&place);
}
