//! Spec Kit: its features, and how a project is set up.

pub(in crate::rules) mod features;
pub(in crate::rules) mod projects;
