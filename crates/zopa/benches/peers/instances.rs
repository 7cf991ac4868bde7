//! Files of instances: those beside the project, or similar ones made here.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use zopa::format::{Source, load};
use zopa::model::Negotiation;

/// Where instances lie beside the project.
const BESIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/bench/instances");

/// An instance as a file, which peers read too.
pub struct Instance {
    /// Name of the file.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// What it means.
    pub negotiation: Negotiation,
}

/// Instances of a kind.
pub struct Group {
    /// What they are.
    pub title: &'static str,
    /// What their names contain.
    mark: &'static str,
}

/// Every kind; a name contains only one of the marks.
pub const GROUPS: &[Group] = &[
    Group { title: "28 issues of 3 options, 2 parties", mark: "_2_28_3_" },
    Group { title: "28 issues of 3 options, 3 parties", mark: "_3_28_3_" },
    Group { title: "60 issues of 5 options, 5 parties", mark: "_5_60_5_" },
    Group { title: "28 issues of 3 options, 3 parties, with dependencies between issues", mark: "dep_" },
];

impl Instance {
    /// Whether it is of a kind.
    pub fn is_in(&self, group: &Group) -> bool {
        self.name.contains(group.mark)
    }

    fn read(path: &Path) -> Instance {
        let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path.file_name().expect("instances are files").to_string_lossy().to_string();
        let loaded = load(&[Source::new(name.clone(), text)]);
        let negotiation = loaded.unwrap_or_else(|problems| panic!("{name}: {problems:?}")).negotiation;
        Instance { name, path: path.to_path_buf(), negotiation }
    }
}

/// Instances and where they come from.
pub struct Instances {
    /// In words.
    pub origin: String,
    /// Sorted by name.
    pub files: Vec<Instance>,
}

/// The instances of the folder that is named, or beside the project, or else new ones.
pub fn all() -> Instances {
    let folder = std::env::var_os("ZOPA_INSTANCES").map_or_else(|| PathBuf::from(BESIDE), PathBuf::from);
    let (folder, origin) = if folder.is_dir() {
        let origin = folder.display().to_string();
        (folder, origin)
    } else {
        (made(), "the generator of this benchmark, because no folder of instances was found".to_string())
    };
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    Instances { origin, files: paths.iter().map(|path| Instance::read(path)).collect() }
}

/// A party's best package is worth this.
const BEST: f64 = 1e6;

/// A folder for files made here.
fn workshop(purpose: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(purpose);
    std::fs::create_dir_all(&folder).expect("the folder for instances can be made");
    folder
}

/// Writes three instances of every kind.
fn made() -> PathBuf {
    let folder = workshop("bench-instances");
    for seed in 0..3 {
        for (n, k, p) in [(28, 3, 2), (28, 3, 3), (60, 5, 5)] {
            for family in [Family::Opposed, Family::ZeroSum, Family::Random] {
                let name = format!("{family:?}_{p}_{n}_{k}_{seed}.txt");
                write(&folder.join(name), &Shape { n, k, p, family, n_pairs: 0, seed });
            }
        }
        for n_pairs in [14, 28, 42, 60] {
            for family in [Family::Opposed, Family::ZeroSum] {
                let name = format!("dep_{family:?}_{n_pairs}_{seed}.txt");
                write(&folder.join(name), &Shape { n: 28, k: 3, p: 3, family, n_pairs, seed });
            }
        }
    }
    folder
}

/// A small instance between two parties with opposed interests.
pub fn two_parties(n: usize, k: usize) -> Instance {
    let path = workshop("bench-frontier").join("two_parties.txt");
    write(&path, &Shape { n, k, p: 2, family: Family::Random, n_pairs: 0, seed: 1 });
    Instance::read(&path)
}

#[derive(Clone, Copy, Debug)]
enum Family {
    /// Parties pull to opposite ends of every issue, with middle options near halfway or better.
    Opposed,
    /// What one gains another loses, but for a little noise.
    ZeroSum,
    /// Every value by itself.
    Random,
}

struct Shape {
    n: usize,
    k: usize,
    p: usize,
    family: Family,
    n_pairs: usize,
    seed: u64,
}

/// Numbers from a seed (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
struct Draws(u64);

impl Draws {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.unit() * bound as f64) as usize
    }
}

fn write(path: &Path, shape: &Shape) {
    let Shape { n, k, p, family, n_pairs, seed } = *shape;
    let mut draws = Draws(seed.wrapping_mul(1000) + (n * k * p + n_pairs) as u64 + family as u64);
    // A party's weight on every issue, and at which end of it the party stands.
    let weights: Vec<Vec<f64>> = (0..p).map(|_| (0..n).map(|_| draws.unit() + 0.05).collect()).collect();
    let shared: Vec<f64> = (0..n).map(|_| draws.unit() + 0.05).collect();
    let mut text = format!("{n} {k} {p}\n");
    let reservation = if p == 3 && n_pairs == 0 { 0.3 } else { 0.2 } * BEST;
    let _ = writeln!(text, "{}", vec![format!("{reservation:.0}"); p].join(" "));
    for issue in 0..n {
        let ends: Vec<bool> = (0..p).map(|party| (party + issue) % 2 == 0).collect();
        for option in 0..k {
            let place = option as f64 / (k - 1) as f64;
            let row = (0..p).map(|party| {
                let toward = if ends[party] { place } else { 1.0 - place };
                let (weight, value) = match family {
                    Family::Opposed => (weights[party][issue] / weights[party].iter().sum::<f64>(), toward.powf(0.7)),
                    Family::ZeroSum => (shared[issue] / shared.iter().sum::<f64>(), toward),
                    Family::Random => (weights[party][issue] / weights[party].iter().sum::<f64>(), draws.unit()),
                };
                let noise = if option % (k - 1) == 0 { 1.0 } else { 0.95 + 0.1 * draws.unit() };
                format!("{:.0}", weight * value * noise * BEST)
            });
            let _ = writeln!(text, "{}", row.collect::<Vec<_>>().join(" "));
        }
    }
    if n_pairs > 0 {
        pairs(&mut text, &mut draws, shape);
    }
    std::fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Tables over pairs of issues: some pairs of options forbidden, others worth more or less together.
fn pairs(text: &mut String, draws: &mut Draws, shape: &Shape) {
    let _ = writeln!(text, "{}", shape.n_pairs);
    let mut taken = std::collections::HashSet::new();
    while taken.len() < shape.n_pairs {
        // Neighbours within ten issues keep the decomposition narrow.
        let first = draws.below(shape.n - 1);
        let second = (first + 1 + draws.below(10)).min(shape.n - 1);
        if !taken.insert((first, second)) {
            continue;
        }
        let mut line = format!("{first} {second}");
        for cell in 0..shape.k * shape.k {
            match draws.unit() {
                // The first options stay compatible, so that there is always some package.
                u if u < 0.1 && cell > 0 => line.push_str(" X"),
                u if u < 0.6 => (0..shape.p).for_each(|_| line.push_str(" 0")),
                _ => (0..shape.p).for_each(|_| {
                    let _ = write!(line, " {:.0}", (draws.unit() - 0.4) * 25_000.0);
                }),
            }
        }
        let _ = writeln!(text, "{line}");
    }
}
