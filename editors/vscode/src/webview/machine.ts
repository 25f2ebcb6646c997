/** The State machine view: the server's picture of the machine, and next to it the tasks of the chosen state. */

import type { FromView, Machine, MachineState, MachineTask, ToView } from "./messages";

declare function acquireVsCodeApi(): {
  postMessage(message: FromView): void;
  getState(): { chosen?: string } | undefined;
  setState(state: { chosen: string }): void;
};

const vscode = acquireVsCodeApi();
const picture = element("picture");
const side = element("side");
let machine: Machine | undefined;
let chosen = vscode.getState()?.chosen;

window.addEventListener("message", ({ data }: MessageEvent<ToView>) => {
  if (data.kind === "machine") {
    ({ machine } = data);
    show(data.machine);
  } else {
    machine = undefined;
    picture.replaceChildren(html("p", "problem", data.message));
    side.replaceChildren();
  }
});
vscode.postMessage({ kind: "ready" });

function show(shown: Machine): void {
  if (!shown.states.some((state) => state.name === chosen)) {
    // What somebody probably wants to see: the first state in which there is something to do.
    chosen = (shown.states.find((state) => state.tasks.length > 0) ?? shown.states[0])?.name;
  }
  draw(shown);
  mark();
  list(shown);
}

function choose(name: string): void {
  chosen = name;
  vscode.setState({ chosen: name });
  if (machine !== undefined) {
    mark();
    list(machine);
  }
}

/** Puts the picture in place of the one before; the focus stays on its state. */
function draw(shown: Machine): void {
  // The colors here are those of VS Code's theme, and the view's policy blocks styles in the text.
  const unstyled = shown.picture.replace(/<style>.*?<\/style>/s, "");
  const root = new DOMParser().parseFromString(unstyled, "image/svg+xml").documentElement;
  root.querySelectorAll(":scope > title, :scope > .page").forEach((part) => { part.remove(); });
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", `The states of ${shown.project}`);
  for (const side of ["width", "height"]) {
    root.style.setProperty(`--${side}`, root.getAttribute(side));
  }
  for (const box of root.querySelectorAll<SVGElement>(".node")) {
    const state = shown.states.find(({ name }) => name === box.dataset["id"]);
    if (state !== undefined) {
      enliven(box, state);
    }
  }
  const focused = document.activeElement?.getAttribute("data-id");
  picture.replaceChildren(root);
  if (focused !== null && focused !== undefined) {
    root.querySelector<SVGElement>(`.node[data-id="${CSS.escape(focused)}"]`)?.focus();
  }
}

/** Makes the box of a state a button. */
function enliven(box: SVGElement, state: MachineState): void {
  box.classList.toggle("filled", state.tasks.length > 0);
  box.setAttribute("tabindex", "0");
  box.setAttribute("role", "button");
  box.setAttribute("aria-label", `${state.name}, ${count(state.tasks.length)}`);
  const title = box.querySelector("title");
  if (title !== null) {
    title.textContent = [state.name, ...state.marks, ...state.commands.map((command) => `next: ${command}`)].join("\n");
  }
  box.addEventListener("click", () => { choose(state.name); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(state.name);
    }
  });
}

/** Shows which state is chosen, and which steps lead on from it. */
function mark(): void {
  for (const box of picture.querySelectorAll<SVGElement>(".node")) {
    const pressed = box.dataset["id"] === chosen;
    box.classList.toggle("chosen", pressed);
    box.setAttribute("aria-pressed", `${pressed}`);
  }
  for (const step of picture.querySelectorAll<SVGElement>(".edge")) {
    step.classList.toggle("lit", step.dataset["from"] === chosen);
  }
}

function list(shown: Machine): void {
  const state = shown.states.find((it) => it.name === chosen);
  if (state === undefined) {
    side.replaceChildren();
    return;
  }
  const heading = html("h2", "", state.name);
  const about = html("p", "about", aboutOf(state));
  side.replaceChildren(heading, about, ...state.tasks.map((task) => card(state, task)));
}

function aboutOf({ tasks, marks, commands }: MachineState): string {
  const parts = [count(tasks.length)];
  if (marks.includes("undefined")) {
    parts.push("not a state of the workflow");
  } else if (marks.includes("unreachable")) {
    parts.push("nothing leads here");
  }
  if (commands.length === 0 && !marks.includes("undefined")) {
    parts.push("no command starts from here");
  }
  return parts.join(" · ");
}

function card(state: MachineState, task: MachineTask): HTMLElement {
  const item = html("article", "task", "");
  const open = html("button", "open", "");
  open.append(html("span", "id", task.id), html("span", "title", task.title || task.uri.split("/").at(-1) || ""), html("span", "status", task.status));
  open.addEventListener("click", () => { vscode.postMessage({ kind: "open", uri: task.uri }); });
  item.append(open);
  for (const command of state.commands) {
    const run = html("button", "run", `▶ ${command}`);
    run.title = `Run ${command} on ${task.id}`;
    run.addEventListener("click", () => { vscode.postMessage({ kind: "run", task: task.uri, command }); });
    item.append(run);
  }
  return item;
}

function count(tasks: number): string {
  return tasks === 0 ? "no tasks" : tasks === 1 ? "1 task" : `${tasks} tasks`;
}

function html(name: string, className: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(`there is no #${id}`);
  }
  return found;
}
