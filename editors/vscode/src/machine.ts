/** The State machine view, as far as it lives in the extension: its frame, and what is shown in it. */

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { Board } from "./board";
import { type Drawing, type Project, execute, holdsChanges, sameState } from "./protocol";
import type { Session } from "./session";
import { projectOf } from "./status";
import type { FromView, Machine, ToView } from "./webview/messages";

const TYPE = "flowspec.stateMachine";

/** The one view of the window; it shows the project of the file that one works on. */
export class MachineView implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #subscriptions: vscode.Disposable[];
  #panel: vscode.WebviewPanel | undefined;
  #project: string | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly session: Session,
    private readonly board: Board,
  ) {
    this.#subscriptions = [
      board.onDidChange(() => void this.#update()),
      vscode.window.onDidChangeActiveTextEditor(() => void this.#update()),
      vscode.window.registerWebviewPanelSerializer(TYPE, this),
    ];
  }

  /** Whether it is on the screen. */
  get visible(): boolean {
    return this.#panel?.visible ?? false;
  }

  show(): void {
    if (this.#panel === undefined) {
      const column = vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
      this.#fill(vscode.window.createWebviewPanel(TYPE, "State machine", column));
    } else {
      this.#panel.reveal();
    }
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#fill(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.#panel?.dispose();
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #fill(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    const { webview } = panel;
    const media = vscode.Uri.joinPath(this.extension, "media");
    const scripts = vscode.Uri.joinPath(this.extension, "dist");
    webview.options = { enableScripts: true, localResourceRoots: [media, scripts] };
    panel.iconPath = vscode.Uri.joinPath(media, "icon.png");
    panel.onDidDispose(() => { this.#panel = undefined; });
    webview.onDidReceiveMessage((message: FromView) => this.#receive(message));
    webview.html = page({
      source: webview.cspSource,
      style: webview.asWebviewUri(vscode.Uri.joinPath(media, "machine.css")).toString(),
      script: webview.asWebviewUri(vscode.Uri.joinPath(scripts, "machine.js")).toString(),
    });
  }

  async #receive(message: FromView): Promise<void> {
    switch (message.kind) {
      case "ready":
        await this.#update();
        break;
      case "open":
        await vscode.commands.executeCommand("vscode.open", vscode.Uri.parse(message.uri), { viewColumn: this.#beside() });
        break;
      case "run":
        await vscode.commands.executeCommand("flowspec.run", { command: message.command, task: message.task });
        break;
    }
  }

  /** A column that does not hide the view. */
  #beside(): vscode.ViewColumn {
    return this.#panel?.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
  }

  async #update(): Promise<void> {
    const { projects } = this.board.status;
    const file = vscode.window.activeTextEditor?.document.uri;
    const project = projectOf(projects, file) ?? projects.find(({ uri }) => uri === this.#project) ?? projects[0];
    this.#project = project?.uri;
    if (this.#panel !== undefined) {
      const message = await this.#ask(project);
      await this.#panel.webview.postMessage(message);
    }
  }

  async #ask(project: Project | undefined): Promise<ToView> {
    const { state } = this.session;
    if (state.kind !== "running" || project === undefined) {
      return { kind: "problem", message: state.kind === "stopped" ? state.why : "There is no project here." };
    }
    try {
      const drawing = await execute<Drawing>(state.client, "flowspec.showStateMachine", { uri: project.uri, picture: "no" });
      return { kind: "machine", machine: machineOf(project, drawing) };
    } catch (error) {
      return { kind: "problem", message: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** The drawing, and its states with the tasks that are in them. */
function machineOf(project: Project, { graph, svg }: Drawing): Machine {
  // Where there is a workflow, it is drawn, and otherwise the states of changes.
  const ofTasks = project.states.filter((state) => !holdsChanges(state));
  const drawn = ofTasks.some(({ defined }) => defined) ? ofTasks : project.states.filter(holdsChanges);
  const states = graph.nodes.map(({ id, marks }) => {
    const state = drawn.find(({ name }) => sameState(id, name));
    // A task without a label is where every task begins.
    const unlabelled = marks.includes("initial") ? drawn.filter(({ name }) => name === null) : [];
    const tasks = [...(state?.tasks ?? []), ...unlabelled.flatMap((it) => it.tasks)];
    return { name: id, marks, commands: state?.commands ?? [], tasks };
  });
  return { project: project.name, states, picture: svg };
}

/** The view may load its own style and script, and nothing else. */
function page(files: { source: string; style: string; script: string }): string {
  const nonce = randomBytes(16).toString("base64");
  const policy = `default-src 'none'; style-src ${files.source}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${files.style}">
    <title>State machine</title>
  </head>
  <body>
    <main id="picture"></main>
    <aside id="side" aria-live="polite"></aside>
    <script nonce="${nonce}" src="${files.script}"></script>
  </body>
</html>`;
}
