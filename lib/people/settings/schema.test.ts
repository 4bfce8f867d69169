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
])("an address opens what it was made for: %j", (editing) => {
  const url = new URL(settingsHref("/settings", "profile", { editing, done: "phone" }), "http://x");
  expect(url.hash).toBe("#profile");
  expect(parseSettingsView(Object.fromEntries(url.searchParams))).toEqual({ editing, done: "phone" });
});

it.each([
  {},
  { edit: "phone-", done: "toString" },
  { edit: "phone-../../x", done: "<b>" },
  { edit: ["x"], done: "constructor" },
])("an address that says nothing opens nothing: %j", (raw) => {
  expect(parseSettingsView(raw)).toEqual({ editing: null, done: null });
});

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

it("no password of these forms goes back to a page", () => {
  const passwords = Object.fromEntries(Object.keys(passwordSchema.shape).map((name) => [name, "Steel&Harbor27"]));
  const change = formOf(passwords);
  expect(decodeForm(change, passwordSchema)).toEqual({ raw: passwords, unknown: [] });
  expect(typedValues(change, passwordSchema)).toEqual({});
  const asked = formOf({ field: "email", wanted: "new@client.example", currentPassword: "Steel&Harbor27" });
  expect(decodeForm(asked, askForChangeSchema).unknown).toEqual([]);
  expect(typedValues(asked, askForChangeSchema)).toEqual({ field: "email", wanted: "new@client.example" });
});
