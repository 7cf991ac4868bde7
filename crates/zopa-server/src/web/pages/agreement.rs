//! The agreement: what lies ready for signature, who signed, and copies to take away.

use super::frame::Frame;
use super::words::Time;
use super::{Fail, InRoom, page};
use askama::Template;
use axum::response::Response;
use zopa::mediate::{PointState, SignatureView, SigningView, View};
use zopa::text::WRITERS;

#[derive(Template)]
#[template(path = "agreement.html")]
struct Agreement {
    frame: Frame,
    version: u32,
    signing: Option<Signing>,
    /// What stands: the text that lies ready, else what is agreed so far.
    points: Vec<Point>,
    /// Labels of points that are not agreed.
    missing: Vec<String>,
    everything: bool,
    may_table: bool,
    /// The digest, where the viewer can sign now.
    signs: Option<String>,
    delegation: String,
    exports: Vec<(String, &'static str)>,
}

/// A text that lies ready.
struct Signing {
    digest: Vec<String>,
    since: Time,
    signatures: Vec<Signature>,
    n_signed: usize,
    is_concluded: bool,
}

/// A party's signature, or the place for it.
struct Signature {
    party: String,
    by: Option<String>,
    at: Option<Time>,
}

/// A point of it.
struct Point {
    label: String,
    title: String,
    text: String,
}

/// The page.
pub async fn agreement(room: InRoom) -> Result<Response, Fail> {
    page(&room.find(|view| Agreement::new(&room, &view))?)
}

impl Agreement {
    fn new(room: &InRoom, view: &View) -> Option<Agreement> {
        let signing = view.signing();
        let current = view.current()?;
        let version = signing.as_ref().map_or(Some(current), |signing| view.version(signing.version))?;
        let is_settled = |label: &str| {
            let state = view.point(label).map(|point| point.state);
            matches!(state, Some(PointState::Agreed | PointState::Silent))
        };
        let labels: Vec<String> = match &signing {
            Some(signing) => signing.points.clone(),
            None => version.points.iter().map(|point| point.label.clone()).filter(|label| is_settled(label)).collect(),
        };
        let point = |label: &String| {
            version.point(label).map(|point| Point {
                label: point.label.clone(),
                title: point.title.clone(),
                text: point.text.clone(),
            })
        };
        let missing = version.points.iter().map(|point| &point.label).filter(|label| !labels.contains(label));
        let base = format!("/rooms/{}", room.live.id);
        let export = |ending: &str| format!("{base}/agreement/{ending}");
        Some(Agreement {
            frame: Frame::inside(room, view, "/agreement", "Agreement"),
            version: version.number,
            points: labels.iter().filter_map(point).collect(),
            missing: missing.cloned().collect(),
            everything: view.everything(),
            may_table: view.may("table") && signing.is_none(),
            signs: signing.as_ref().filter(|signing| signs(signing, view)).map(|signing| signing.digest.clone()),
            delegation: view.me().map(|me| me.delegation_name).unwrap_or_default(),
            signing: signing.map(|signing| Signing::new(signing, view)),
            exports: WRITERS
                .iter()
                .filter_map(|writer| Some((export(writer.extensions.first()?), writer.title)))
                .collect(),
        })
    }

    fn may_be_tabled(&self) -> bool {
        !self.points.is_empty() && (!self.everything || self.missing.is_empty())
    }
}

fn signs(signing: &SigningView, view: &View) -> bool {
    let unsigned = |own: &SignatureView| Some(&own.party) == view.party() && own.at.is_none();
    view.may("sign") && signing.signatures.iter().any(unsigned)
}

impl Signing {
    fn new(signing: SigningView, view: &View) -> Signing {
        let groups: Vec<char> = signing.digest.chars().collect();
        let signature = |signature: SignatureView| Signature {
            party: signature.party_name,
            by: signature.by,
            at: signature.at.map(|at| Time::new(at, view.now())),
        };
        Signing {
            // Groups of eight can be read aloud and compared.
            digest: groups.chunks(8).map(|group| group.iter().collect()).collect(),
            since: Time::new(signing.since, view.now()),
            n_signed: signing.signatures.iter().filter(|signature| signature.at.is_some()).count(),
            signatures: signing.signatures.into_iter().map(signature).collect(),
            is_concluded: signing.concluded,
        }
    }
}
