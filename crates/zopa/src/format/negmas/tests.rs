//! Files of NegMAS, in order and not.
