// What the real OpenSpec says. Its modules answer many cases in one process, because starting its command line takes a second.
//
// node judge.mjs PACKAGE SCRATCH < CASES: a line of JSON for each case, and one for each answer, in the same order.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [home, scratch] = process.argv.slice(2);
const load = (module) => import(pathToFileURL(join(home, 'dist/core', module)).href);
const { Validator } = await load('validation/validator.js');
const { buildUpdatedSpec, findSpecUpdates, writeUpdatedSpec } = await load('specs-apply.js');
const { ArchiveCommand, isRetirableSpec } = await load('archive.js');

const put = async (path, text) => {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
};
const read = (path) => readFile(path, 'utf8').catch(() => null);

let made = 0;
/** A project with one spec, or none, and one change. */
async function project({ capability, change, spec, delta, retire }) {
  const root = join(scratch, `project-${made++}`);
  const folder = join(root, 'openspec/changes', change);
  const target = join(root, 'openspec/specs', capability, 'spec.md');
  await mkdir(join(root, 'openspec/specs'), { recursive: true });
  await put(join(folder, 'proposal.md'), '## Why\nIt is a test.\n\n## What Changes\n- It.\n');
  await put(join(folder, 'specs', capability, 'spec.md'), delta);
  await put(join(folder, '.openspec.yaml'), `schema: spec-driven\n${retire ? 'retire_capabilities: true\n' : ''}`);
  if (spec !== null) await put(target, spec);
  return { root, folder, target };
}

const answers = {
  async spec({ text }) {
    return { issues: (await new Validator(true).validateSpecContent('a', text)).issues };
  },

  async delta({ text }) {
    const folder = join(scratch, `change-${made++}`);
    await put(join(folder, 'specs/a/spec.md'), text);
    const { issues } = await new Validator(true).validateChangeDeltaSpecs(folder);
    await rm(folder, { recursive: true });
    return { issues };
  },

  /** The steps of `openspec archive` from the merge on. */
  async merge(input) {
    const { root, folder, target } = await project(input);
    try {
      const [update] = await findSpecUpdates(folder, join(root, 'openspec/specs'));
      const built = await buildUpdatedSpec(update, input.change, { silent: true });
      const { counts, warnings, rebuilt } = built;
      const isRetired =
        input.retire &&
        built.noRequirementBlocks &&
        built.unaccountedContent.length === 0 &&
        (!update.exists || counts.removed > 0) &&
        (await isRetirableSpec(update.id, rebuilt));
      if (isRetired) return { outcome: update.exists ? 'retired' : 'unchanged', warnings };
      const report = await new Validator().validateSpecContent(update.id, rebuilt);
      if (!report.valid) return { outcome: 'refused', reason: JSON.stringify(report.issues), warnings };
      if (Object.values(counts).every((count) => count === 0)) return { outcome: 'unchanged', warnings };
      await writeUpdatedSpec(update, rebuilt, counts, { silent: true });
      return { outcome: 'written', text: await read(target), warnings };
    } catch (error) {
      return { outcome: 'refused', reason: error.message };
    } finally {
      await rm(root, { recursive: true });
    }
  },

  /** All of `openspec archive`. */
  async archive(input) {
    const { root, target } = await project(input);
    const print = console.log;
    const said = [];
    try {
      process.chdir(root);
      console.log = (line) => said.push(line);
      await new ArchiveCommand().execute(input.change, { yes: true, json: true });
      const text = await read(target);
      if (process.exitCode) return { outcome: 'refused', reason: said.join('\n') };
      if (text === input.spec) return { outcome: 'unchanged' };
      return text === null ? { outcome: 'retired' } : { outcome: 'written', text };
    } catch (error) {
      return { outcome: 'refused', reason: error.message };
    } finally {
      process.exitCode = 0;
      console.log = print;
      process.chdir(scratch);
      await rm(root, { recursive: true });
    }
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { kind, ...input } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await answers[kind](input))}\n`);
}
