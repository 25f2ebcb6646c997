/** The extension's life. */

import * as vscode from "vscode";
import { Session } from "./session";
import { showStatus } from "./status";

/** What others, such as the tests, may ask. */
export interface Api {
  /** Whether the server runs, and if not why. */
  readonly state: () => string;
}

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const log = vscode.window.createOutputChannel("Flowspec", { log: true });
  const running = new Session(context.extensionPath, log);
  session = running;
  context.subscriptions.push(
    log,
    running,
    showStatus(running),
    vscode.commands.registerCommand("flowspec.restartServer", () => running.restart()),
    vscode.commands.registerCommand("flowspec.showLog", () => { log.show(); }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("flowspec.server.path")) {
        await running.restart();
      }
    }),
  );
  await running.start();
  return { state: () => (running.state.kind === "stopped" ? running.state.why : running.state.kind) };
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
