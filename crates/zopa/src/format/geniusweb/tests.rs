//! Files of GeniusWeb, in order and not.
