/** The tree of the tasks and changes by their state. */

import * as vscode from "vscode";
import type { Board } from "./board";
import { type Project, type Task, type TaskState, holdsChanges, holdsFeatures, holdsSpecs, titleOf } from "./protocol";

type Item =
  | { readonly kind: "project"; readonly project: Project }
  | { readonly kind: "state"; readonly project: Project; readonly state: TaskState }
  | { readonly kind: "task"; readonly project: Project; readonly state: TaskState; readonly task: Task };

/** What a command of the tree's menu is called with. */
export type TaskItem = Extract<Item, { kind: "task" }>;

export class TaskTree implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #subscription: vscode.Disposable;

  constructor(private readonly board: Board) {
    this.#subscription = board.onDidChange(() => { this.#changed.fire(undefined); });
  }

  readonly onDidChangeTreeData = this.#changed.event;

  /** Each line of the tree, indented. */
  labels(item?: Item): string[] {
    return this.getChildren(item).flatMap((child) => {
      const { label, description } = this.getTreeItem(child);
      const parts = [label, description].filter((part): part is string => typeof part === "string" && part !== "");
      return [parts.join(" · "), ...this.labels(child).map((below) => `  ${below}`)];
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  getChildren(item?: Item): Item[] {
    const { projects } = this.board.status;
    switch (item?.kind) {
      case undefined: {
        const withTasks = projects.filter((project) => project.states.some((state) => state.tasks.length > 0));
        const [only] = withTasks;
        return only !== undefined && withTasks.length === 1
          ? states(only)
          : withTasks.map((project) => ({ kind: "project", project }));
      }
      case "project":
        return states(item.project);
      case "state":
        return item.state.tasks
          .map((task) => ({ ...item, kind: "task" as const, task }))
          .sort((a, b) => a.task.id.localeCompare(b.task.id, undefined, { numeric: true }));
      case "task":
        return [];
    }
  }

  getTreeItem(item: Item): vscode.TreeItem {
    switch (item.kind) {
      case "project":
        return projectItem(item.project);
      case "state":
        return stateItem(item.project, item.state);
      case "task":
        return taskItem(item);
    }
  }
}

/** All states of a machine that has tasks or changes, so that one sees how far they are; the others only with tasks. */
function states(project: Project): Item[] {
  const used = new Set(project.states.filter((state) => state.tasks.length > 0).map((state) => state.dialect));
  const shown = project.states.filter((state) => state.tasks.length > 0 || (state.defined && state.name !== null && used.has(state.dialect)));
  return shown.map((state) => ({ kind: "state", project, state }));
}

function projectItem(project: Project): vscode.TreeItem {
  const item = new vscode.TreeItem(project.name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = project.uri;
  item.iconPath = new vscode.ThemeIcon("project");
  return item;
}

function stateItem(project: Project, state: TaskState): vscode.TreeItem {
  const filled = state.tasks.length > 0;
  const collapsible = filled ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None;
  const nameless = holdsFeatures(state) ? "Only templates" : holdsChanges(state) ? "Unknown schema" : "No workflow label";
  const item = new vscode.TreeItem(state.name ?? nameless, collapsible);
  item.id = JSON.stringify([project.uri, state.dialect, state.name]);
  item.contextValue = "state";
  if (!state.defined) {
    item.iconPath = new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
    item.description = `${state.tasks.length} · the workflow has no such state`;
  } else {
    item.iconPath = new vscode.ThemeIcon(filled ? "circle-large-filled" : "circle-large-outline", filled ? new vscode.ThemeColor("charts.blue") : undefined);
    item.description = [isMixed(project) ? whatIn(state) : "", filled ? `${state.tasks.length}` : ""].filter((part) => part !== "").join(" · ");
  }
  const next = state.commands.length > 0 ? `Next: ${state.commands.join(", ")}` : "No command starts from here.";
  item.tooltip = `${item.label as string}\n${next}`;
  return item;
}

/** Whether a project has states of tasks and of changes, some of which have the same names. */
function isMixed({ states: all }: Project): boolean {
  return all.some((state) => state.tasks.length > 0 && holdsChanges(state)) && all.some((state) => state.tasks.length > 0 && !holdsChanges(state));
}

function whatIn(state: TaskState): string {
  if (holdsFeatures(state)) {
    return "features";
  }
  if (holdsSpecs(state)) {
    return "specs";
  }
  return holdsChanges(state) ? "changes" : "tasks";
}

function taskItem({ project, state, task }: TaskItem): vscode.TreeItem {
  const item = new vscode.TreeItem(titleOf(task) || task.uri.split("/").at(-1) || task.uri);
  item.id = JSON.stringify([project.uri, state.dialect, state.name, task.uri]);
  item.description = task.status;
  item.iconPath = new vscode.ThemeIcon("note");
  item.contextValue = `${holdsChanges(state) ? "change" : "task"}${state.commands.length > 0 ? ".runnable" : ""}`;
  item.resourceUri = vscode.Uri.parse(task.uri);
  item.command = { command: "vscode.open", title: "Open", arguments: [vscode.Uri.parse(task.uri)] };
  return item;
}
