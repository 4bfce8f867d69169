import { setTimeout as pause } from "node:timers/promises";
import { loadBrands } from "@/lib/gate/brand/load";

/*
 * A process of its own that serves home pages from its memory, as each process of the portal does: five times a second
 * it writes a line with the heading of Connect with Us by brand, until its input ends.
 */
async function main(): Promise<void> {
  let isOver = false;
  process.stdin.on("end", () => {
    isOver = true;
  });
  process.stdin.resume();
  while (!isOver) {
    const brands = await loadBrands();
    const headings = brands.map(({ key, home }) => [key, home.connectTitle]);
    process.stdout.write(`${JSON.stringify(Object.fromEntries(headings))}\n`);
    await pause(200);
  }
  process.exit(0);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : "it failed"}\n`);
  process.exit(1);
});
