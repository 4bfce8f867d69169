import { expect, it } from "vitest";
import { telephoneHref } from "./telephone";

it.each([
  ["+1 (717) 555-0101", "tel:+17175550101"],
  ["804.555.0140", "tel:8045550140"],
  ["+17175550101;ext=12", "tel:+17175550101;ext=12"],
  ["+1 717 555 0101 ext. 12", "tel:+17175550101;ext=12"],
  ["+1 717 555 0101 Extension: 1204", "tel:+17175550101;ext=1204"],
  ["(717) 555-0101 x12", "tel:7175550101;ext=12"],
  ["717-555-0101x12 ", "tel:7175550101;ext=12"],
  ["717-555-0101 (ext 12)", "tel:7175550101;ext=12"],
  ["Fax 5550140", "tel:5550140"],
  ["717-555-0101 #12", "tel:7175550101;ext=12"],
])("telephoneHref turns the number %j into %s", (phone, href) => {
  expect(telephoneHref(phone)).toBe(href);
});
