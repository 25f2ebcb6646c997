/** The checks before a command that runs where the server does not see it. */

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { type Reason, type Verdict, execute } from "./protocol";

/** What is to be run, as `flowspec.run` and `flowspec.preflight` take it. */
export interface Order {
  readonly command: string;
  readonly task?: string;
  readonly arguments?: string;
  readonly yes?: boolean;
  readonly keyword?: string;
}

/** The verdict with which it may run, all questions answered; `undefined` when it may not, which the user has been told. */
export async function preflight(client: LanguageClient, order: Order): Promise<Verdict | undefined> {
  let asked = order;
  const answered = new Set<string>();
  for (;;) {
    const verdict = await execute<Verdict>(client, "flowspec.preflight", { ...asked, quiet: true });
    const gravest = verdict.reasons.find((reason) => reason.outcome === verdict.outcome);
    switch (verdict.outcome) {
      case "proceed":
        return verdict;
      case "warn":
        warn(verdict, answered);
        return verdict;
      case "block":
      case "cannot-tell":
        void vscode.window.showErrorMessage(gravest?.message ?? `${verdict.command} cannot run`);
        return undefined;
      case "ask": {
        const next = gravest === undefined ? undefined : await answer(asked, verdict, gravest);
        if (gravest === undefined || next === undefined) {
          return undefined;
        }
        answered.add(gravest.code);
        asked = next;
      }
    }
  }
}

/** Says what may be wrong, but for what the user has just been asked about. */
function warn({ reasons }: Verdict, answered: ReadonlySet<string>): void {
  const warnings = reasons.filter(({ outcome, code }) => outcome === "warn" && !answered.has(code));
  if (warnings.length > 0) {
    void vscode.window.showWarningMessage(warnings.map(({ message }) => message).join("\n\n"));
  }
}

/** The order with the answer to one question; `undefined` without one. */
async function answer(order: Order, verdict: Verdict, reason: Reason): Promise<Order | undefined> {
  if (reason.keyword !== undefined) {
    const { keyword } = reason;
    const typed = await vscode.window.showInputBox({
      title: `${verdict.command} needs your approval`,
      prompt: `Type ${keyword} to approve`,
      validateInput: (text) => (text.trim() === keyword ? undefined : `The word is ${keyword}`),
    });
    return typed === undefined ? undefined : { ...order, keyword };
  }
  const choices = reason.tasks ?? reason.changes ?? reason.specs;
  if (choices !== undefined) {
    const items = choices.map((task) => ({ label: task.id, description: task.title, detail: task.path }));
    const chosen = await vscode.window.showQuickPick(items, { title: verdict.command, placeHolder: reason.message.split("\n")[0] ?? "" });
    return chosen === undefined ? undefined : { ...order, task: chosen.detail };
  }
  const go = "Continue";
  const chosen = await vscode.window.showWarningMessage(`${verdict.command}: go on?`, { modal: true, detail: reason.message }, go);
  return chosen === go ? { ...order, yes: true } : undefined;
}
