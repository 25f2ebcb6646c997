/** What makes VS Code show its chat view: somebody to talk to, who never answers. */

import * as vscode from "vscode";

/** The part of VS Code's proposed API that its own types leave out. */
interface Models {
  registerChatModelProvider(id: string, provider: unknown, metadata: unknown): vscode.Disposable;
}

export function activate(context: vscode.ExtensionContext): void {
  const provider = { provideLanguageModelResponse: () => Promise.resolve(), provideTokenCount: () => Promise.resolve(0) };
  const metadata = { vendor: "flowspec-chat", name: "Nobody", family: "nobody", version: "1", maxInputTokens: 1, maxOutputTokens: 1, isDefault: true };
  context.subscriptions.push(
    vscode.chat.createChatParticipant("flowspec-chat.nobody", () => undefined),
    (vscode.lm as unknown as Models).registerChatModelProvider("nobody", provider, metadata),
  );
}
