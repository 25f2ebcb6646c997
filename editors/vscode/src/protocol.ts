/** What the server answers to our questions, as docs/commands.md promises. */

import { ExecuteCommandRequest, type LanguageClient } from "vscode-languageclient/node";

/** The answer to `flowspec.status`. */
export interface Status {
  readonly projects: readonly Project[];
}

export interface Project {
  readonly uri: string;
  readonly name: string;
  readonly constitution: { readonly uri: string; readonly tier: string; readonly unvalidated: number } | null;
  readonly states: readonly TaskState[];
}

/** The open tasks, the open changes of OpenSpec, the features of Spec Kit that are not done, or the specs of Kiro, in a state. */
export interface TaskState {
  /** `null` for the tasks without a workflow label, and for the changes whose schema cannot be read. */
  readonly name: string | null;
  /** Whose state it is: `flowspec`, `openspec` for changes, `spec-kit` for features, or `kiro` for specs. */
  readonly dialect: string;
  readonly defined: boolean;
  readonly commands: readonly string[];
  readonly tasks: readonly Task[];
}

export interface Task {
  readonly uri: string;
  readonly id: string;
  readonly title: string;
  readonly status: string;
}

/** Asks the server to carry out one of its commands. */
export async function execute<T>(client: LanguageClient, command: string, argument?: unknown): Promise<T> {
  const params = { command, arguments: argument === undefined ? [] : [argument] };
  return await client.sendRequest(ExecuteCommandRequest.type, params) as T;
}

/** Whether a state holds changes of OpenSpec, features of Spec Kit or specs of Kiro, which move on by what is in their files and not by a label. */
export function holdsChanges({ dialect }: TaskState): boolean {
  return dialect === "openspec" || dialect === "spec-kit" || dialect === "kiro";
}

/** Whether a state holds specs of Kiro. */
export function holdsSpecs({ dialect }: TaskState): boolean {
  return dialect === "kiro";
}

/** Whether a state holds features of Spec Kit. */
export function holdsFeatures({ dialect }: TaskState): boolean {
  return dialect === "spec-kit";
}

/** Whether two names mean the same state, as the server sees it; `null` is no state. */
export function sameState(one: string | null, other: string | null): boolean {
  return one?.trim().toLowerCase() === other?.trim().toLowerCase();
}

/** What a task is called: its id and its title, as far as it has them. */
export function titleOf(task: Task): string {
  return [task.id, task.title].filter((part) => part !== "").join("  ");
}

/** The answer to `flowspec.showStateMachine`: the states, and the picture of them and of the steps between them. */
export interface Drawing {
  readonly graph: { readonly nodes: readonly { readonly id: string; readonly marks: readonly string[] }[] };
  readonly svg: string;
}

/** The answer to `flowspec.preflight`: may a command run, and what would an agent be told? */
export interface Verdict {
  readonly outcome: "proceed" | "warn" | "ask" | "cannot-tell" | "block";
  readonly command: string;
  readonly prompt: string;
  readonly task: { readonly uri: string; readonly id: string; readonly title: string; readonly path: string } | null;
  /** The change that the command is about, instead of a task. */
  readonly item?: { readonly uri: string; readonly id: string };
  readonly from: string | null;
  readonly to: string | null;
  readonly reasons: readonly Reason[];
}

export interface Reason {
  readonly outcome: Verdict["outcome"];
  readonly code: string;
  readonly message: string;
  /** The word that `keyword-needed` asks for. */
  readonly keyword?: string;
  /** What `several-tasks` asks to choose from. */
  readonly tasks?: readonly { readonly id: string; readonly title: string; readonly path: string }[];
  /** What `several-changes` asks to choose from. */
  readonly changes?: readonly { readonly id: string; readonly title: string; readonly path: string }[];
  /** What `several-specs` asks to choose from. */
  readonly specs?: readonly { readonly id: string; readonly title: string; readonly path: string }[];
}
