/** All tests in the real VS Code, one after the other. */

import { grammar } from "./grammar";
import { host } from "./host";
import { join } from "node:path";
import { restricted, user } from "./user";
import { Code, launch, places } from "./workbench";

const only = process.argv.slice(2);
const tests: [string, () => Promise<void>][] = [
  ["grammar", grammar],
  ["extension host", () => withCode(true, host)],
  ["user", () => withCode(true, user)],
  ["restricted mode", () => withCode(false, restricted)],
];

async function withCode(trusted: boolean, test: (code: Code, browser: Awaited<ReturnType<typeof launch>>) => Promise<void>): Promise<void> {
  const [code, browser] = await Promise.all([Code.start({ trusted }), launch()]);
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
