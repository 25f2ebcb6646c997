/** What is left to be done when a chat has finished, which only the user knows. */

import * as vscode from "vscode";
import type { Board } from "./board";
import type { Order } from "./preflight";
import type { Status, Verdict } from "./protocol";

/** An offer to move a task on. */
interface Offer {
  readonly item: vscode.StatusBarItem;
  readonly id: string;
  readonly to: string;
  /** How the server is told of the task: by what the command was called with, which also says the project. */
  readonly task: string;
}

/** The offers, in the status bar: a message would cover the chat, and would be gone before the chat has finished. */
export class Offers implements vscode.Disposable {
  /** One for each task, by its path: ids may be there twice. */
  readonly #offers = new Map<string, Offer>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(board: Board) {
    this.#subscriptions = [
      board.onDidChange((status) => { this.#update(status); }),
      vscode.commands.registerCommand("flowspec.moveOn", (path: string) => this.#take(path)),
    ];
  }

  dispose(): void {
    const items = [...this.#offers.values()].map(({ item }) => item);
    vscode.Disposable.from(...items, ...this.#subscriptions).dispose();
  }

  /** Offers what a command is for, when it is for a task. */
  add({ command, task, to }: Verdict, order: Order): void {
    if (task === null || to === null) {
      return;
    }
    this.#remove(task.path);
    const item = vscode.window.createStatusBarItem(`flowspec.moveOn.${task.path}`, vscode.StatusBarAlignment.Left);
    item.name = `Flowspec: ${task.id}`;
    item.text = `$(arrow-swap) ${task.id} → ${to}`;
    item.tooltip = `When the chat is done with ${command}, move ${task.id} to ${to}`;
    item.command = { command: "flowspec.moveOn", title: "Move On", arguments: [task.path] };
    item.show();
    this.#offers.set(task.path, { item, id: task.id, to, task: order.task ?? task.path });
  }

  /** Whoever clicks may also say that the chat did not do it. */
  async #take(path: string): Promise<void> {
    const offer = this.#offers.get(path);
    if (offer === undefined) {
      return;
    }
    const { id, to, task } = offer;
    const [move, leave] = [`Move ${id} to ${to}`, "Leave It Where It Is"];
    const choice = await vscode.window.showQuickPick([move, leave], { placeHolder: `Has the chat done its work on ${id}?` });
    if (choice === move) {
      await vscode.commands.executeCommand("flowspec.setTaskState", { task, state: to });
    }
    if (choice !== undefined) {
      this.#remove(path);
    }
  }

  /** A task that has arrived needs no offer any more. */
  #update({ projects }: Status): void {
    const states = projects.flatMap((project) => project.states);
    for (const [path, { to }] of [...this.#offers]) {
      const arrived = states.filter(({ name }) => name === to).flatMap(({ tasks }) => tasks);
      if (arrived.some(({ uri }) => vscode.Uri.parse(uri).path.endsWith(`/${path}`))) {
        this.#remove(path);
      }
    }
  }

  #remove(path: string): void {
    this.#offers.get(path)?.item.dispose();
    this.#offers.delete(path);
  }
}
