/** What is left to be done when a chat has finished, which only the user knows. */

import * as vscode from "vscode";
import type { Board } from "./board";
import { type Status, type Verdict, sameState } from "./protocol";

/** An offer to move a task on. */
interface Offer {
  readonly item: vscode.StatusBarItem;
  readonly id: string;
  readonly from: string | null;
  readonly to: string;
}

/** The offers, in the status bar: a message would cover the chat, and would be gone before the chat has finished. */
export class Offers implements vscode.Disposable {
  /** One for each task, by its URI. */
  readonly #offers = new Map<string, Offer>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(board: Board) {
    this.#subscriptions = [
      board.onDidChange((status) => { this.#update(status); }),
      vscode.commands.registerCommand("flowspec.moveOn", (uri: string) => this.#take(uri)),
    ];
  }

  dispose(): void {
    const items = [...this.#offers.values()].map(({ item }) => item);
    vscode.Disposable.from(...items, ...this.#subscriptions).dispose();
  }

  /** Offers what a command is for, when it is for a task. */
  add({ command, task, from, to }: Verdict): void {
    if (task === null || to === null) {
      return;
    }
    const { uri, id } = task;
    this.#remove(uri);
    const item = vscode.window.createStatusBarItem(`flowspec.moveOn.${uri}`, vscode.StatusBarAlignment.Left);
    item.name = `Flowspec: ${id}`;
    item.text = `$(arrow-swap) ${id} → ${to}`;
    item.tooltip = `When the chat is done with ${command}, move ${id} to ${to}`;
    item.command = { command: "flowspec.moveOn", title: "Move On", arguments: [uri] };
    item.show();
    this.#offers.set(uri, { item, id, from, to });
  }

  /** Whoever clicks may also say that the chat did not do it. A task that cannot be moved now keeps its offer. */
  async #take(uri: string): Promise<void> {
    const offer = this.#offers.get(uri);
    if (offer === undefined) {
      return;
    }
    const { id, to } = offer;
    const [move, leave] = [`Move ${id} to ${to}`, "Leave It Where It Is"];
    const choice = await vscode.window.showQuickPick([move, leave], { placeHolder: `Has the chat done its work on ${id}?` });
    if (choice === move) {
      await vscode.commands.executeCommand("flowspec.setTaskState", { task: uri, state: to });
    } else if (choice === leave) {
      this.#remove(uri);
    }
  }

  /** An offer is over when its task is no longer where it was. Without a server nobody knows. */
  #update({ projects }: Status): void {
    const states = projects.flatMap((project) => project.states);
    for (const [uri, { from }] of projects.length > 0 ? [...this.#offers] : []) {
      const state = states.find(({ tasks }) => tasks.some((task) => task.uri === uri));
      if (state === undefined || !sameState(state.name, from)) {
        this.#remove(uri);
      }
    }
  }

  #remove(uri: string): void {
    this.#offers.get(uri)?.item.dispose();
    this.#offers.delete(uri);
  }
}
