/** What the status bar says about the server. */

import * as vscode from "vscode";
import { SELECTOR } from "./documents";
import type { Session, State } from "./session";

/** The language status item, kept up to date. */
export function showStatus(session: Session): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("flowspec.server", SELECTOR);
  item.name = "Flowspec";
  const show = (state: State): void => {
    item.busy = state.kind === "starting";
    item.severity =
      state.kind === "stopped" ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.text = state.kind === "stopped" ? "Flowspec: no server" : "Flowspec";
    item.detail = state.kind === "stopped" ? state.why : "";
    item.command =
      state.kind === "stopped"
        ? { command: "flowspec.restartServer", title: "Try Again" }
        : { command: "flowspec.showLog", title: "Log" };
  };
  show(session.state);
  return vscode.Disposable.from(item, session.onDidChange(show));
}
