/** How the server's questions are put, so that all of a question can be read before it is answered. */

import * as vscode from "vscode";
import type { MessageActionItem, ShowMessageRequestParams } from "vscode-languageclient/node";

/** More buttons than this nobody reads. */
const MOST_BUTTONS = 3;

/** A message has no lines and hides its end, so a text of several lines becomes a dialog, and many answers become a list. */
export async function ask({ message, actions = [] }: ShowMessageRequestParams): Promise<MessageActionItem | null> {
  const [first = "", ...rest] = message.split("\n");
  const titles = actions.map(({ title }) => title);
  const detail = rest.join("\n").trim();
  let chosen: string | undefined;
  if (titles.length > MOST_BUTTONS) {
    chosen = await vscode.window.showQuickPick(titles, { title: first, ignoreFocusOut: true });
  } else if (detail !== "" && titles.length > 0) {
    // Whoever closes the dialog says no; where that is no answer, VS Code adds one that means none.
    const items = titles.map((title) => ({ title, isCloseAffordance: title === "No" }));
    chosen = (await vscode.window.showInformationMessage(first, { modal: true, detail }, ...items))?.title;
  } else {
    chosen = await vscode.window.showInformationMessage(message, ...titles);
  }
  return actions.find(({ title }) => title === chosen) ?? null;
}
