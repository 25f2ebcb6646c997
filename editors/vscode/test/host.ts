/** Runs the suite in the extension host, with the extension as it was packaged. */

import type { Browser } from "playwright-core";
import { type Code, places } from "./workbench";

/** In the example, and in a folder that is none of our business. */
export async function host(code: Code, browser: Browser): Promise<void> {
  for (const folder of [code.workspace, code.ordinary()]) {
    await suite(code, browser, folder);
  }
}

async function suite(code: Code, browser: Browser, folder: string): Promise<void> {
  const page = await browser.newPage();
  const exit = new Promise<number>((resolve, reject) => {
    setTimeout(() => { reject(new Error("the suite did not end")); }, 120_000).unref();
    void page.exposeFunction("codeAutomationLog", (kind: string, args: unknown[]) => {
      // Mocha's report is what has placeholders. VS Code itself complains of its compiled parts, which are not installed.
      if (kind === "info" && /%[sd]/.test(String(args[0]))) {
        console.log(...args);
      }
    });
    void page.exposeFunction("codeAutomationExit", resolve);
  });
  const [name, remote] = code.develop(places.suite);
  await page.goto(code.url({ folder, payload: [[name, remote], ["extensionTestsPath", `${remote}/dist/suite.js`]] }));
  const status = await exit;
  await page.close();
  if (status !== 0) {
    throw new Error(`the suite of ${folder} ended with ${status}`);
  }
}
