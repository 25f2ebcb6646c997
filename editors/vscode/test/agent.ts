/** A workflow command by an agent of the editor's own: in a terminal, and in the chat. */

import assert from "node:assert/strict";
import { resolve } from "node:path";
import type { Browser } from "playwright-core";
import { type Code, PLANNED, Workbench } from "./workbench";

/** The agent's dialogue begins, the user ends it, and says that the task moves on. */
export async function terminal(code: Code, browser: Browser): Promise<void> {
  const bench = await Workbench.open(browser, code);
  const { page } = bench;
  await start(code, bench);
  await page.locator(".terminal-wrapper.active .xterm-screen").click();
  await page.locator(".terminal-wrapper.active .xterm-rows", { hasText: "What shall be done?" }).waitFor();
  assert.deepEqual(code.recorded(), [["claude", "/flow:implement task-10"]]);
  await bench.picture("terminal");
  await page.keyboard.type("exit\n");
  const offer = bench.message("task-10 moves on to In Implementation");
  await offer.waitFor();
  await bench.picture("terminal-ended");
  await offer.locator(".monaco-button", { hasText: "Move task-10 to In Implementation" }).click();
  await moved(bench);
}

/** The chat is opened with the command filled in, which the user sends when it suits. */
export async function chat(code: Code, browser: Browser): Promise<void> {
  const bench = await Workbench.open(browser, code, { payload: [code.develop(resolve("test/chat"))] });
  const { page } = bench;
  await start(code, bench);
  await page.locator(".interactive-input-part .view-line", { hasText: "/flow:implement task-10" }).waitFor();
  const offer = page.locator(".statusbar-item", { hasText: "task-10 → In Implementation" });
  await offer.waitFor();
  await bench.picture("chat");
  await offer.click();
  await bench.row(".quick-input-list", "Move task-10 to In Implementation").click();
  await moved(bench);
  await offer.waitFor({ state: "detached" });
  assert.deepEqual(code.recorded(), []);
}

/** Where there is no chat the user is told, and nothing is lost. */
export async function noChat(code: Code, browser: Browser): Promise<void> {
  const bench = await Workbench.open(browser, code);
  await start(code, bench);
  await bench.message("no model was found").waitFor();
  await bench.picture("no-chat");
  await bench.page.locator(".statusbar-item", { hasText: "task-10 → In Implementation" }).click();
  await bench.row(".quick-input-list", "Leave It Where It Is").click();
  await bench.page.locator(".statusbar-item", { hasText: "task-10 → In Implementation" }).waitFor({ state: "detached" });
}

/** Nothing begins before the checks: the constitution is not validated, so that they ask. */
async function start(code: Code, bench: Workbench): Promise<void> {
  await bench.ready();
  await bench.openFile(`${code.workspace}/${PLANNED}`);
  await bench.command("Flowspec: Run a Workflow Command");
  await bench.answer("unvalidated", "Continue", "continue");
}

/** Waits until the label has moved on. */
async function moved(bench: Workbench): Promise<void> {
  await bench.page.locator(".view-line", { hasText: "workflow:In Implementation" }).first().waitFor();
}
