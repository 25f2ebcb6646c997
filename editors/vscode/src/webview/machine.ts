/** The State machine view: the machine as a picture, and beside it the tasks of the chosen state. */

import { type Arrow, type Box, type Measure, type Picture, fitting } from "./layout";
import type { FromView, Machine, MachineState, MachineTask, ToView } from "./messages";

declare function acquireVsCodeApi(): {
  postMessage(message: FromView): void;
  getState(): { chosen?: string } | undefined;
  setState(state: { chosen: string }): void;
};

const widths = new Map<string, number>();
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
new ResizeObserver(() => {
  if (machine !== undefined) {
    draw(machine);
  }
}).observe(picture);
vscode.postMessage({ kind: "ready" });

function show(shown: Machine): void {
  if (!shown.states.some((state) => state.name === chosen)) {
    // What somebody probably wants to see: the first state in which there is something to do.
    chosen = (shown.states.find((state) => state.tasks.length > 0) ?? shown.states[0])?.name;
  }
  draw(shown);
  list(shown);
}

function choose(name: string): void {
  chosen = name;
  vscode.setState({ chosen: name });
  if (machine !== undefined) {
    const focused = document.activeElement?.getAttribute("data-state");
    show(machine);
    if (focused !== null && focused !== undefined) {
      picture.querySelector<SVGElement>(`[data-state=${CSS.escape(focused)}]`)?.focus();
    }
  }
}

function draw(shown: Machine): void {
  const frame = { width: picture.clientWidth, height: picture.clientHeight };
  if (frame.width === 0 || frame.height === 0) {
    return;
  }
  const drawn = fitting(shown, measure, frame);
  // Smaller than this nobody can read it; then one scrolls.
  const scale = Math.max(0.7, Math.min(1.25, frame.width / drawn.width, frame.height / drawn.height));
  const root = svg("svg", {
    width: drawn.width * scale,
    height: drawn.height * scale,
    viewBox: `0 0 ${drawn.width} ${drawn.height}`,
    role: "group",
    "aria-label": `The states of ${shown.project}`,
  });
  root.append(heads(), ...arrows(drawn), ...drawn.boxes.map(box));
  picture.replaceChildren(root);
}

/** The points of the arrows, which take the colour of their line. */
function heads(): SVGElement {
  const definitions = svg("defs", {});
  for (const name of ["plain", "lit"]) {
    const marker = svg("marker", { id: name, class: `head ${name}`, viewBox: "0 0 10 10", refX: 9, refY: 5, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" });
    marker.append(svg("path", { d: "M0,1 L10,5 L0,9 z" }));
    definitions.append(marker);
  }
  return definitions;
}

/** Those of the chosen state last, so that they lie above the others. */
function arrows({ arrows }: Picture): SVGElement[] {
  const lit = ({ step }: Arrow): boolean => step.from === chosen;
  return [...arrows].sort((a, b) => Number(lit(a)) - Number(lit(b))).map((arrow) => {
    const { step, path, x, y } = arrow;
    const group = svg("g", { class: `step${step.manual ? " manual" : ""}${lit(arrow) ? " lit" : ""}` });
    const label = svg("text", { x, y, class: "label" });
    label.textContent = step.label;
    const width = measure(step.label, "label") + 8;
    group.append(svg("path", { d: path, "marker-end": `url(#${lit(arrow) ? "lit" : "plain"})` }));
    if (step.label !== "") {
      group.append(svg("rect", { x: x - width / 2, y: y - 9, width, height: 18, rx: 4 }), label);
    }
    return group;
  });
}

function box({ state, x, y, width, height }: Box): SVGElement {
  const classes = ["state", ...state.marks, ...(state.name === chosen ? ["chosen"] : []), ...(state.tasks.length > 0 ? ["filled"] : [])];
  const group = svg("g", {
    class: classes.join(" "),
    transform: `translate(${x - width / 2},${y - height / 2})`,
    tabindex: 0,
    role: "button",
    "aria-pressed": state.name === chosen ? "true" : "false",
    "aria-label": `${state.name}, ${count(state.tasks.length)}`,
    "data-state": state.name,
  });
  const title = svg("title", {});
  title.textContent = [state.name, ...state.marks, ...state.commands.map((command) => `next: ${command}`)].join("\n");
  const badge = state.tasks.length > 0 ? 34 : 0;
  const name = svg("text", { x: (width - badge) / 2, y: height / 2, class: "name" });
  name.textContent = state.name;
  group.append(title, svg("rect", { width, height, rx: height / 2, class: "outline" }), name);
  if (badge > 0) {
    const number = svg("text", { x: width - 22, y: height / 2, class: "count" });
    number.textContent = `${state.tasks.length}`;
    group.append(svg("circle", { cx: width - 22, cy: height / 2, r: 12, class: "badge" }), number);
  }
  group.addEventListener("click", () => { choose(state.name); });
  group.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(state.name);
    }
  });
  return group;
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

/** The width of a text in the view's own font. */
const measure: Measure = (text, className) => {
  const key = `${className} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) {
    return known;
  }
  const ruler = svg("svg", { class: "ruler", width: 0, height: 0 });
  const measured = svg("text", { class: className });
  measured.textContent = text;
  ruler.append(measured);
  document.body.append(ruler);
  const width = (measured as SVGTextElement).getComputedTextLength();
  ruler.remove();
  widths.set(key, width);
  return width;
};

function svg(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, `${value}`);
  }
  return made;
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
