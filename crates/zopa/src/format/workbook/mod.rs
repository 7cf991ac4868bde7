//! Workbooks and CSV files: sheets that a lawyer fills in.
//!
//! A plan says what stands in which cell ([`plan`]); a workbook or CSV files hold it. Read again, the
//! cells are told anew in the keys of the native format ([`read`]), whose reader says what they mean, so
//! that there is one meaning and one place that complains. Every part of what is told knows its cell.

mod csv;
mod figure;
mod grid;
mod layout;
mod plan;
mod quote;
mod read;
mod xlsx;

#[cfg(test)]
mod tests;

use super::diagnostic::{Place, Problems};
use super::transcript::Transcript;
use super::{Format, Outline, Part, Source, Writer, Written, native};
use grid::Grid;
use read::Wanted;

pub(super) const XLSX: Format = Format {
    id: "xlsx",
    title: "workbook to fill in, for Excel and LibreOffice: a sheet of points and a sheet for each party",
    extensions: &["xlsx"],
    recognise: |source| {
        (source.extension() == "xlsx")
            .then(|| grids(source, 0).ok().and_then(|grids| read::part(&grids)).unwrap_or(Part::Party))
    },
    read: |sources, _| native::load(sources),
    check_party: |[talks, party], _| native::check_party(std::slice::from_ref(talks), party),
    writer: Some(Writer::File(|negotiation| workbook(&Outline::from(negotiation), None))),
    forms: Some(workbook),
};

pub(super) const CSV: Format = Format {
    id: "csv",
    title: "the sheets of such a workbook as a folder of CSV files",
    extensions: &["csv"],
    recognise: |source| {
        let is_own = |source: &Source| grids(source, 0).ok().and_then(|grids| read::part(&grids));
        (source.extension() == "csv").then(|| is_own(source)).flatten()
    },
    read: |sources, _| native::load(sources),
    check_party: |[talks, party], _| native::check_party(std::slice::from_ref(talks), party),
    writer: Some(Writer::Folder(|negotiation| csv::write(&Outline::from(negotiation), None))),
    forms: Some(csv::write),
};

/// The workbook of the talks, or of one party alone.
fn workbook(outline: &Outline, only: Option<usize>) -> Result<Written, Vec<String>> {
    let plan = plan::plan(outline, only);
    let overflows = plan::overflows(&plan);
    if !overflows.is_empty() {
        return Err(overflows);
    }
    let bytes = xlsx::write(&plan).map_err(|error| vec![error.to_string()])?;
    Ok(Written { files: vec![Source::new("talks.xlsx", bytes)], left_out: Vec::new() })
}

/// Files of a negotiation told anew, where they are sheets.
#[derive(Default)]
pub(super) struct Told {
    /// A transcript for each file that needs one; of files that are told together, the first has it.
    pub transcripts: Vec<Option<Transcript>>,
    /// Files that are told in the transcript of another.
    pub is_elsewhere: Vec<bool>,
}

/// Tells those files anew that are sheets. Sheets of parties are passed over where only the talks are
/// asked for.
pub(super) fn tell(sources: &[Source], offset: u32, talks_only: bool, problems: &mut Problems) -> Told {
    let mut told =
        Told { transcripts: sources.iter().map(|_| None).collect(), is_elsewhere: vec![false; sources.len()] };
    let wanted = if talks_only { Wanted::Talks } else { Wanted::Everything };
    let mut loose: Vec<Grid> = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let id = offset + index as u32;
        let is_csv = source.extension() == "csv";
        if !is_csv && source.extension() != "xlsx" {
            continue;
        }
        match grids(source, id) {
            Err((message, help)) => {
                problems.error(Place { source: id, offset: 0 }, message, help);
                told.transcripts[index] = Some(Transcript::new(id, std::iter::empty()));
            }
            Ok(grids) if is_csv => loose.extend(grids),
            Ok(grids) => told.transcripts[index] = Some(read::transcribe(&grids, id, wanted, problems)),
        }
    }
    for group in read::together(loose) {
        let ids: Vec<u32> = group.iter().map(|grid| grid.source).collect();
        let Some(first) = ids.iter().min().copied() else { continue };
        ids.iter().for_each(|id| told.is_elsewhere[(id - offset) as usize] = *id != first);
        told.transcripts[(first - offset) as usize] = Some(read::transcribe(&group, first, wanted, problems));
    }
    told
}

/// The sheets of a file.
fn grids(source: &Source, id: u32) -> Result<Vec<Grid>, (String, &'static str)> {
    if source.bytes.len() > super::MAX_BYTES {
        return Err((format!("the file has more than {} bytes", super::MAX_BYTES), "is it the right file?"));
    }
    match source.extension().as_str() {
        "xlsx" => xlsx::read(&source.bytes, id),
        _ => csv::read(source, id).map(|grid| vec![grid]),
    }
}
