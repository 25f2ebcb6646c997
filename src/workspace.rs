//! The documents of a project, who defines and who uses what, and where it all comes from.
