/** The connection to the server. */

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, TransportKind } from "vscode-languageclient/node";
import { SELECTOR } from "./documents";

/** Settings of the extension alone, which the server does not know. */
const OURS = ["server", "trace"];

/** A client of the server at `path`, not started. */
export function createClient(path: string, log: vscode.LogOutputChannel): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: SELECTOR,
    outputChannel: log,
    initializationOptions: forServer(settings()),
    diagnosticCollectionName: "flowspec",
    middleware: {
      workspace: {
        configuration: async (params, token, next) => {
          const values: unknown = await next(params, token);
          return Array.isArray(values) ? values.map(forServer) : values as [];
        },
      },
    },
  };
  const run = { command: path, args: [], transport: TransportKind.stdio };
  return new LanguageClient("flowspec", "Flowspec", { run, debug: run }, options);
}

/** The user's and the workspace's `flowspec.*`. */
function settings(): unknown {
  return JSON.parse(JSON.stringify(vscode.workspace.getConfiguration("flowspec")));
}

/** What of these settings is for the server. */
function forServer(value: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).filter(([key]) => !OURS.includes(key)));
}
