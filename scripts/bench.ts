import { benchCases } from "@/tests/bench/cases";
import { benchChat } from "@/tests/bench/chat";
import { benchImport } from "@/tests/bench/import";
import { benchLists, benchQueue } from "@/tests/bench/lists";
import { startMeasuring, withBenchDatabase } from "@/tests/bench/measure";
import { benchPages } from "@/tests/bench/pages";
import { benchPeople } from "@/tests/bench/people";
import { benchRequests } from "@/tests/bench/requests";
import { benchSearch } from "@/tests/bench/search";

process.env.LOG_LEVEL ??= "silent";
const log = console.log;
if (process.argv[2] === "pages") {
  await benchPages(log);
} else if (process.argv[2] === "import") {
  await withBenchDatabase(log, () => benchImport(log));
} else if (process.argv[2] === "people") {
  await withBenchDatabase(log, () => benchPeople(log));
} else if (process.argv[2] === "search") {
  await withBenchDatabase(log, () => benchSearch(log));
} else if (process.argv[2] === "queue") {
  await withBenchDatabase(log, () => benchQueue(log, startMeasuring(log)));
} else if (process.argv[2] === "chat") {
  await benchChat(log);
} else {
  await withBenchDatabase(log, async () => {
    const measure = startMeasuring(log);
    await benchLists(log, measure);
    const cases = await benchCases(log, measure);
    await benchRequests(cases, log, measure);
  });
}
