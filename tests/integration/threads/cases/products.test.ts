import { expect, it } from "vitest";
import { products } from "@/db/schema";
import { OTHER_PRODUCT } from "@/db/schema/constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import { listProducts } from "@/lib/threads/cases/queries";
import { clientViewer, createCompany, createContact } from "@/tests/support/world";

it("“another product”, which every form offers, is not offered a second time where the brand's list has it", async () => {
  const viewer = clientViewer(await createContact(await createCompany()));
  const named = async () => {
    const all = await runAsViewer(viewer, "read", (context) => listProducts(context, "cimsoft"));
    return all.map(({ name }) => name);
  };
  const before = await named();
  expect(before.length).toBeGreaterThan(0);
  await asSystem("test world: as brands were seeded once", (db) =>
    db
      .insert(products)
      .values({ brand: "cimsoft", name: OTHER_PRODUCT, position: 99, versions: [] })
      .onConflictDoNothing(),
  );
  expect(await named()).toEqual(before);
  expect(before).not.toContain(OTHER_PRODUCT);
});
