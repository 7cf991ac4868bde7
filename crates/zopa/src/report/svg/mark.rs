//! Shapes that stand for solutions and drafts.

use super::{at, escape};
use crate::report::brief::Brief;

/// A shape and the solutions that it stands for, because they give everyone the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Indices of the solutions in the brief.
    pub solutions: Vec<usize>,
    /// Whether the solution asked for is among them.
    pub is_chosen: bool,
    shape: usize,
}

/// Corners of the shapes in a circle of radius one, in the order in which solutions take them.
const SHAPES: [&[(f64, f64)]; 8] = [
    &[(0.0, -1.15), (1.15, 0.0), (0.0, 1.15), (-1.15, 0.0)],
    &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    &[(0.0, -1.1), (1.05, 0.85), (-1.05, 0.85)],
    &[(0.0, 1.1), (1.05, -0.85), (-1.05, -0.85)],
    &[(0.5, -0.95), (1.1, 0.0), (0.5, 0.95), (-0.5, 0.95), (-1.1, 0.0), (-0.5, -0.95)],
    &[(0.0, -1.1), (1.05, -0.3), (0.65, 0.9), (-0.65, 0.9), (-1.05, -0.3)],
    &[(0.0, -1.2), (0.35, -0.35), (1.2, 0.0), (0.35, 0.35), (0.0, 1.2), (-0.35, 0.35), (-1.2, 0.0), (-0.35, -0.35)],
    &[(-1.0, -0.5), (1.0, -0.5), (1.0, 0.5), (-1.0, 0.5)],
];

/// A mark for every group of solutions that give everyone the same. Mixtures lie near the packages
/// that they mix and would only cover them, so they have a mark only if asked for.
#[must_use]
pub fn marks(brief: &Brief) -> Vec<Mark> {
    let is_shown = |&index: &usize| index == 0 || !brief.solutions[index].question.solution.is_mixture;
    let groups = brief.distinct_solutions().into_iter();
    let groups = groups.map(|group| group.into_iter().filter(is_shown).collect::<Vec<_>>());
    let groups = groups.filter(|group| !group.is_empty()).enumerate();
    let marks =
        groups.map(|(i, solutions)| Mark { is_chosen: solutions.contains(&0), solutions, shape: i % SHAPES.len() });
    marks.collect()
}

impl Mark {
    /// The names of the solutions.
    #[must_use]
    pub fn names(&self, brief: &Brief) -> String {
        let names: Vec<&str> = self.solutions.iter().map(|&i| brief.solutions[i].question.solution.name).collect();
        names.join(", ")
    }

    /// The shape with its centre at a place.
    #[must_use]
    pub fn shape(&self, x: f64, y: f64, title: &str) -> String {
        let radius = if self.is_chosen { 7.0 } else { 4.5 };
        let corners: Vec<String> = SHAPES[self.shape]
            .iter()
            .map(|(dx, dy)| format!("{},{}", at(x + dx * radius), at(y + dy * radius)))
            .collect();
        let (class, fill) = if self.is_chosen { ("chosen", "currentColor") } else { ("solution", "none") };
        let title = if title.is_empty() { String::new() } else { format!("<title>{}</title>", escape(title)) };
        format!(
            "<polygon class=\"{class}\" fill=\"{fill}\" stroke=\"currentColor\" points=\"{}\">{title}</polygon>",
            corners.join(" ")
        )
    }

    /// The shape alone, as a picture for a legend.
    #[must_use]
    pub fn legend(&self) -> String {
        format!(
            "<svg class=\"key\" width=\"18\" height=\"18\" viewBox=\"-9 -9 18 18\" aria-hidden=\"true\">{}</svg>",
            self.shape(0.0, 0.0, "")
        )
    }
}

/// A draft's number in a circle; dashed where it stands for a range.
pub(super) fn draft(number: usize, x: f64, y: f64, is_range: bool, title: &str) -> String {
    let dash = if is_range { " stroke-dasharray=\"2 2\"" } else { "" };
    format!(
        "<g class=\"draft\"><title>{}</title><circle cx=\"{x}\" cy=\"{y}\" r=\"7.5\" fill=\"none\" stroke=\"currentColor\"{dash}/>\
         <text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" font-size=\"10\">{number}</text></g>",
        escape(title),
        at(y + 3.5),
        x = at(x),
        y = at(y),
    )
}
