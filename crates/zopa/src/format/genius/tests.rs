//! Files of GENIUS, in order and not.
