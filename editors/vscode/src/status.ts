/** What the status bar says: the constitution's tier, and what nobody has confirmed yet. */

import * as vscode from "vscode";
import type { Board } from "./board";
import { SELECTOR } from "./documents";
import type { Project } from "./protocol";
import type { Session } from "./session";

/** What a language status item shows. */
export interface Shown {
  readonly text: string;
  readonly detail: string;
  readonly severity: vscode.LanguageStatusSeverity;
  readonly command?: vscode.Command;
  readonly busy?: boolean;
}

/** The language status item, kept up to date. */
export class StatusItem implements vscode.Disposable {
  readonly #item = vscode.languages.createLanguageStatusItem("flowspec.status", SELECTOR);
  readonly #subscriptions: vscode.Disposable[];
  #shown: Shown | undefined;

  constructor(private readonly session: Session, private readonly board: Board) {
    this.#item.name = "Flowspec";
    this.#subscriptions = [
      session.onDidChange(() => { this.#update(); }),
      board.onDidChange(() => { this.#update(); }),
      vscode.window.onDidChangeActiveTextEditor(() => { this.#update(); }),
    ];
    this.#update();
  }

  get shown(): Shown | undefined {
    return this.#shown;
  }

  dispose(): void {
    vscode.Disposable.from(this.#item, ...this.#subscriptions).dispose();
  }

  #update(): void {
    const shown = this.#now();
    this.#shown = shown;
    this.#item.text = shown.text;
    this.#item.detail = shown.detail;
    this.#item.severity = shown.severity;
    this.#item.command = shown.command;
    this.#item.busy = shown.busy ?? false;
  }

  #now(): Shown {
    const { state } = this.session;
    const severity = vscode.LanguageStatusSeverity;
    switch (state.kind) {
      case "starting":
        return { text: "Flowspec", detail: "starting", severity: severity.Information, busy: true };
      case "stopped":
        return {
          text: "Flowspec: no server",
          detail: state.why,
          severity: severity.Error,
          command: { command: "flowspec.restartServer", title: "Try Again" },
        };
      case "running": {
        const project = projectOf(this.board.status.projects, vscode.window.activeTextEditor?.document.uri);
        return project === undefined ? { text: "Flowspec", detail: "no project", severity: severity.Information } : standing(project);
      }
    }
  }
}

function standing({ name, constitution }: Project): Shown {
  const severity = vscode.LanguageStatusSeverity;
  if (constitution === null) {
    return { text: "No constitution", detail: name, severity: severity.Information };
  }
  const { tier, unvalidated, uri } = constitution;
  const command = { command: "vscode.open", title: "Open", arguments: [vscode.Uri.parse(uri)] };
  const detail = `${name}: the constitution`;
  return unvalidated === 0
    ? { text: `${tier} · validated`, detail, severity: severity.Information, command }
    : { text: `${tier} · ${unvalidated} unvalidated`, detail, severity: severity.Warning, command };
}

/** The innermost project that a file lies in, else the only one. */
export function projectOf(projects: readonly Project[], file: vscode.Uri | undefined): Project | undefined {
  const holds = (project: Project): boolean => {
    const root = vscode.Uri.parse(project.uri);
    return file?.scheme === root.scheme && file.path.startsWith(`${root.path.replace(/\/$/, "")}/`);
  };
  const holding = projects.filter(holds).sort((a, b) => b.uri.length - a.uri.length);
  return holding[0] ?? (projects.length === 1 ? projects[0] : undefined);
}
