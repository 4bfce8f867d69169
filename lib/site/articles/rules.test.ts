import { describe, expect, it } from "vitest";
import { type CaseFacts, flagsOf, missingWords, openFlags, textOf } from "./rules";

const FACTS: CaseFacts = {
  names: ["Robin Meyer", "Zoë Åkesson", "Li Art", "Riverbend Water District", "AVEVA Support"],
  files: ["trend export.csv", "pump_7"],
  texts: ["Our server histsrv2 has tag FIC_1040 and it stops.", "Serial SN88-1234."],
  harmless: ["AVEVA Historian", "2023R2"],
};
const flagged = (text: string) => flagsOf(text, FACTS).map(({ kind, word }) => `${kind} ${word}`);

describe("what may tell whose case an article comes from", () => {
  it.each([
    ["Robin Meyer saw it.", ["name Robin Meyer"]],
    ["As robin  wrote", ["name Robin"]],
    ["meyer's pump", ["name Meyer"]],
    ["ROBIN MEYER", ["name Robin Meyer"]],
    ["Zoe Akesson", ["name Zoë Åkesson"]],
    ["Ro\u200Bbin", ["name Robin"]],
    ["the Riverbend plant", ["name Riverbend"]],
    ["Ask Li", ["name Li"]],
    ["art is long", []],
    ["robins sing", []],
    ["Riverbend Water District", ["name Riverbend Water District"]],
  ])("names of the case: %s", (text, expected) => {
    expect(flagged(text)).toEqual(expected);
  });

  it.each([
    ["Write to ops@plant.example.", ["address ops@plant.example"]],
    ["Open \\\\nas\\share\\x.", ["host \\\\nas\\share\\x"]],
    ["See https://plant.example/x?y", ["host https://plant.example/x?y"]],
    ["Ping 10.0.20.7", ["host 10.0.20.7"]],
    ["on scada.plant.example", ["host scada.plant.example"]],
    ["on HIST-SRV01", ["host HIST-SRV01"]],
    ["at fe80:0:0:1::7", ["host fe80:0:0:1::7"]],
    ["00:1A:2B:3C:4D:5E", ["host 00:1A:2B:3C:4D:5E"]],
    ["on HISTSRV2 again", ["host histsrv2"]],
    ["the tag fic_1040", ["host fic_1040"]],
  ])("hosts and addresses: %s", (text, expected) => {
    expect(flagged(text)).toEqual(expected);
  });

  it.each([
    ["Case C-104416 says", ["number C-104416"]],
    ["Case CS104416", ["number CS104416"]],
    ["Call (717) 555-0101", ["number (717) 555-0101"]],
    ["Order 778899", ["number 778899"]],
    ["Version 14.3.1 with 3 nodes and 20 GB", []],
    ["AVEVA Historian 2023R2", []],
  ])("numbers: %s", (text, expected) => {
    expect(flagged(text)).toEqual(expected);
  });

  it.each([
    ["See trend  export.csv", ["file export.csv"]],
    ["See Trend Export.csv", ["file trend export.csv", "file Export.csv"]],
    ["See pump_7", ["file pump_7"]],
    ["In C:\\Data\\x.log", ["file C:\\Data\\x.log"]],
    ["In /var/lib/hist/x", ["file /var/lib/hist/x"]],
    ["Run setup.exe", ["file setup.exe"]],
    ["and/or this", []],
  ])("files and paths: %s", (text, expected) => {
    expect(flagged(text)).toEqual(expected);
  });

  it("is each thing once, and what somebody kept is not asked again, however it is written", () => {
    const text = "Meyer and MEYER on HIST-SRV01";
    expect(flagged(text)).toEqual(["name Meyer", "host HIST-SRV01"]);
    const kept = [{ kind: "name", word: "meyer", by: "Kim Duarte" }] as const;
    expect(openFlags(text, FACTS, kept)).toEqual([{ kind: "host", word: "HIST-SRV01" }]);
  });

  it("looks through everything that clients would read", () => {
    const parts = ["title", "summary", "symptom", "cause", "fix", "productVersion"] as const;
    const empty = { title: "", summary: "", symptom: "", cause: "", fix: "", productVersion: null };
    for (const part of parts) expect(flagged(textOf({ ...empty, [part]: "Meyer" })), part).toEqual(["name Meyer"]);
  });

  it.each(["a.", "1 ", "/a", "@", "A-", "::", "a_1."])("reads a long row of %s", (part) => {
    expect(flagsOf(part.repeat(2_000), FACTS).length).toBeLessThan(3);
  });
});

it("an article without a summary or a fix does not go out", () => {
  expect(missingWords({ summary: "", fix: "" })).toEqual(["Write a summary.", "Say what helps."]);
  expect(missingWords({ summary: "a", fix: "b" })).toEqual([]);
});
