import { describe, expect, it } from "vitest";
import { z } from "zod";
import { cpuTime } from "@/tests/support/cpu-time";
import { decodeForm, hasTooManyFields, issuesByField, typedValues } from "./form";

const schema = z.object({
  name: z.string(),
  note: z.string().optional(),
  agree: z.boolean(),
  tags: z.array(z.string()),
  address: z.object({ line1: z.string(), billing: z.boolean() }),
});

function form(entries: [string, string | Blob][]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

describe("decodeForm", () => {
  it("reads dotted names, lists and checkboxes", () => {
    const data = form([
      ["$ACTION_REF_1", ""],
      ["name", " Ann "],
      ["note", ""],
      ["tags[]", "a"],
      ["tags[]", "b"],
      ["address.line1", "1 Mill Road"],
      ["address.billing", "on"],
    ]);
    expect(decodeForm(data, schema)).toEqual({
      raw: { name: " Ann ", agree: false, tags: ["a", "b"], address: { line1: "1 Mill Road", billing: true } },
      unknown: [],
    });
  });

  it.each(["role", "company_id", "address.owner", "tags[].x.y", "__proto__", "constructor"])(
    "names the unknown field %s",
    (name) => {
      const { unknown } = decodeForm(
        form([
          ["name", "Ann"],
          [name, "administrator"],
        ]),
        schema,
      );
      expect(unknown).toEqual(name === "tags[].x.y" ? [] : [name]);
    },
  );
});

describe("what goes back to the page", () => {
  it("is what was typed, without passwords, tokens and files", () => {
    const data = form([
      ["name", "<b>Ann</b>"],
      ["password", "secret"],
      ["newPassword", "secret"],
      ["token", "secret"],
      ["file", new Blob(["x"])],
      ["tags[]", "a"],
      ["$ACTION_KEY", "k"],
      ["not-of-this-form", "x"],
    ]);
    expect(typedValues(data, schema)).toEqual({ name: "<b>Ann</b>", "tags[]": ["a"] });
  });

  it("has neither secrets nor the proof of a form, though the schema knows them", () => {
    const names = ["currentPassword", "token", "issued"];
    const known = z.object({ issuedOn: z.string(), ...Object.fromEntries(names.map((name) => [name, z.string()])) });
    const data = form([...names.map((name): [string, string] => [name, "secret"]), ["issuedOn", "2026-01-01"]]);
    expect(typedValues(data, known)).toEqual({ issuedOn: "2026-01-01" });
  });

  it("is bounded: a body of forty thousand fields is refused at once", () => {
    const flood = form(Array.from({ length: 40_000 }, (_, index) => [`f${index}`, "x"]));
    const taken = cpuTime(() => {
      expect(hasTooManyFields(flood)).toBe(true);
      expect(typedValues(flood, schema)).toEqual({});
    });
    expect(taken).toBeLessThan(500);
    expect(hasTooManyFields(form([["name", "Ann"]]))).toBe(false);
  });

  it("is a sentence for each field", () => {
    const result = schema.safeParse({ name: "Ann", agree: true, tags: [], address: { billing: false } });
    if (result.success) throw new Error("should not parse");
    expect(Object.keys(issuesByField(result.error).fieldErrors)).toEqual(["address.line1"]);
  });
});
