/** Where the states and the steps of a machine are drawn. */

import { graphlib, layout as arrange } from "@dagrejs/dagre";
import type { Machine, MachineState, Step } from "./messages";

export interface Box {
  readonly state: MachineState;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Arrow {
  readonly step: Step;
  readonly path: string;
  /** The middle of the label. */
  readonly x: number;
  readonly y: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

const HEIGHT = 40;
const MARGIN = 16;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Wide enough for a text, in units of the picture. */
export type Measure = (text: string, className: string) => number;

/** The drawing that is shown larger in a frame of these proportions: from left to right, or from top to bottom. */
export function fitting(machine: Machine, measure: Measure, frame: { width: number; height: number }): Picture {
  const scale = ({ width, height }: Picture): number => Math.min(frame.width / width, frame.height / height);
  const [across, down] = [layout(machine, measure, "LR"), layout(machine, measure, "TB")];
  return scale(across) >= scale(down) ? across : down;
}

function layout(machine: Machine, measure: Measure, rankdir: "LR" | "TB"): Picture {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir, nodesep: 36, ranksep: rankdir === "LR" ? 28 : 26, edgesep: 18, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  const size = ({ name, tasks }: MachineState): { width: number; height: number } => ({
    width: measure(name, "name") + 36 + (tasks.length > 0 ? 34 : 0),
    height: HEIGHT,
  });
  const connected = new Set(machine.steps.flatMap(({ from, to }) => [from, to]));
  const [inside, apart] = [machine.states.filter(({ name }) => connected.has(name)), machine.states.filter(({ name }) => !connected.has(name))];
  for (const state of inside) {
    graph.setNode(state.name, size(state));
  }
  machine.steps.forEach((step, at) => {
    const width = measure(step.label, "label") + 10;
    // What leads back must not decide which state comes first.
    graph.setEdge(step.from, step.to, { width, height: 18, labelpos: "c", weight: step.manual ? 1 : 4 }, `${at}`);
  });
  arrange(graph);
  const { width: across, height: down } = inside.length > 0 ? graph.graph() : {};
  const widest = Math.max(...apart.map((state) => size(state).width + 2 * MARGIN), across ?? 1);
  const shift = (widest - (across ?? 1)) / 2;
  const top = down ?? MARGIN;
  return {
    width: widest,
    height: top + apart.length * (HEIGHT + MARGIN),
    boxes: [
      ...inside.map((state) => {
        const node = graph.node(state.name);
        return { state, x: node.x + shift, y: node.y, width: node.width, height: node.height };
      }),
      // A state that no step leads to or from, such as a misspelt one, stands below the others.
      ...apart.map((state, at) => ({ state, x: widest / 2, y: top + at * (HEIGHT + MARGIN) + HEIGHT / 2, ...size(state) })),
    ],
    arrows: machine.steps.map((step, at) => {
      const edge = graph.edge({ v: step.from, w: step.to, name: `${at}` });
      const points = edge.points.map(({ x, y }) => ({ x: x + shift, y }));
      return { step, path: curve(points), x: (edge["x"] as number) + shift, y: edge["y"] as number };
    }),
  };
}

/** A smooth line through the points, which begins and ends straight. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) {
    return "";
  }
  const parts = [`M${at(first)}`];
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    if (next === undefined) {
      parts.push(`L${at(point)}`);
    } else {
      parts.push(`Q${at(point)} ${at({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`);
    }
  });
  return parts.join(" ");
}

function at({ x, y }: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
