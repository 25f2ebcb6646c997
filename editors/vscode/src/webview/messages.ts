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

/** A step from one state to another. */
export interface Step {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** Whether people take the step, and no command. */
  readonly manual: boolean;
}

export interface Machine {
  readonly project: string;
  readonly states: readonly MachineState[];
  readonly steps: readonly Step[];
}

export type ToView = { readonly kind: "machine"; readonly machine: Machine } | { readonly kind: "problem"; readonly message: string };

export type FromView =
  | { readonly kind: "ready" }
  | { readonly kind: "open"; readonly uri: string }
  | { readonly kind: "run"; readonly task: string; readonly command: string };
