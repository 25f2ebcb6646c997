/** All tests in the real VS Code, one after the other. */

import { join } from "node:path";
import { chat, noChat, terminal } from "./agent";
import { grammar } from "./grammar";
import { host } from "./host";
import { restricted, user } from "./user";
import { Code, type Options, launch, places } from "./workbench";

// A terminal that is drawn on a canvas has no text to read.
const TERMINAL = { "flowspec.agent.where": "terminal", "terminal.integrated.gpuAcceleration": "off" };
const CHAT = { "flowspec.agent.where": "chat" };

const only = process.argv.slice(2);
const tests: [string, () => Promise<void>][] = [
  ["grammar", grammar],
  ["extension host", () => withCode({}, host)],
  ["user", () => withCode({}, user)],
  ["terminal", () => withCode({ settings: TERMINAL }, terminal)],
  ["chat", () => withCode({ settings: CHAT }, chat)],
  ["no chat", () => withCode({ settings: CHAT }, noChat)],
  ["restricted mode", () => withCode({ restricted: true }, restricted)],
];

async function withCode(options: Options, test: (code: Code, browser: Awaited<ReturnType<typeof launch>>) => Promise<void>): Promise<void> {
  const [code, browser] = await Promise.all([Code.start(options), launch()]);
  try {
    await test(code, browser);
  } catch (error) {
    const pages = browser.contexts().flatMap((context) => context.pages());
    await Promise.all(pages.map((page, at) => page.screenshot({ path: join(places.scratch, "pictures", `failed-${at}.png`) })));
    throw error;
  } finally {
    await browser.close();
    await code.stop();
  }
}

let failed = 0;
const chosen = tests.filter(([name]) => only.length === 0 || only.includes(name));
for (const [name, test] of chosen) {
  const begin = Date.now();
  try {
    await test();
    console.log(`ok: ${name} (${((Date.now() - begin) / 1000).toFixed(0)} s)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED: ${name}`, error);
  }
}
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
