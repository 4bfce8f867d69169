import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { StartError } from "./errors.mjs";

/**
 * @typedef {import("node:child_process").ChildProcess} ChildProcess
 * @typedef {{ patienceMs: number, shown?: boolean, farewell?: boolean, again?: string[], onMessage?: (message: any) => void }} Options
 * @typedef {{ name: string, env: NodeJS.ProcessEnv, options: Options, child: ChildProcess, ended: Promise<string>, startedAt: number, pauseMs: number }} Service
 */

/** The pause before a service is started again. It doubles each time, until the service has run for a while. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
const RUNS_WELL_MS = 30_000;

/** Node programs that the starter runs: steps that end by themselves, and services that run until they are stopped. */
export class Processes {
  /** @type {Service[]} */
  #services = [];
  /** @type {Set<ChildProcess>} */
  #steps = new Set();
  #stopping = false;
  #keepsRunning = false;
  /** @type {Set<NodeJS.Timeout>} */
  #pauses = new Set();
  /** @type {(error: Error) => void} */
  #fail = () => {};
  /** Until `keepRunning`, rejects with an error message as soon as a service ends without having been stopped. */
  failure = new Promise((_resolve, reject) => {
    this.#fail = reject;
  });

  /**
   * @param {string} root Folder that the programs run in.
   * @param {string} logs Folder for what they say.
   */
  constructor(root, logs) {
    this.root = root;
    this.logs = logs;
    this.failure.catch(() => {});
    mkdirSync(logs, { recursive: true });
  }

  /**
   * Runs a program to its end. Throws a sentence, with the end of what it said, unless it ends well.
   * @param {string} name
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} env
   * @param {string} sentence What to say when it fails.
   */
  async run(name, args, env, sentence) {
    const outcome = await this.runToEnd(name, args, env);
    if (outcome !== "code 0") throw new StartError(sentence, this.tail(name));
  }

  /**
   * Runs a program to its end and tells how that was: "code 0" when it went well.
   * @param {string} name
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} env
   * @param {number} [silenceMs] Killed when it says nothing for so long.
   */
  async runToEnd(name, args, env, silenceMs = 0) {
    const child = this.#spawn(name, [...this.#guard(), ...args], env, false);
    this.#steps.add(child);
    // By the log's size and not its time: a file's clock and a process's may differ.
    let said = { size: 0, at: performance.now() };
    const watch =
      silenceMs > 0
        ? setInterval(() => {
            const { size } = statSync(this.logFile(name));
            if (size !== said.size) said = { size, at: performance.now() };
            else if (performance.now() - said.at > silenceMs) signal(child, "SIGKILL");
          }, 1000)
        : undefined;
    const outcome = await end(child);
    clearInterval(watch);
    this.#steps.delete(child);
    return outcome;
  }

  /**
   * Starts a program that is to run until `stopAll`, which stops the latest first.
   * @param {string} name
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} env
   * @param {Options} options `farewell`: the program is stopped by a message and not by a signal, and ends by itself
   *   when this process is killed, because it must close a database. `again`: arguments of a restart, if they differ.
   */
  start(name, args, env, options) {
    const child = this.#spawnService(name, args, env, options, false);
    /** @type {Service} */
    const service = {
      name,
      env,
      options,
      child,
      ended: end(child),
      startedAt: performance.now(),
      pauseMs: FIRST_PAUSE_MS,
    };
    this.#services.push(service);
    void this.#watch(service, args);
    return child;
  }

  /** From now on a service that dies is started again, however often, and a message says so. */
  keepRunning() {
    this.#keepsRunning = true;
  }

  /**
   * @param {Service} service
   * @param {string[]} args
   */
  async #watch(service, args) {
    const { name, options } = service;
    for (;;) {
      const outcome = await service.ended;
      if (this.#stopping) return;
      if (!this.#keepsRunning) {
        this.#fail(new StartError(`The ${name} stopped unexpectedly (${outcome}).`, this.tail(name)));
        return;
      }
      if (performance.now() - service.startedAt > RUNS_WELL_MS) service.pauseMs = FIRST_PAUSE_MS;
      const pause = service.pauseMs;
      service.pauseMs = Math.min(pause * 2, LONGEST_PAUSE_MS);
      console.log(`The ${name} stopped unexpectedly (${outcome}). It is started again in ${pause / 1000} s.`);
      await new Promise((resolve) => this.#pauses.add(setTimeout(resolve, pause, undefined)));
      if (this.#stopping) return;
      const again = options.again?.length ? options.again : args;
      service.child = this.#spawnService(name, again, service.env, options, true);
      service.ended = end(service.child);
      service.startedAt = performance.now();
    }
  }

  /**
   * @param {string} name
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} env
   * @param {Options} options
   * @param {boolean} again
   */
  #spawnService(name, args, env, { farewell = false, shown = false, onMessage }, again) {
    const child = this.#spawn(name, farewell ? args : [...this.#guard(), ...args], env, shown, again);
    if (onMessage) child.on("message", onMessage);
    return child;
  }

  /** Stops everything, each service when the ones that were started after it have ended. */
  async stopAll() {
    this.#stopping = true;
    for (const pause of this.#pauses) clearTimeout(pause);
    for (const child of this.#steps) signal(child, "SIGTERM");
    for (const { child, ended, options } of this.#services.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      if (options.farewell && child.connected) child.send({ type: "stop" });
      else signal(child, "SIGTERM");
      const force = setTimeout(() => signal(child, "SIGKILL"), options.patienceMs);
      await ended;
      clearTimeout(force);
    }
  }

  /** Kills what may be killed. What has a database to close does so by itself when this process is gone. */
  killAll() {
    this.#stopping = true;
    for (const child of this.#steps) signal(child, "SIGKILL");
    for (const { child, options } of this.#services) if (!options.farewell) signal(child, "SIGKILL");
  }

  #guard() {
    return ["--import", pathToFileURL(path.join(this.root, "scripts/exit-with-parent.mjs")).href];
  }

  /** @param {string} name */
  logFile(name) {
    return path.join(this.logs, `${name.replaceAll(" ", "-")}.log`);
  }

  /**
   * The last lines that a program said.
   * @param {string} name
   */
  tail(name) {
    return readFileSync(this.logFile(name), "utf8").trimEnd().split("\n").slice(-40).join("\n");
  }

  /**
   * @param {string} name
   * @param {string[]} args
   * @param {NodeJS.ProcessEnv} env
   * @param {boolean} shown
   * @param {boolean} [again] Keeps in the log what the program wrote before it died.
   */
  #spawn(name, args, env, shown, again = false) {
    if (this.#stopping) throw new StartError("Stopped.");
    const file = openSync(this.logFile(name), again ? "a" : "w", 0o600);
    const output = shown ? "inherit" : file;
    const child = spawn(process.execPath, args, {
      cwd: this.root,
      env: { ...env, PORTAL_STARTER_PID: String(process.pid) },
      stdio: ["ignore", output, output, "ipc"],
      // Ctrl-C in a terminal goes to the whole group: in groups of their own the programs are stopped in order instead.
      detached: process.platform !== "win32",
    });
    closeSync(file);
    return child;
  }
}

/**
 * @param {ChildProcess} child
 * @returns {Promise<string>} How it ended, in words.
 */
function end(child) {
  return new Promise((resolve) => {
    child.once("exit", (code, name) => resolve(name ? `signal ${name}` : `code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
}

/**
 * To the program and whatever it started.
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} name
 */
function signal(child, name) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(name);
    else process.kill(-child.pid, name);
  } catch {
    // It has ended already.
  }
}
