/** What VS Code's test runner calls. */

import Mocha from "mocha";
import * as vscode from "vscode";

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 30_000, color: false, reporter: "spec" });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await (vscode.workspace.name === "ordinary" ? import("./ordinary.test") : import("./extension.test"));
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) {
        resolve();
      } else {
        reject(new Error(`${failures} tests failed`));
      }
    });
  });
}
