/** What the State machine view and the extension tell each other. */

/** A state, with its open tasks. */
export interface MachineState {
  readonly name: string;
  /** What is special: `initial`, `terminal`, `unreachable`, `undefined`. */
  readonly marks: readonly string[];
  readonly commands: readonly string[];
  readonly tasks: readonly MachineTask[];
}

export interface MachineTask {
  readonly uri: string;
  readonly id: string;
  readonly title: string;
  readonly status: string;
}

export interface Machine {
  readonly project: string;
  readonly states: readonly MachineState[];
  /** The server's drawing, as SVG: boxes have their state in `data-id`, arrows theirs in `data-from` and `data-to`. */
  readonly picture: string;
}

export type ToView = { readonly kind: "machine"; readonly machine: Machine } | { readonly kind: "problem"; readonly message: string };

export type FromView =
  | { readonly kind: "ready" }
  | { readonly kind: "open"; readonly uri: string }
  | { readonly kind: "run"; readonly task: string; readonly command: string };
