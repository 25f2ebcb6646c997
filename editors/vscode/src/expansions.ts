/** The documents that the server provides: commands with their includes resolved, and specs as a change leaves them. */

import * as vscode from "vscode";
import type { ClientCapabilities, FeatureState, LanguageClient, StaticFeature } from "vscode-languageclient/node";

/** The scheme of their URIs; the rest is that of the file. */
export const EXPANSION = "flowspec-expansion";

/** `workspace/textDocumentContent` of LSP 3.18, which the client's library does not know yet. */
export class Expansions implements StaticFeature {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  #provider: vscode.Disposable | undefined;

  constructor(private readonly client: LanguageClient) {
    client.onRequest("workspace/textDocumentContent/refresh", ({ uri }: { uri: string }) => {
      this.#changed.fire(vscode.Uri.parse(uri));
      // The answer has to be there.
      return null;
    });
  }

  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.workspace = Object.assign(capabilities.workspace ?? {}, { textDocumentContent: {} });
  }

  initialize(): void {
    this.#provider = vscode.workspace.registerTextDocumentContentProvider(EXPANSION, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: async (uri, token) => {
        const params = { uri: this.client.code2ProtocolConverter.asUri(uri) };
        return (await this.client.sendRequest<{ text: string }>("workspace/textDocumentContent", params, token)).text;
      },
    });
  }

  getState(): FeatureState {
    return { kind: "static" };
  }

  clear(): void {
    this.#provider?.dispose();
    this.#provider = undefined;
  }
}
