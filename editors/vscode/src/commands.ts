/** The commands of the palette and of the menus. */

import * as vscode from "vscode";
import type { ExecuteCommandSignature } from "vscode-languageclient/node";
import { run, where } from "./agent";
import type { Board } from "./board";
import { EXPANSION } from "./expansions";
import type { MachineView } from "./machine";
import type { Offers } from "./offers";
import type { Order } from "./preflight";
import { holdsChanges } from "./protocol";
import type { Session } from "./session";
import { projectOf } from "./status";
import type { TaskItem } from "./tasks";

/** The commands that are ours alone. Those of the server are registered by the client, as long as the server runs. */
export function registerCommands(session: Session, machine: MachineView): vscode.Disposable {
  const commands: Record<string, (...args: never[]) => unknown> = {
    "flowspec.compareSpec": (uri?: vscode.Uri) => compareSpec(uri ?? vscode.window.activeTextEditor?.document.uri),
    "flowspec.restartServer": () => session.restart(),
    "flowspec.showLog": () => { session.log.show(); },
    "flowspec.openStateMachine": () => { machine.show(); },
    "flowspec.moveTask": (item: TaskItem) => vscode.commands.executeCommand("flowspec.setTaskState", { task: item.task.uri }),
    "flowspec.runTask": (item: TaskItem) =>
      vscode.commands.executeCommand("flowspec.run", { command: undefined, commands: item.state.commands, task: item.task.uri }),
  };
  const registered = Object.entries(commands).map(([name, carryOut]) => vscode.commands.registerCommand(name, carryOut));
  return vscode.Disposable.from(...registered);
}

/** Where the delta of an open change is, and what is before and behind the folder of the change. */
const DELTA = /^(.*\/openspec\/)changes\/([^/]+)\/(specs\/.+\/spec\.md)$/;

/** Shows the spec of today beside what archiving the change will make of it. A new capability has no spec to compare with. */
async function compareSpec(delta: vscode.Uri | undefined): Promise<void> {
  const [, before, change, spec] = DELTA.exec(delta?.path ?? "") ?? [];
  if (delta === undefined || before === undefined || change === undefined || spec === undefined) {
    void vscode.window.showInformationMessage("Open the delta of a change: openspec/changes/CHANGE/specs/CAPABILITY/spec.md.");
    return;
  }
  const today = delta.with({ path: before + spec });
  const merged = delta.with({ scheme: EXPANSION });
  const exists = await vscode.workspace.fs.stat(today).then(() => true, () => false);
  const capability = spec.slice("specs/".length, -"/spec.md".length);
  await (exists
    ? vscode.commands.executeCommand("vscode.diff", today, merged, `${capability}: today ↔ after ${change}`)
    : vscode.commands.executeCommand("vscode.open", merged));
}

/** What the commands need. */
interface Parts {
  readonly session: Session;
  readonly board: Board;
  readonly machine: MachineView;
  readonly offers: Offers;
}

/** What becomes of a command of the server that is called from the palette, a lens, a code action or a menu. */
export class Interceptor {
  /** Set once there is what the commands need. */
  parts: Parts | undefined;

  readonly executeCommand = async (command: string, args: unknown[], next: ExecuteCommandSignature): Promise<unknown> => {
    const { parts } = this;
    if (parts === undefined) {
      return await next(command, args);
    }
    switch (command) {
      case "flowspec.showStateMachine":
        parts.machine.show();
        return undefined;
      case "flowspec.run":
        return await this.#run(parts, await this.#order(parts.board, args), next);
      case "flowspec.setTaskState":
        return await this.#withTask(parts.board, command, args, next);
      default:
        return await next(command, args);
    }
  };

  async #run({ session, offers }: Parts, order: Order | undefined, next: ExecuteCommandSignature): Promise<unknown> {
    if (order === undefined) {
      return undefined;
    }
    if (!vscode.workspace.isTrusted) {
      const manage = "Manage Workspace Trust";
      const choice = await vscode.window.showErrorMessage(`${order.command} was not run: this workspace is in Restricted Mode.`, manage);
      return choice === manage ? await vscode.commands.executeCommand("workbench.trust.manage") : undefined;
    }
    const place = where();
    const { state } = session;
    if (place === "server" || state.kind !== "running") {
      return await next("flowspec.run", [order]);
    }
    await run(state.client, order, place, offers);
    return undefined;
  }

  /** What is to be run: what the caller says, and the rest is asked for. */
  async #order(board: Board, args: unknown[]): Promise<Order | undefined> {
    const given = argumentsOf(args, ["command", "task", "arguments", "yes", "keyword"]) as Partial<Order> & { commands?: string[] };
    const { commands, command, ...rest } = given;
    if (command !== undefined) {
      return { ...rest, command };
    }
    const project = projectOf(board.status.projects, vscode.window.activeTextEditor?.document.uri) ?? board.status.projects[0];
    const file = vscode.window.activeTextEditor?.document.uri.toString();
    const open = project?.states.find((state) => state.tasks.some((task) => task.uri === file));
    const task = rest.task ?? (open === undefined ? undefined : file);
    const all = project?.states.flatMap((state) => state.commands) ?? [];
    const choices = [...new Set(commands ?? open?.commands ?? all)];
    const [only] = choices;
    const chosen = choices.length > 1 ? await vscode.window.showQuickPick(choices, { placeHolder: "Which workflow command?" }) : only;
    return chosen === undefined ? undefined : { ...rest, ...(task === undefined ? {} : { task }), command: chosen };
  }

  /** From the palette it is about the task that one looks at, else about one that is chosen. */
  async #withTask(board: Board, command: string, args: unknown[], next: ExecuteCommandSignature): Promise<unknown> {
    const given = argumentsOf(args, ["task", "state"]);
    if (given["task"] !== undefined) {
      return await next(command, [given]);
    }
    const file = vscode.window.activeTextEditor?.document.uri.toString();
    const tasks = board.status.projects.flatMap(({ states }) => states.filter((state) => !holdsChanges(state)).flatMap((state) => state.tasks.map((task) => ({ state, task }))));
    if (tasks.some(({ task }) => task.uri === file)) {
      return await next(command, [{ ...given, task: file }]);
    }
    const items = tasks.map(({ state, task }) => ({ label: task.id, description: task.title, detail: state.name ?? "", uri: task.uri }));
    const chosen = await vscode.window.showQuickPick(items, { placeHolder: "Which task?" });
    return chosen === undefined ? undefined : await next(command, [{ ...given, task: chosen.uri }]);
  }
}

/** The arguments by their names, as the server reads them: one object, or one after the other. */
function argumentsOf(args: unknown[], names: readonly string[]): Record<string, unknown> {
  const [first] = args;
  if (args.length === 1 && typeof first === "object" && first !== null) {
    return { ...first };
  }
  return Object.fromEntries(args.map((value, at) => [names[at] ?? "", value]));
}
