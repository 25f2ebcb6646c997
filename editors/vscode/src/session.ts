/** The server of this window: found, started, started again. */

import * as vscode from "vscode";
import { type LanguageClient, State as ClientState } from "vscode-languageclient/node";
import { createClient } from "./client";
import type { Interceptor } from "./commands";
import { type Server, findServer } from "./server";

export type State =
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly client: LanguageClient; readonly server: Server }
  | { readonly kind: "stopped"; readonly why: string };

export class Session implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<State>();
  readonly #scanned = new vscode.EventEmitter<undefined>();
  #state: State = { kind: "starting" };
  #client: LanguageClient | undefined;
  /** Starts and stops, one after the other. */
  #queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly extension: string,
    readonly log: vscode.LogOutputChannel,
    private readonly interceptor: Interceptor,
  ) {}

  readonly onDidChange = this.#changed.event;

  /** The server has read the disk. */
  readonly onDidScan = this.#scanned.event;

  get state(): State {
    return this.#state;
  }

  start(): Promise<void> {
    return this.#next(() => this.#start());
  }

  stop(): Promise<void> {
    return this.#next(() => this.#stop());
  }

  restart(): Promise<void> {
    return this.#next(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  dispose(): void {
    this.#changed.dispose();
    this.#scanned.dispose();
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(work);
    return this.#queue;
  }

  async #start(): Promise<void> {
    this.#become({ kind: "starting" });
    const found = findServer({
      setting: vscode.workspace.getConfiguration("flowspec").get("server.path", ""),
      extension: this.extension,
      path: process.env["PATH"] ?? "",
      workspace: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
    });
    if ("missing" in found) {
      this.#become({ kind: "stopped", why: found.missing });
      void explain(`Flowspec has no server: ${found.missing}.`);
      return;
    }
    this.log.info(`the server is ${found.path} (${found.from})`);
    const client = createClient(found.path, this.log, this.interceptor);
    this.#client = client;
    client.onNotification("flowspec/scanned", () => { this.#scanned.fire(undefined); });
    client.onDidChangeState(({ newState }) => {
      if (newState === ClientState.Running) {
        this.#become({ kind: "running", client, server: found });
      } else if (this.#client === client && newState === ClientState.Stopped) {
        this.#become({ kind: "stopped", why: `${found.path} has ended` });
      }
    });
    try {
      await client.start();
    } catch (error) {
      const why = `${found.path} does not start (${error instanceof Error ? error.message : String(error)})`;
      this.#become({ kind: "stopped", why });
      void explain(`Flowspec has no server: ${why}.`);
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client?.needsStop() === true) {
      await client.stop();
    }
    await client?.dispose();
  }

  #become(state: State): void {
    this.#state = state;
    void vscode.commands.executeCommand("setContext", "flowspec.running", state.kind === "running");
    this.#changed.fire(state);
  }
}

/** Says what is wrong and what to do about it. */
export async function explain(message: string): Promise<void> {
  const settings = "Set Its Path";
  const again = "Try Again";
  const choice = await vscode.window.showErrorMessage(
    `${message} Install flowspec-lsp so that it is on the PATH, or set the path of the program.`,
    settings,
    again,
  );
  if (choice === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "flowspec.server.path");
  } else if (choice === again) {
    await vscode.commands.executeCommand("flowspec.restartServer");
  }
}
