/** How the projects stand, asked anew whenever it may have changed. */

import * as vscode from "vscode";
import { SELECTOR } from "./documents";
import { type Status, execute } from "./protocol";
import type { Session } from "./session";

/** Edits are waited for, because whoever types does not look at the views. */
const PAUSE_MS = 200;

const NOTHING: Status = { projects: [] };

export class Board implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Status>();
  readonly #subscriptions: vscode.Disposable[];
  #status = NOTHING;
  #timer: NodeJS.Timeout | undefined;
  #asked = 0;

  constructor(private readonly session: Session) {
    this.#subscriptions = [
      session.onDidChange(() => { this.#soon(0); }),
      session.onDidScan(() => { this.#soon(0); }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (vscode.languages.match(SELECTOR, document) > 0) {
          this.#soon(PAUSE_MS);
        }
      }),
      vscode.workspace.onDidCloseTextDocument(() => { this.#soon(PAUSE_MS); }),
    ];
  }

  readonly onDidChange = this.#changed.event;

  get status(): Status {
    return this.#status;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose();
  }

  #soon(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), pause);
  }

  async #ask(): Promise<void> {
    this.#asked += 1;
    const question = this.#asked;
    const { state } = this.session;
    let status = NOTHING;
    if (state.kind === "running") {
      try {
        status = await execute<Status>(state.client, "flowspec.status");
      } catch (error) {
        // A server that is being stopped answers no more.
        this.session.log.warn(`flowspec.status: ${String(error)}`);
        return;
      }
    }
    // Of two answers only the newer one counts.
    if (question === this.#asked) {
      this.#status = status;
      void vscode.commands.executeCommand("setContext", "flowspec.project", status.projects.length > 0);
      this.#changed.fire(status);
    }
  }
}
