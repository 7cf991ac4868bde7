//! Every scenario is read, or refused for a true reason.
