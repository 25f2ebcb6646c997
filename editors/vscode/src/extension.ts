/** The extension's life. */

import * as vscode from "vscode";
import { Board } from "./board";
import { Interceptor, registerCommands } from "./commands";
import { MachineView } from "./machine";
import { Offers } from "./offers";
import type { Server } from "./server";
import { Session } from "./session";
import { type Shown, StatusItem } from "./status";
import { TaskTree } from "./tasks";

/** What others, such as the tests, may ask. */
export interface Api {
  /** Whether the server runs, and if not why. */
  readonly state: () => string;
  /** The server that runs. */
  readonly server: () => Server | undefined;
  /** What the language status item says. */
  readonly status: () => Shown | undefined;
  /** The tree of tasks, as far as its labels go. */
  readonly tasks: () => string[];
}

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const log = vscode.window.createOutputChannel("Flowspec", { log: true });
  const interceptor = new Interceptor();
  const running = new Session(context.extensionPath, log, interceptor);
  session = running;
  const board = new Board(running);
  const status = new StatusItem(running, board);
  const tree = new TaskTree(board);
  const machine = new MachineView(context.extensionUri, running, board);
  const offers = new Offers(board);
  interceptor.parts = { session: running, board, machine, offers };
  context.subscriptions.push(
    log,
    running,
    board,
    status,
    tree,
    machine,
    offers,
    vscode.window.registerTreeDataProvider("flowspec.tasks", tree),
    registerCommands(running, machine),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("flowspec.server.path")) {
        await running.restart();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => running.restart()),
  );
  await running.start();
  return {
    state: () => (running.state.kind === "stopped" ? running.state.why : running.state.kind),
    server: () => (running.state.kind === "running" ? running.state.server : undefined),
    status: () => status.shown,
    tasks: () => tree.labels(),
  };
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
