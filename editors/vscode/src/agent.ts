/** Workflow commands that run in a terminal or in the chat view. */

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import type { Offers } from "./offers";
import { type Order, preflight } from "./preflight";
import type { Verdict } from "./protocol";
import { onPath } from "./server";

/** Where an agent runs. */
export type Where = "server" | "terminal" | "chat";

/** The agents whose dialogue begins with a prompt, in the order in which the server looks for them, too. */
const AGENTS: readonly (readonly [name: string, ...before: string[]])[] = [["claude"], ["copilot", "-i"], ["codex"], ["gemini", "-i"]];

export function where(): Where {
  return vscode.workspace.getConfiguration("flowspec").get<Where>("agent.where", "server");
}

/** Runs a command in a terminal or in the chat view, when it may run. */
export async function run(client: LanguageClient, order: Order, place: Exclude<Where, "server">, offers: Offers): Promise<void> {
  const verdict = await preflight(client, order);
  if (verdict === undefined) {
    return;
  }
  if (place === "chat") {
    offers.add(verdict);
    await openChat(verdict);
  } else {
    runInTerminal(verdict);
  }
}

/** Opens the chat view with the command filled in, which the user sends. */
async function openChat({ command, prompt }: Verdict): Promise<void> {
  const open = vscode.commands.executeCommand("workbench.action.chat.open", { query: prompt, isPartialQuery: true });
  const opened = await open.then(() => true, () => false);
  // Without a chat nothing opens, and nothing says so. Whoever has one has a model to talk to.
  if (opened && (await vscode.lm.selectChatModels()).length > 0) {
    return;
  }
  const [copy, settings] = ["Copy the Command", "Choose Where It Runs"];
  const message = `${command} waits in the chat, if there is one: no model was found for it. Set up the chat, or run the command elsewhere.`;
  const choice = await vscode.window.showWarningMessage(message, copy, settings);
  if (choice === copy) {
    await vscode.env.clipboard.writeText(prompt);
  } else if (choice === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "flowspec.agent");
  }
}

/** The agent is started itself, without a shell that could read the prompt as something else. */
function runInTerminal(verdict: Verdict): void {
  const line = commandLine(verdict.prompt);
  if (line === undefined) {
    const names = AGENTS.map(([name]) => name).join(", ");
    void vscode.window.showErrorMessage(`There is no agent on the PATH: install one of ${names}, or set flowspec.agent.terminal.`);
    return;
  }
  const [shellPath, ...shellArgs] = line;
  const name = [verdict.command, verdict.task?.id ?? verdict.item?.id].filter((part) => part !== undefined).join(" ");
  const terminal = vscode.window.createTerminal({ name, shellPath, shellArgs, iconPath: new vscode.ThemeIcon("hubot"), ...folderOf(verdict) });
  terminal.show();
  const subscription = vscode.window.onDidCloseTerminal((closed) => {
    if (closed === terminal) {
      subscription.dispose();
      if (closed.exitStatus?.code === 0) {
        void offerToMoveOn(verdict);
      }
    }
  });
}

/** The program and its arguments; `undefined` without an agent. */
function commandLine(prompt: string): [string, ...string[]] | undefined {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  const find = (name: string): string | undefined => onPath(name, process.env["PATH"] ?? "", folders);
  const [program, ...rest] = vscode.workspace.getConfiguration("flowspec").get<string[]>("agent.terminal", []);
  if (program !== undefined) {
    const path = program.includes("/") || program.includes("\\") ? program : find(program);
    return path === undefined ? undefined : [path, ...rest.map((part) => part.replaceAll("{prompt}", () => prompt))];
  }
  for (const [name, ...before] of AGENTS) {
    const path = find(name);
    if (path !== undefined) {
      return [path, ...before, prompt];
    }
  }
  return undefined;
}

function folderOf({ task, item }: Verdict): { cwd?: vscode.Uri } {
  const about = task ?? item;
  const uri = about === undefined ? vscode.window.activeTextEditor?.document.uri : vscode.Uri.parse(about.uri);
  const folder = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uri);
  const cwd = (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri;
  return cwd === undefined ? {} : { cwd };
}

/** Nobody here knows whether it went well, so nothing is assumed. */
async function offerToMoveOn({ command, task, to }: Verdict): Promise<void> {
  if (task === null || to === null) {
    return;
  }
  const move = `Move ${task.id} to ${to}`;
  const choice = await vscode.window.showInformationMessage(`The terminal of ${command} has ended. If it did its work, ${task.id} moves on to ${to}.`, move);
  if (choice === move) {
    await vscode.commands.executeCommand("flowspec.setTaskState", { task: task.uri, state: to });
  }
}
