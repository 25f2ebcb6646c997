import assert from "node:assert/strict";
import * as vscode from "vscode";

/** VS Code looks at `workspaceContains` before it runs tests, so that there is nothing to wait for. */
describe("in a folder without flowspec files", () => {
  it("the extension is not started, and nothing but such files and its own view would start it", () => {
    const extension = vscode.extensions.getExtension("flowspec-lsp.flowspec");
    assert.ok(extension);
    assert.equal(extension.isActive, false);
    const { activationEvents } = extension.packageJSON as { activationEvents: string[] };
    const others = activationEvents.filter((event) => !event.startsWith("workspaceContains:"));
    assert.deepEqual(others, ["onWebviewPanel:flowspec.stateMachine"]);
  });
});
