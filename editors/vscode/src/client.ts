/** The connection to the server. */

import * as vscode from "vscode";
import {
  type ClientCapabilities,
  LanguageClient,
  type LanguageClientOptions,
  ShowMessageRequest,
  type StaticFeature,
  TransportKind,
} from "vscode-languageclient/node";
import type { Interceptor } from "./commands";
import { SELECTOR } from "./documents";
import { Expansions } from "./expansions";
import { ask } from "./questions";

/** Settings of the extension alone, which the server does not know. */
const OURS = ["server", "trace"];
const OURS_OF_AGENT = ["where", "terminal"];

/** A client of the server at `path`, not started. */
export function createClient(path: string, log: vscode.LogOutputChannel, commands: Interceptor): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: SELECTOR,
    outputChannel: log,
    initializationOptions: forServer(settings()),
    diagnosticCollectionName: "flowspec",
    middleware: {
      executeCommand: (command, args: unknown[], next) => commands.executeCommand(command, args, next),
      workspace: {
        configuration: async (params, token, next) => {
          const values: unknown = await next(params, token);
          return Array.isArray(values) ? values.map(forServer) : values as [];
        },
      },
    },
  };
  const run = { command: path, args: [], transport: TransportKind.stdio };
  const client = new LanguageClient("flowspec", "Flowspec", { run, debug: run }, options);
  client.registerFeature(SCANNED);
  client.registerFeature(new Expansions(client));
  client.onRequest(ShowMessageRequest.type, ask);
  return client;
}

/** Says that we want to know when the server has read the disk. */
const SCANNED: StaticFeature = {
  fillClientCapabilities: (capabilities: ClientCapabilities) => {
    capabilities.experimental = { ...capabilities.experimental as object | undefined, flowspec: { scanned: true } };
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

/** The user's and the workspace's `flowspec.*`. */
function settings(): unknown {
  return JSON.parse(JSON.stringify(vscode.workspace.getConfiguration("flowspec")));
}

/** What of these settings is for the server. In a workspace that the user does not trust nothing may run, whatever they say. */
function forServer(value: unknown): unknown {
  const { agent: runs, ...rest } = without(value, OURS);
  const agent = without(runs, OURS_OF_AGENT);
  const restricted = vscode.workspace.isTrusted ? {} : { trust: false };
  return { ...rest, ...(Object.keys(agent).length === 0 ? {} : { agent }), ...restricted };
}

function without(value: unknown, keys: readonly string[]): Record<string, unknown> {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter(([key]) => !keys.includes(key)));
}
