/** Which documents concern the server. */

import type { DocumentSelector } from "vscode-languageclient/node";
import { EXPANSION } from "./expansions";

/** The files that are YAML or TOML as a whole, as the server knows them by default. All other YAML is none of our business. */
const DATA = [
  "**/{flowspec,specflow,jpspec}_workflow.{yml,yaml}",
  "**/.flowspec/workflow.{yml,yaml}",
  "**/.flowspec/hooks/hooks.{yml,yaml}",
  "**/openspec/config.{yaml,yml}",
  "**/openspec/schemas/*/schema.yaml",
  "**/openspec/changes/**/.openspec.yaml",
  "**/.specify/*.{json,yml}",
  "**/.specify/{extensions,presets,workflows}/*/{extension,preset,workflow}.yml",
  "**/{extension,preset}.yml",
  "**/.kiro/specs/*/spec.json",
  "**/.kiro/hooks/*.{json,kiro.hook}",
  "**/.claude-plugin/plugin.json",
  "**/hooks/hooks.json",
];

export const SELECTOR: DocumentSelector & { language?: string; scheme: string; pattern?: string }[] = [
  { scheme: "file", language: "markdown" },
  { scheme: EXPANSION, language: "markdown" },
  ...DATA.map((pattern) => ({ scheme: "file", pattern })),
  { scheme: "file", pattern: "**/flowspec-lsp.toml" },
];
