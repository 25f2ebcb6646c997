import assert from "node:assert/strict";
import { chmod, copyFile, rename, symlink } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import * as vscode from "vscode";
import type { Api } from "../../src/extension";
import { onPath } from "../../src/server";

const EXTENSION = "flowspec-lsp.flowspec";
const IMPLEMENT = ".claude/commands/flow/implement.md";

function file(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Waits for something that comes by itself. */
async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    assert.ok(Date.now() < end, `waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function finding(path: string, code: string): Promise<vscode.Diagnostic> {
  const codeOf = (it: vscode.Diagnostic): unknown => (typeof it.code === "object" ? it.code.value : it.code);
  return until(`${code} in ${path}`, () => vscode.languages.getDiagnostics(file(path)).find((it) => codeOf(it) === code));
}

async function api(): Promise<Api> {
  const extension = vscode.extensions.getExtension<Api>(EXTENSION);
  assert.ok(extension);
  return await extension.activate();
}

describe("the extension", () => {
  it("is started by a workspace that has flowspec files", async () => {
    const extension = vscode.extensions.getExtension<Api>(EXTENSION);
    assert.ok(extension);
    await until("activation", () => (extension.isActive ? true : undefined));
    assert.equal(extension.exports.state(), "running");
  });
});

describe("findings", () => {
  it("are shown in files that nobody opened", async () => {
    const found = await finding("flowspec_workflow.yml", "workflow-agent-unknown");
    assert.match(found.message, /did you mean `backend-code-reviewer`/);
  });

  it("are shown in an open file, with a link to the rule and a fix", async () => {
    const uri = file(IMPLEMENT);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const found = await finding(IMPLEMENT, "include-missing");
    assert.equal(document.getText(found.range), ".claude/partials/flow/_workflow-states.md");
    assert.equal(found.source, "flowspec");
    // While the file is being opened, the server may say that what it was asked about is outdated, and VS Code may take the question back.
    const action = await until("the fix", async () => {
      try {
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, found.range);
        return actions.find((it) => it.title === "Change to `.claude/partials/flow/_workflow-state.md`");
      } catch (error) {
        if (error instanceof Error && error.message === "Canceled") {
          return undefined;
        }
        throw error;
      }
    });
    assert.ok(action.edit);
    assert.ok(await vscode.workspace.applyEdit(action.edit));
    assert.match(document.lineAt(14).text, /_workflow-state\.md/);
    await until("no finding", () => (vscode.languages.getDiagnostics(uri).length === 0 ? true : undefined));
    await vscode.commands.executeCommand("undo");
    await finding(IMPLEMENT, "include-missing");
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("obey the settings of the editor", async () => {
    await finding("memory/constitution.md", "placeholder");
    const settings = vscode.workspace.getConfiguration("flowspec");
    await settings.update("rules", { placeholder: "off" }, vscode.ConfigurationTarget.Workspace);
    const codes = (): unknown[] =>
      vscode.languages.getDiagnostics(file("memory/constitution.md")).map((it) => (typeof it.code === "object" ? it.code.value : it.code));
    await until("silence", () => (codes().includes("placeholder") ? undefined : true));
    await settings.update("rules", undefined, vscode.ConfigurationTarget.Workspace);
    await finding("memory/constitution.md", "placeholder");
  });

  it("are not looked for in ordinary files", async () => {
    const uri = file("docker-compose.yml");
    await vscode.workspace.fs.writeFile(uri, Buffer.from("agents: ['{{INCLUDE:nowhere.md}}', 'workflow:Nowhere']\n"));
    await vscode.workspace.openTextDocument(uri);
    const readme = file("notes.md");
    await vscode.workspace.fs.writeFile(readme, Buffer.from("See {{INCLUDE:nowhere.md}} and /flow:nowhere.\n"));
    await vscode.workspace.openTextDocument(readme);
    await finding(IMPLEMENT, "include-missing");
    assert.deepEqual([uri, readme].flatMap((it) => vscode.languages.getDiagnostics(it)), []);
  });
});

describe("views", () => {
  const TASK = "backlog/tasks/task-07 - Order-late-scans.md";

  it("say the tier and what is unvalidated, as it is in the editor", async () => {
    const { status } = await api();
    await until("the tier", () => (status()?.text === "Medium · 2 unvalidated" ? true : undefined));
    const document = await vscode.workspace.openTextDocument(file("memory/constitution.md"));
    const marker = document.lineAt(9);
    const text = document.getText(marker.rangeIncludingLineBreak);
    const taken = new vscode.WorkspaceEdit();
    taken.delete(document.uri, marker.rangeIncludingLineBreak);
    await vscode.workspace.applyEdit(taken);
    await until("one less", () => (status()?.text === "Medium · 1 unvalidated" ? true : undefined));
    const back = new vscode.WorkspaceEdit();
    back.insert(document.uri, new vscode.Position(9, 0), text);
    await vscode.workspace.applyEdit(back);
    await until("two again", () => (status()?.text === "Medium · 2 unvalidated" ? true : undefined));
  });

  it("list the tasks by state", async () => {
    const { tasks } = await api();
    await until("tasks", () => (tasks().length > 0 ? true : undefined));
    assert.deepEqual(tasks(), [
      "To Do",
      "Assessed · 2",
      "  task-08  Show the image of a signature · To Do",
      "  task-11  Forget delivery addresses after 13 months · To Do",
      "Specified · 1",
      "  task-08  Delivery window on the tracking page · To Do",
      "Researched",
      "Planned · 1",
      "  task-10  Nightly run against the carrier sandboxes · In Progress",
      "In Implementation · 1",
      "  task-07  Order late scans · In Progress",
      "Validated",
      "Deployed",
      "Done",
      "Ready for Development · 1 · the workflow has no such state",
      "  task-09  Show refused parcels as returns · To Do",
    ]);
  });

  it("follow a task that moves, in the editor and on the disk", async () => {
    const { tasks } = await api();
    const stateOf = (): string | undefined => {
      const lines = tasks();
      const at = lines.findIndex((line) => line.includes("task-07"));
      return lines.slice(0, at).findLast((line) => !line.startsWith(" "));
    };
    await vscode.commands.executeCommand("flowspec.setTaskState", { task: file(TASK).toString(), state: "Validated" });
    await until("Validated", () => (stateOf() === "Validated · 2" || stateOf() === "Validated · 1" ? true : undefined));
    await vscode.window.showTextDocument(file(TASK));
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await until("In Implementation", () => (stateOf()?.startsWith("In Implementation") ? true : undefined));
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file(TASK)));
    await vscode.workspace.fs.writeFile(file(TASK), Buffer.from(text.replace("workflow:In Implementation", "workflow:Planned")));
    await until("Planned", () => (stateOf()?.startsWith("Planned") ? true : undefined));
    await vscode.workspace.fs.writeFile(file(TASK), Buffer.from(text));
  });
});

describe("a workflow command in a terminal", () => {
  const settings = vscode.workspace.getConfiguration("flowspec");
  const PLANNED = "backlog/tasks/task-10 - Carrier-sandbox.md";

  before(() => settings.update("agent.where", "terminal", vscode.ConfigurationTarget.Workspace));
  after(() => settings.update("agent.where", undefined, vscode.ConfigurationTarget.Workspace));

  it("starts the agent itself, with the prompt as one argument", async () => {
    await vscode.commands.executeCommand("flowspec.run", { command: "/flow:implement", task: file(PLANNED).toString(), yes: true });
    const terminal = vscode.window.terminals.find(({ name }) => name === "/flow:implement task-10");
    assert.ok(terminal);
    const options = terminal.creationOptions as vscode.TerminalOptions;
    assert.match(options.shellPath ?? "", /\/bin\/claude$/);
    assert.deepEqual(options.shellArgs, ["/flow:implement task-10"]);
    terminal.dispose();
  });

  it("does not when the checks say no", async () => {
    await vscode.commands.executeCommand("flowspec.run", { command: "/flow:operate", task: file(PLANNED).toString(), yes: true });
    assert.equal(vscode.window.terminals.some(({ name }) => name.startsWith("/flow:operate")), false);
  });
});

describe("snippets", () => {
  it("write what is not easy to remember", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "markdown", content: "" });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("editor.action.insertSnippet", { langId: "markdown", name: "Include a partial" });
    assert.equal(document.getText(), "{{INCLUDE:.claude/partials/flow/_constitution-check.md}}");
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("write what OpenSpec reads", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "markdown", content: "" });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("editor.action.insertSnippet", { langId: "markdown", name: "Renamed requirements" });
    assert.equal(document.getText(), "## RENAMED Requirements\n\n- FROM: `### Requirement: Name`\n- TO: `### Requirement: New name`");
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });
});

describe("a delta of OpenSpec", () => {
  const SPEC = "openspec/specs/till/spec.md";
  const DELTA = "openspec/changes/add-fees/specs/till/spec.md";
  const ADDED = "openspec/changes/add-fees/specs/fees/spec.md";
  const block = (name: string, text: string): string => `### Requirement: ${name}\n${text}\n\n#### Scenario: One\n- **WHEN** a\n- **THEN** b\n`;
  const write = (path: string, text: string): Thenable<void> => vscode.workspace.fs.writeFile(file(path), Buffer.from(text));
  const compare = async (path: string): Promise<unknown> => {
    await finding(path, "requirement-no-keyword");
    await vscode.commands.executeCommand("flowspec.compareSpec", file(path));
    return vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  };

  before(async () => {
    await write(SPEC, `# till Specification\n\n## Purpose\nThe till adds up what a customer buys and takes the money for it.\n\n## Requirements\n\n${block("Round", "It SHALL round.")}`);
    await write(DELTA, `## MODIFIED Requirements\n\n${block("Round", "It rounds down.")}`);
    await write(ADDED, `## ADDED Requirements\n\n${block("Fee", "It adds a fee.")}`);
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(file("openspec"), { recursive: true });
  });

  it("is compared with the spec of today", async () => {
    const input = await compare(DELTA);
    assert.ok(input instanceof vscode.TabInputTextDiff);
    assert.equal(input.original.toString(), file(SPEC).toString());
    assert.equal(input.modified.toString(), file(DELTA).with({ scheme: "flowspec-expansion" }).toString());
    const today = new TextDecoder().decode(await vscode.workspace.fs.readFile(file(SPEC)));
    const merged = await vscode.workspace.openTextDocument(input.modified);
    assert.equal(merged.getText(), today.replace("It SHALL round.", "It rounds down."));
    const found = await until("the finding of the delta", () => vscode.languages.getDiagnostics(input.modified)[0]);
    assert.equal(merged.getText(found.range), "It rounds down.");
    assert.equal(found.relatedInformation?.[0]?.location.uri.toString(), file(DELTA).toString());
  });

  it("follows what is typed in the delta", async () => {
    const document = await vscode.workspace.openTextDocument(file(DELTA));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(3).range.end, " Always.");
    await vscode.workspace.applyEdit(edit);
    const merged = await vscode.workspace.openTextDocument(document.uri.with({ scheme: "flowspec-expansion" }));
    await until("the edit", () => (merged.getText().includes("It rounds down. Always.") ? true : undefined));
    await document.save();
  });

  it("is shown alone when the capability is new", async () => {
    const input = await compare(ADDED);
    assert.ok(input instanceof vscode.TabInputText);
    assert.equal(input.uri.scheme, "flowspec-expansion");
    const merged = await vscode.workspace.openTextDocument(input.uri);
    assert.match(merged.getText(), /^# fees Specification\n\n## Purpose\nTBD - created by archiving change add-fees/);
  });
});

describe("the server", () => {
  const settings = vscode.workspace.getConfiguration("flowspec");
  const set = (path: string | undefined): Thenable<void> => settings.update("server.path", path, vscode.ConfigurationTarget.Global);
  const stopped = async (why: RegExp): Promise<void> => {
    const { state } = await api();
    await until(why.source, () => (why.test(state()) ? true : undefined));
  };
  const running = async (from: string): Promise<string> => {
    const { server } = await api();
    return (await until(`a server from ${from}`, () => (server()?.from === from ? server() : undefined))).path;
  };
  const bundled = (): string => {
    const extension = vscode.extensions.getExtension(EXTENSION);
    assert.ok(extension);
    return join(extension.extensionPath, "server", "flowspec-lsp");
  };

  it("is the one that comes with the extension", async () => {
    assert.equal(await running("bundled"), bundled());
  });

  it("is the one of the setting, before all others", async () => {
    const path = `${bundled()}-of-the-user`;
    await copyFile(bundled(), path);
    await set(path);
    assert.equal(await running("setting"), path);
    await set(join("/nowhere", "flowspec-lsp"));
    await stopped(/"\/nowhere\/flowspec-lsp", where there is no program/);
    await set(undefined);
    await running("bundled");
  });

  it("is looked for on the PATH when the extension comes without, and missed when it is nowhere", async () => {
    const away = `${bundled()}-away`;
    await rename(bundled(), away);
    await vscode.commands.executeCommand("flowspec.restartServer");
    await stopped(/comes without a server, and there is none on the PATH/);
    // What a workspace has on the PATH is not started.
    const [own, foreign] = [onPath("claude", process.env["PATH"] ?? "", []), file("bin/flowspec-lsp").fsPath];
    assert.ok(own);
    await vscode.workspace.fs.writeFile(vscode.Uri.file(foreign), Buffer.from("#!/bin/sh\n"));
    await chmod(foreign, 0o755);
    const before = process.env["PATH"] ?? "";
    process.env["PATH"] = [dirname(foreign), before].join(delimiter);
    await vscode.commands.executeCommand("flowspec.restartServer");
    await stopped(/comes without a server, and there is none on the PATH/);
    await symlink(away, join(dirname(own), "flowspec-lsp"));
    await vscode.commands.executeCommand("flowspec.restartServer");
    assert.equal(await running("PATH"), join(dirname(own), "flowspec-lsp"));
    process.env["PATH"] = before;
    await rename(away, bundled());
    await vscode.commands.executeCommand("flowspec.restartServer");
    await running("bundled");
  });
});
