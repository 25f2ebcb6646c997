//! Rules, events, labels and subcommands of flowspec, and sentences about its commands.

pub(in crate::rules) mod cli_subcommand_unknown;
pub(in crate::rules) mod command_mismatch;
pub(in crate::rules) mod event_unknown;
pub(in crate::rules) mod label_overwrite;
pub(in crate::rules) mod rule_id_unknown;
