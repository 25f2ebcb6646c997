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
    chosen = await vscode.window.showQuickPick(titles, { title: first, placeHolder: detail.split("\n")[0] ?? "", ignoreFocusOut: true });
  } else if (detail !== "" && titles.length > 0) {
    // The last answer is the one that changes nothing.
    const items = titles.map((title, at) => ({ title, isCloseAffordance: at > 0 && at === titles.length - 1 }));
    chosen = (await vscode.window.showInformationMessage(first, { modal: true, detail }, ...items))?.title;
  } else {
    chosen = await vscode.window.showInformationMessage(message, ...titles);
  }
  return actions.find(({ title }) => title === chosen) ?? null;
}
