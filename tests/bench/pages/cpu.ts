import { readdirSync, readFileSync } from "node:fs";

/** The kernel counts in hundredths of a second, on every Linux that Node runs on. */
const TICK_MS = 10;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly cpuMs: number;
}

/** What the kernel says of a process (proc(5), stat); null when it has ended meanwhile. */
function processOf(pid: number): Process | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name is in parentheses and may hold anything.
    const end = text.lastIndexOf(")");
    const fields = text.slice(end + 2).split(" ");
    // User and system time, of it and of children that ended.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return {
      pid,
      parent: Number(fields[1]),
      name: text.slice(text.indexOf("(") + 1, end),
      cpuMs: ticks * TICK_MS,
    };
  } catch {
    return null;
  }
}

/** CPU time in milliseconds of a process with everything that it started, as far as the name fits. Linux only. */
export function cpuOfTree(root: number, named: RegExp = /./): number {
  const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (processOf(Number(name)) ?? []) : []));
  const tree = new Set([root]);
  for (let size = 0; size !== tree.size; ) {
    size = tree.size;
    for (const { pid, parent } of all) if (tree.has(parent)) tree.add(pid);
  }
  return all.reduce((sum, { pid, name, cpuMs }) => (tree.has(pid) && named.test(name) ? sum + cpuMs : sum), 0);
}
