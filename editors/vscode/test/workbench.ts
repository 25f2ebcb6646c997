/** A real VS Code in a real browser. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, type Locator, type Page, chromium } from "playwright-core";

/** Where the programs and files are that the tests use; `cargo xtask test` says it. */
export const places = {
  /** VS Code's server, as code-server ships it. */
  code: required("FLOWSPEC_CODE"),
  chromium: required("FLOWSPEC_CHROMIUM"),
  vsix: required("FLOWSPEC_VSIX"),
  example: required("FLOWSPEC_EXAMPLE"),
  /** A folder for everything that the tests write. */
  scratch: required("FLOWSPEC_SCRATCH"),
  /** The suite that runs in the extension host, as an extension. */
  suite: resolve("test/host"),
};

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: run cargo xtask test`);
  }
  return value;
}

/** A task of the example that is planned. */
export const PLANNED = "backlog/tasks/task-10 - Carrier-sandbox.md";

/** What a server of VS Code is started with. */
export interface Options {
  readonly restricted?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What a window shows. */
export interface Place {
  readonly payload?: readonly (readonly [string, string])[];
  readonly folder?: string;
}

/** A server of VS Code with our extension, and nothing else, installed. */
export class Code {
  private constructor(
    private readonly server: ChildProcess,
    readonly authority: string,
    /** A copy of the example. */
    readonly workspace: string,
    /** What the recording agents were told, a line each. */
    readonly record: string,
  ) {}

  /** Starts one. Nobody is asked whether a workspace is trusted unless it is `restricted`; `settings` are a user's. */
  static async start({ restricted = false, settings = {} }: Options = {}): Promise<Code> {
    mkdirSync(places.scratch, { recursive: true });
    const folder = mkdtempSync(join(places.scratch, "code-"));
    const workspace = join(folder, "parcel-tracker");
    cpSync(places.example, workspace, { recursive: true });
    const record = join(folder, "record.jsonl");
    const bin = join(folder, "bin");
    recordingAgents(bin, record);
    mkdirSync(join(folder, "data/data/Machine"), { recursive: true });
    // The copy lies in a repository, which is none of its business.
    const all = { "git.openRepositoryInParentFolders": "never", ...settings };
    writeFileSync(join(folder, "data/data/Machine/settings.json"), JSON.stringify(all));
    const program = join(places.code, "out/server-main.js");
    const data = ["--accept-server-license-terms", "--server-data-dir", join(folder, "data"), "--extensions-dir", join(folder, "extensions")];
    const install = spawnSync(process.execPath, [program, ...data, "--install-extension", places.vsix], { encoding: "utf8" });
    if (install.status !== 0) {
      throw new Error(`the extension cannot be installed:\n${install.stdout}${install.stderr}`);
    }
    const trust = restricted ? [] : ["--disable-workspace-trust"];
    const server = spawn(
      process.execPath,
      [program, ...data, ...trust, "--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--force-disable-user-env", "--telemetry-level", "off"],
      { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, EXTENSIONS_GALLERY: "{}", PATH: [bin, process.env["PATH"]].join(delimiter) } },
    );
    server.stderr.resume();
    const lines = createInterface({ input: server.stdout });
    for await (const line of lines) {
      const found = /127\.0\.0\.1:(\d+)|listening on (\d+)/.exec(line);
      const port = found?.[1] ?? found?.[2];
      if (port !== undefined) {
        lines.close();
        server.stdout.resume();
        return new Code(server, `127.0.0.1:${port}`, workspace, record);
      }
    }
    throw new Error("VS Code's server ended before it said its port");
  }

  /** What the recording agents were told so far. */
  recorded(): string[][] {
    try {
      return readFileSync(this.record, "utf8").trim().split("\n").map((line) => JSON.parse(line) as string[]);
    } catch {
      return [];
    }
  }

  /** The address of the workbench with a folder open, the workspace by default. */
  url({ payload = [], folder = this.workspace }: Place = {}): string {
    const query = new URLSearchParams({ folder, payload: JSON.stringify([["skipWelcome", "true"], ...payload]) });
    return `http://${this.authority}/?${query.toString()}`;
  }

  /** What makes the workbench load an extension from its folder, as while it is developed. */
  develop(folder: string): [string, string] {
    return ["extensionDevelopmentPath", `vscode-remote://${this.authority}${folder}`];
  }

  /** A folder that holds nothing of flowspec. */
  ordinary(): string {
    const folder = join(this.workspace, "../ordinary");
    mkdirSync(folder);
    writeFileSync(join(folder, "README.md"), "# A program\n");
    return folder;
  }

  async stop(): Promise<void> {
    const ended = once(this.server, "exit");
    this.server.kill();
    await ended;
    rmSync(join(this.workspace, ".."), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Puts scripts into a folder that are called like the agents and only write down their arguments. In a terminal they wait to be sent away. */
function recordingAgents(folder: string, record: string): void {
  mkdirSync(folder, { recursive: true });
  const script = `#!${process.execPath}
const arguments_ = [require("node:path").basename(process.argv[1]), ...process.argv.slice(2)];
require("node:fs").appendFileSync(${JSON.stringify(record)}, JSON.stringify(arguments_) + "\\n");
if (process.stdin.isTTY) {
  process.stdout.write("What shall be done? (exit ends) > ");
  process.stdin.on("data", (line) => process.exit(line.toString().trim() === "exit" ? 0 : 1));
} else {
  console.log("done");
}
`;
  for (const agent of ["claude", "copilot", "codex", "gemini"]) {
    writeFileSync(join(folder, agent), script, { mode: 0o755 });
  }
}

export function launch(): Promise<Browser> {
  const quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath: places.chromium, args: ["--no-sandbox", "--disable-gpu", ...quiet] });
}

/** VS Code as somebody sees it who sits in front of it. */
export class Workbench {
  constructor(
    readonly page: Page,
    private readonly pictures: string,
  ) {
    mkdirSync(pictures, { recursive: true });
  }

  static async open(browser: Browser, code: Code, place?: Place): Promise<Workbench> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 });
    page.setDefaultTimeout(30_000);
    await page.goto(code.url(place));
    await page.locator(".monaco-workbench .explorer-folders-view .monaco-list-row").first().waitFor();
    return new Workbench(page, join(places.scratch, "pictures"));
  }

  /** Waits until the extension knows the project; its commands are in the palette from then on. */
  async ready(): Promise<void> {
    await this.page.locator(".activitybar .action-label[aria-label='Flowspec']").waitFor();
  }

  /** Opens a file by its path, as with Ctrl+P. */
  async openFile(path: string): Promise<void> {
    await this.page.keyboard.press("Control+p");
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor();
    await input.fill(path);
    const name = path.split("/").at(-1) ?? path;
    // Before the list is filtered, it has what was open last: Enter could mean another row.
    await this.row(".quick-input-list", name).first().click();
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
  }

  /** Runs a command of the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor();
    await input.fill(`>${title}`);
    await this.row(".quick-input-list", title).first().click();
  }

  row(list: string, text: string): Locator {
    return this.page.locator(`${list} .monaco-list-row`, { hasText: text });
  }

  /** Puts the cursor on a line, from 1. */
  async goto(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press("Control+g");
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor();
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  /** Turns the light off. */
  async dark(code: Code): Promise<void> {
    mkdirSync(join(code.workspace, ".vscode"));
    writeFileSync(join(code.workspace, ".vscode/settings.json"), JSON.stringify({ "workbench.colorTheme": "Default Dark Modern" }));
    await this.page.locator(".monaco-workbench.vs-dark").waitFor();
  }

  /** A message, once it has come up. */
  message(text: string): Locator {
    return this.page.locator(".notification-toast.notification-fade-in-done", { hasText: text }).first();
  }

  /** Answers a question in a dialog; the picture is taken before. */
  async answer(question: string, answer: string, picture: string): Promise<void> {
    const dialog = this.page.locator(".monaco-dialog-box", { hasText: question });
    await dialog.waitFor();
    await this.picture(picture);
    await dialog.locator(".monaco-button", { hasText: new RegExp(`^${answer}$`) }).click();
    await dialog.waitFor({ state: "detached" });
  }

  /** Opens the menu of code actions, in which one begins so. */
  async actions(title: string): Promise<void> {
    await this.page.locator(".lightBulbWidget").first().waitFor();
    const action = this.page.locator(".action-widget .monaco-list-row", { hasText: title }).first();
    // An answer that comes late is thrown away by VS Code, and nothing says so but a bubble.
    for (let tries = 0; tries < 5 && !(await action.isVisible()); tries += 1) {
      await this.page.keyboard.press("Control+.");
      await action.or(this.page.locator(".monaco-editor-overlaymessage")).first().waitFor();
    }
    await action.waitFor();
  }

  async picture(name: string): Promise<void> {
    // What fades is waited for, but not what turns for ever.
    await this.page.evaluate(async () => {
      const fading = document.getAnimations().filter((it) => it.effect?.getComputedTiming().iterations === 1);
      await Promise.allSettled(fading.map((it) => it.finished));
    });
    await this.page.screenshot({ path: join(this.pictures, `${name}.png`) });
  }
}
