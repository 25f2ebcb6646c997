//! Facts to meaning: what commands, constitutions, workflows, tasks, events and hooks say. Pure.
