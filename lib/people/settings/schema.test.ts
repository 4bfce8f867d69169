import { expect, it } from "vitest";
import { decodeForm, typedValues } from "@/lib/gate/actions/form";
import { askForChangeSchema } from "@/lib/threads/requests/changes/schema";
import { type Editing, parseSettingsView, passwordSchema, settingsHref } from "./schema";

const ID = "0199d7a0-0000-7000-8000-000000000001";

it.each<Editing>([
  { kind: "add-phone" },
  { kind: "add-address" },
  { kind: "time-zone" },
  { kind: "password" },
  { kind: "phone", id: ID },
  { kind: "address", id: ID },
])("the address that settingsHref makes is read back by parseSettingsView: %j", (editing) => {
  const url = new URL(settingsHref("/settings", "profile", { editing, done: "phone" }), "http://x");
  expect(url.hash).toBe("#profile");
  expect(parseSettingsView(Object.fromEntries(url.searchParams))).toEqual({ editing, done: "phone" });
});

it.each([
  {},
  { edit: "phone-", done: "toString" },
  { edit: "phone-../../x", done: "<b>" },
  { edit: ["x"], done: "constructor" },
])("an address of Settings without a known value opens nothing and reports nothing: %j", (raw) => {
  expect(parseSettingsView(raw)).toEqual({ editing: null, done: null });
});

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

it("a password typed in a form of Settings is never sent back to the page", () => {
  const passwords = Object.fromEntries(Object.keys(passwordSchema.shape).map((name) => [name, "Steel&Harbor27"]));
  const change = formOf(passwords);
  expect(decodeForm(change, passwordSchema)).toEqual({ raw: passwords, unknown: [] });
  expect(typedValues(change, passwordSchema)).toEqual({});
  const asked = formOf({ field: "email", wanted: "new@client.example", currentPassword: "Steel&Harbor27" });
  expect(decodeForm(asked, askForChangeSchema).unknown).toEqual([]);
  expect(typedValues(asked, askForChangeSchema)).toEqual({ field: "email", wanted: "new@client.example" });
});
