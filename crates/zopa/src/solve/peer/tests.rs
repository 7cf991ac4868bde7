//! NegMAS's definitions against the words in which they are stated, and the frontier against enumeration.

use super::negmas::{DEFINITIONS, figures};
use crate::exact::{Rational, ratio};
use crate::model::{Negotiation, Outcome};
use crate::random::{Random, Shape, negotiation};
use crate::solve::Budget;
