#!/usr/bin/env node
// Starts the program of this platform, which an optional dependency brings.
const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const name = `flowspec-lsp-${process.platform}-${process.arch}`;
const program = process.platform === "win32" ? "flowspec-lsp.exe" : "flowspec-lsp";

let path;
try {
  path = require.resolve(`${name}/bin/${program}`);
} catch {
  console.error(
    `flowspec-lsp: the package ${name} is not installed: install again without --omit=optional, ` +
      "or, if there is no such package, flowspec-lsp has no program for this platform",
  );
  process.exit(2);
}

const child = spawn(path, process.argv.slice(2), { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (error) => {
  console.error(`flowspec-lsp: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
