import assert from "node:assert/strict";
import * as vscode from "vscode";

/** VS Code looks at `activationEvents` before it runs tests, so that there is nothing to wait for. */
describe("in a folder without flowspec files", () => {
  it("the extension is not started, whatever is opened", async () => {
    const extension = vscode.extensions.getExtension("flowspec-lsp.flowspec");
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(extension !== undefined && folder !== undefined);
    for (const name of ["README.md", "compose.yml"]) {
      const document: vscode.TextDocument = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, name));
      await vscode.window.showTextDocument(document);
      assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    }
    assert.equal(extension.isActive, false);
  });
});
