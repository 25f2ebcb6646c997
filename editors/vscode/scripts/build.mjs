// Bundles the extension, what runs in its views, and its tests.

import * as esbuild from "esbuild";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
const common = { bundle: true, target: "es2022", sourcemap: false, logLevel: "warning", metafile: true };
const node = { ...common, platform: "node", format: "cjs", target: "node20" };

const extension = await esbuild.build({
  ...node,
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  external: ["vscode"],
  minify: true,
});
const views = await esbuild.build({
  ...common,
  platform: "browser",
  format: "iife",
  entryPoints: ["src/webview/machine.ts"],
  outdir: "dist",
  minify: true,
});
await esbuild.build({
  ...node,
  entryPoints: ["test/host/suite.ts"],
  outfile: "test/host/dist/suite.js",
  external: ["vscode", "mocha"],
});
await esbuild.build({
  ...node,
  entryPoints: ["test/chat/extension.ts"],
  outfile: "test/chat/dist/extension.js",
  external: ["vscode"],
});
await esbuild.build({
  ...node,
  format: "esm",
  entryPoints: ["test/run.ts"],
  outfile: "dist/test/run.mjs",
  packages: "external",
});
writeFileSync("dist/THIRD-PARTY.md", notices([extension, views]));

/** The licences of the packages that the bundles contain. */
function notices(builds) {
  const folders = new Set();
  for (const input of builds.flatMap((build) => Object.keys(build.metafile.inputs))) {
    const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input);
    if (found) {
      folders.add(found[0]);
    }
  }
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
    const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : license;
    return `## ${name} ${version} (${license})\n\n${text}\n`;
  });
  return `# What this extension contains of others\n\n${texts.join("\n")}`;
}
