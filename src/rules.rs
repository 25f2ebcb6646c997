//! The rules: one file each, with its check, its fix and its tests.
