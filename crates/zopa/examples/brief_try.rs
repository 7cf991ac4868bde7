//! Temporary driver.
use zopa::format::{Source, load};
use zopa::report::{Brief, RENDERERS, Request};
use zopa::solve::{Budget, Question, Solver};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let out = &args[1];
    let sources: Vec<Source> =
        args[2..].iter().map(|p| Source { name: p.clone(), text: std::fs::read_to_string(p).unwrap() }).collect();
    let loaded = load(&sources).unwrap_or_else(|d| panic!("{d:?}"));
    let n = loaded.negotiation;
    let solver = Solver::new(&n).unwrap();
    let mut request = Request::of(Question::plain(zopa::registry::solution("nash").unwrap(), n.parties().len()));
    request.notes = loaded.notes;
    request.command = Some("zopa brief talks/plan28 --solution nash --out brief.html".into());
    let t = std::time::Instant::now();
    let brief = Brief::gather(&n, &solver, &request, &mut Budget::unlimited());
    eprintln!("gathered in {:?}", t.elapsed());
    for r in RENDERERS {
        let text = (r.render)(&brief);
        eprintln!("{} {} bytes", r.id, text.len());
        std::fs::write(format!("{out}.{}", r.extensions[0]), text).unwrap();
    }
}
