import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

/** Prints as the framework does, in a process whose console was taken over. */
function printed(script: string): string[] {
  const code = `import { takeOverConsole } from "./lib/log.ts"; takeOverConsole(); ${script}`;
  const run = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], { encoding: "utf8" });
  expect(run.stderr).toBe("");
  return run.stdout.split("\n").filter((line) => line !== "");
}

const FORGED = JSON.stringify('a\n{"level":50,"msg":"forged"}\r\u2028\u0085\u001b[31mred\u0000');

it("whatever is printed is one line, one JSON object", () => {
  const lines = printed(`console.error(${FORGED}); console.log("%s", ${FORGED}); console.warn({ typed: ${FORGED} });`);
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    const { app, msg } = JSON.parse(line) as Record<string, unknown>;
    expect(app).toBe("portal");
    expect(msg).toContain("forged");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(line).not.toMatch(/[\u0000-\u001f]/);
  }
});

it("of an error of the database neither SQL nor what was typed is printed", () => {
  const failed = `Object.assign(new Error("Failed query: select $1\\nparams: ${"secret"}", { cause: Object.assign(new Error("duplicate key (secret)"), { code: "23505", severity_local: "ERROR", detail: "secret" }) }), { query: "select $1", params: ["secret"] })`;
  const lines = printed(`console.error(" ⨯", ${failed}); console.error(${failed}, { digest: "1" });`);
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line).toContain("23505");
    expect(line).not.toMatch(/secret|select/);
  }
});
