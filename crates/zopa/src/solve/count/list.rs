//! A list of utility vectors with multiplicities.

/// Utility vectors, a row each. The multiplicities of a list add up to less than 2^128.
#[derive(Clone, Debug, Default)]
pub struct List {
    /// The number of coordinates of a vector.
    pub n_parties: usize,
    /// The number of vectors.
    pub len: usize,
    /// The vectors: entry `row * n_parties + party`.
    pub rows: Vec<i64>,
    /// How often each vector occurs; absent where all occur once.
    pub weights: Option<Vec<u128>>,
}

impl List {
    /// One vector of zeros.
    pub fn origin(n_parties: usize) -> List {
        List { n_parties, len: 1, rows: vec![0; n_parties], weights: None }
    }

    /// The multiplicities added up.
    pub fn total(&self) -> u128 {
        self.weights.as_ref().map_or(self.len as u128, |weights| weights.iter().sum())
    }

    /// How often a vector occurs.
    pub fn weight(&self, row: usize) -> u128 {
        self.weights.as_ref().map_or(1, |weights| weights[row])
    }

    /// A vector.
    pub fn row(&self, row: usize) -> &[i64] {
        &self.rows[row * self.n_parties..][..self.n_parties]
    }

    /// The least and the greatest value of a coordinate, if there is a vector.
    pub fn range(&self, party: usize) -> Option<(i64, i64)> {
        let column = || self.rows.iter().skip(party).step_by(self.n_parties).copied();
        column().min().zip(column().max())
    }
}
