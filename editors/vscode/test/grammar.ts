/** The injected grammars on top of VS Code's own for Markdown. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";
import { places } from "./workbench";

const OURS = ["directives", "labels"];

const CASES: [string, string, string[]][] = [
  [
    "includes",
    "{{INCLUDE:a/b.md}} and <<INCLUDE:c.md>>, {{INVOKE_SKILL:tdd}}",
    [
      "INCLUDE keyword.control.directive",
      "a/b.md string.other.link",
      "INCLUDE keyword.control.directive",
      "c.md string.other.link",
      "INVOKE_SKILL keyword.control.directive",
      "tdd string.other.link",
    ],
  ],
  ["imports", "@import memory/a.md\n\nan @import here", ["@import keyword.control.directive", "memory/a.md string.other.link"]],
  [
    "markers of a constitution",
    "<!-- TIER: Heavy -->\n\n<!-- SECTION:QUALITY:BEGIN -->\n- a <!-- NEEDS_VALIDATION: why -->",
    [
      "TIER keyword.other.marker",
      "Heavy constant.language.tier",
      "SECTION keyword.other.marker",
      "QUALITY entity.name.section",
      "BEGIN keyword.other.marker",
      "NEEDS_VALIDATION keyword.other.marker",
      "NEEDS_VALIDATION invalid.deprecated.unvalidated",
      "why string.unquoted.marker",
    ],
  ],
  [
    "markers of a task",
    "<!-- AC:BEGIN -->\n- [ ] #1 a\n<!-- AC:END -->",
    ["AC keyword.other.marker", "BEGIN keyword.other.marker", "AC keyword.other.marker", "END keyword.other.marker"],
  ],
  [
    "labels in front matter, sentences and inline code",
    "---\nlabels: [a, 'workflow:In Implementation', workflow:Planned]\n---\n\nFrom `workflow:To Do` on.",
    [
      "workflow keyword.other.label",
      "In Implementation constant.language.state",
      "workflow keyword.other.label",
      "Planned constant.language.state",
      "workflow keyword.other.label",
      "To Do constant.language.state",
    ],
  ],
  ["nothing in documentation", "`{{INCLUDE:a.md}}` and \\{\\{INCLUDE:a.md\\}\\}\n\n```markdown\n<!-- TIER: Heavy -->\n{{INCLUDE:a.md}} `workflow:A`\n```", []],
  ["nothing in placeholders and other words", "{{INCLUDE}} {{INCLUDE:}} {{INCLUDE:<path>}} a subworkflow:x, workflow: a", []],
];

export async function grammar(): Promise<void> {
  const wasm = createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm");
  await oniguruma.loadWASM(readFileSync(wasm));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) => Promise.resolve(load(scope)),
    getInjections: (scope) => (scope === "text.html.markdown" ? OURS.map((name) => `flowspec.${name}`) : []),
  });
  const markdown = await registry.loadGrammar("text.html.markdown");
  assert.ok(markdown);
  for (const [what, text, expected] of CASES) {
    assert.deepEqual(scopes(markdown, text), expected, what);
  }
}

/** Each part of the text that has scopes of ours, with each of them that a theme can colour. */
function scopes(grammar: textmate.IGrammar, text: string): string[] {
  const found: string[] = [];
  let state: textmate.StateStack | null = null;
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const ours = scopes.filter((scope) => scope.endsWith(".flowspec") && !/^(?:meta|punctuation)\./.test(scope));
      found.push(...ours.map((scope) => `${line.slice(startIndex, endIndex).trim()} ${scope.replace(".flowspec", "")}`));
    }
  }
  return found;
}

function load(scope: string): textmate.IRawGrammar | null {
  const builtin = (path: string): string => join(places.code, "extensions", path);
  const files: Record<string, string> = {
    "text.html.markdown": builtin("markdown-basics/syntaxes/markdown.tmLanguage.json"),
    "text.html.basic": builtin("html/syntaxes/html.tmLanguage.json"),
    "text.html.derivative": builtin("html/syntaxes/html-derivative.tmLanguage.json"),
    "source.yaml": builtin("yaml/syntaxes/yaml.tmLanguage.json"),
    ...Object.fromEntries(OURS.map((name) => [`flowspec.${name}`, `syntaxes/${name}.tmLanguage.json`])),
  };
  const file = files[scope];
  return file === undefined ? null : textmate.parseRawGrammar(readFileSync(file, "utf8"), file);
}
