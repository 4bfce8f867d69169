import { benchLists } from "@/tests/bench/lists";

process.env.LOG_LEVEL ??= "silent";
await benchLists(console.log);
