import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "@/tests/support/temporary";
import { Processes } from "../../../../scripts/lib/processes.mjs";

const root = path.resolve(import.meta.dirname, "../../../..");
const folder = temporaryFolder();

/** Says its name when asked to stop, and holds on until then. */
function program(name: string): string {
  const file = path.join(folder, `${name}.mjs`);
  const log = JSON.stringify(path.join(folder, "order"));
  writeFileSync(
    file,
    `import { appendFileSync } from "node:fs";
    process.on("SIGTERM", () => { appendFileSync(${log}, "${name} "); process.exit(0); });
    setInterval(() => {}, 1000);
    console.log("up");`,
  );
  return file;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

describe("the starter's processes", () => {
  it("are stopped one after the other, the latest first", async () => {
    writeFileSync(path.join(folder, "order"), "");
    const processes = new Processes(root, path.join(folder, "logs"));
    for (const name of ["first", "second", "third"]) {
      processes.start(name, [program(name)], process.env, { patienceMs: 5000 });
      await vi.waitFor(() => expect(processes.tail(name)).toBe("up"), { timeout: 10_000 });
    }
    await processes.stopAll();
    expect(readFileSync(path.join(folder, "order"), "utf8")).toBe("third second first ");
  });

  it("report one that exits by itself, with its last output", async () => {
    const processes = new Processes(root, path.join(folder, "logs"));
    processes.start("web server", ["-e", "console.error('out of paper'); process.exit(3)"], process.env, {
      patienceMs: 1000,
    });
    await expect(processes.failure).rejects.toMatchObject({
      message: "The web server stopped unexpectedly (code 3).",
      details: "out of paper",
    });
    await processes.stopAll();
  });

  it("are started again when they die, with a sentence, a pause and what they are to be started again with", async () => {
    const said = vi.spyOn(console, "log").mockImplementation(() => {});
    const processes = new Processes(root, path.join(folder, "logs"));
    const again: string[] = [];
    const speak = (word: string) => ["-e", `console.log(${JSON.stringify(word)}); setInterval(() => {}, 1000)`];
    const child = processes.start("worker", speak("first"), process.env, { patienceMs: 1000, again });
    again.push(...speak("again"));
    await vi.waitFor(() => expect(processes.tail("worker")).toBe("first"), { timeout: 10_000 });
    processes.keepRunning();
    child.kill("SIGKILL");
    await vi.waitFor(() => expect(processes.tail("worker")).toBe("first\nagain"), { timeout: 10_000 });
    expect(said.mock.calls).toEqual([
      ["The worker stopped unexpectedly (signal SIGKILL). It is started again in 0.5 s."],
    ]);
    await processes.stopAll();
    said.mockRestore();
  });

  it("are killed when they stop answering, where that is asked for", async () => {
    const processes = new Processes(root, path.join(folder, "logs"));
    expect(await processes.runToEnd("silent", [program("silent")], process.env, 500)).toBe("signal SIGKILL");
    const talking = "let n = 0; setInterval(() => { console.log(n++); if (n > 15) process.exit(0); }, 100)";
    expect(await processes.runToEnd("talking", ["-e", talking], process.env, 1200)).toBe("code 0");
  });

  it("do not outlive a starter that was killed", async () => {
    const code = `
      import { Processes } from ${JSON.stringify(path.join(root, "scripts/lib/processes.mjs"))};
      const processes = new Processes(${JSON.stringify(root)}, ${JSON.stringify(path.join(folder, "killed"))});
      const child = processes.start("service", [${JSON.stringify(program("service"))}], process.env, { patienceMs: 1000 });
      console.log(child.pid);`;
    const starter = spawn(process.execPath, ["--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: starter.stdout })[Symbol.asyncIterator]();
    const pid = Number((await lines.next()).value);
    const log = path.join(folder, "killed/service.log");
    await vi.waitFor(() => expect(readFileSync(log, "utf8")).toBe("up\n"), { timeout: 10_000 });
    starter.kill("SIGKILL");
    await once(starter, "exit");
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 });
    // Asked, not cut off: a worker gives its jobs back.
    expect(readFileSync(path.join(folder, "order"), "utf8")).toContain("service ");
  });
});
