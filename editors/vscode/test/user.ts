/** The way of somebody who sits in front of it. */

import assert from "node:assert/strict";
import type { Browser, Locator } from "playwright-core";
import { type Code, PLANNED, Workbench } from "./workbench";

export async function user(code: Code, browser: Browser): Promise<void> {
  const bench = await Workbench.open(browser, code);
  const { page } = bench;

  await bench.openFile(`${code.workspace}/.claude/commands/flow/implement.md`);
  await page.locator(".squiggly-error, .squiggly-warning").first().waitFor();
  await bench.picture("findings");
  await page.locator("#status\\.languageStatus").hover();
  await page.locator(".hover-language-status", { hasText: "Medium · 2 unvalidated" }).waitFor();
  await bench.picture("status");

  await page.keyboard.press("Control+Shift+m");
  await page.locator(".markers-panel .monaco-list-row", { hasText: "include-missing" }).first().waitFor();
  await bench.picture("problems");

  await page.locator(".editor-instance .view-lines").first().click();
  await bench.goto(15, 14);
  await bench.actions("Change to `");
  await bench.picture("quick-fix");
  await page.keyboard.press("Enter");
  await page.locator(".view-line", { hasText: "_workflow-state.md" }).first().waitFor();
  await page.locator(".squiggly-error").first().waitFor({ state: "detached" });

  await page.locator(".activitybar .action-label[aria-label='Flowspec']").click();
  await page.locator(".pane-body .monaco-list-row", { hasText: "task-07" }).first().waitFor();
  // The panel has been seen.
  await page.keyboard.press("Control+j");
  await page.locator(".markers-panel").waitFor({ state: "hidden" });
  await bench.picture("tasks");

  await move(code, bench);
  await machine(code, bench);
  await walkthrough(bench);
}

/** Runs a command on a task, and sees the task's label move. */
async function move(code: Code, bench: Workbench): Promise<void> {
  const { page } = bench;
  await bench.openFile(`${code.workspace}/${PLANNED}`);
  await bench.command("Flowspec: Run a Workflow Command");
  // The constitution is of tier Medium and not validated, so that it asks; then it asks for trust.
  await bench.answer("unvalidated", "Yes", "preflight");
  await bench.answer("Run this in", "Yes", "trust");
  await page.locator(".view-line", { hasText: "workflow:In Implementation" }).first().waitFor();
  await bench.message("succeeded").waitFor();
  await bench.picture("run");
  assert.deepEqual(code.recorded(), [["claude", "-p", "/flow:implement task-10"]]);
  // The states are more than buttons can show.
  await bench.command("Flowspec: Move the Task to a State");
  await bench.row(".quick-input-list", "Validated").waitFor();
  await bench.picture("states");
  await page.keyboard.press("Escape");
  await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  // A question that is closed is answered by none of its answers.
  await bench.openFile(`${code.workspace}/.claude/commands/flow/implement.md`);
  await bench.command("Flowspec: Run a Workflow Command");
  await bench.row(".quick-input-list", "/flow:validate").click();
  await page.locator(".monaco-dialog-box .monaco-button", { hasText: "task-10" }).waitFor();
  await bench.picture("which-task");
  await page.keyboard.press("Escape");
  await bench.message("nothing was run").waitFor();
  assert.equal(code.recorded().length, 1);
}

/** Opens the state machine, chooses a state, and opens a task of it. */
async function machine(code: Code, bench: Workbench): Promise<void> {
  const { page } = bench;
  await bench.command("Notifications: Clear All Notifications");
  await bench.command("Flowspec: Open the State Machine");
  const view = page.frameLocator("iframe.webview").frameLocator("iframe");
  const state = (name: string): Locator => view.locator(`.node[data-id="${name}"]`);
  await state("In Implementation").click();
  await view.locator("#side h2", { hasText: "In Implementation" }).waitFor();
  assert.deepEqual(await view.locator(".task .id").allTextContents(), ["task-07", "task-10"]);
  assert.equal(await state("Planned").getAttribute("aria-label"), "Planned, no tasks");
  // The keyboard does what the mouse does, and the steps that lead on are marked with their labels.
  await state("Specified").press("Enter");
  await view.locator("#side h2", { hasText: "Specified" }).waitFor();
  assert.equal(await state("Specified").getAttribute("aria-pressed"), "true");
  assert.deepEqual(await view.locator(".edge.lit text").allTextContents(), ["/flow:research", "/flow:plan"]);
  await state("In Implementation").press(" ");
  await view.locator("#side h2", { hasText: "In Implementation" }).waitFor();
  await bench.picture("state-machine");
  await view.locator(".task .open", { hasText: "task-07" }).click();
  await page.locator(".tab", { hasText: "task-07 - Order-late-scans.md" }).waitFor();
  await bench.dark(code);
  await bench.picture("state-machine-dark");
}

/** The first steps, as VS Code shows them to somebody who has just installed it. */
async function walkthrough(bench: Workbench): Promise<void> {
  const { page } = bench;
  await bench.command("Welcome: Open Walkthrough");
  await bench.row(".quick-input-list", "Get started with Flowspec").click();
  await page.locator(".getting-started-step", { hasText: "Run a workflow command" }).waitFor();
  await bench.picture("walkthrough");
}

/** What somebody sees who does not trust the workspace: findings, and nothing runs. */
export async function restricted(code: Code, browser: Browser): Promise<void> {
  const bench = await Workbench.open(browser, code);
  const { page } = bench;
  await page.locator(".monaco-dialog-box .monaco-button", { hasText: "No, I don't trust" }).click();
  await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
  await bench.openFile(`${code.workspace}/.claude/commands/flow/implement.md`);
  await page.locator(".squiggly-error").first().waitFor();
  await bench.openFile(`${code.workspace}/${PLANNED}`);
  await bench.command("Flowspec: Run a Workflow Command");
  await bench.message("Restricted Mode").waitFor();
  await bench.picture("restricted");
  assert.deepEqual(code.recorded(), []);
}
