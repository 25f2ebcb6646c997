/** Where the server is. */

import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join, relative } from "node:path";

export const PROGRAM = process.platform === "win32" ? "flowspec-lsp.exe" : "flowspec-lsp";

/** A server that was found. */
export interface Server {
  readonly path: string;
  readonly from: "setting" | "bundled" | "PATH";
}

/** What decides which server is used. */
export interface Places {
  /** `flowspec.server.path`, empty when not set. */
  readonly setting: string;
  /** The extension's own folder. */
  readonly extension: string;
  /** The value of `PATH`. */
  readonly path: string;
  /** The workspace folders: nothing in them is ever started, even when `PATH` leads there. */
  readonly workspace: readonly string[];
}

/** The server, or why there is none. A setting that leads nowhere is said and not passed over, because the user meant that program and no other. */
export function findServer(places: Places): Server | { readonly missing: string } {
  const { setting } = places;
  if (setting !== "") {
    if (!isAbsolute(setting)) {
      return { missing: `the setting flowspec.server.path is "${setting}", which is not an absolute path` };
    }
    return isProgram(setting)
      ? { path: setting, from: "setting" }
      : { missing: `the setting flowspec.server.path is "${setting}", where there is no program` };
  }
  const bundled = join(places.extension, "server", PROGRAM);
  if (isProgram(bundled)) {
    return { path: bundled, from: "bundled" };
  }
  const path = onPath(PROGRAM, places.path, places.workspace);
  return path === undefined
    ? { missing: "this build of the extension comes without a server, and there is none on the PATH" }
    : { path, from: "PATH" };
}

/** The first program of this name on a `PATH` that is not in one of these folders. */
export function onPath(name: string, path: string, without: readonly string[]): string | undefined {
  const inside = (folder: string): boolean =>
    without.some((root) => {
      const way = relative(root, folder);
      return !way.startsWith("..") && !isAbsolute(way);
    });
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder) && !inside(folder));
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
