import { describe, expect, it } from "vitest";
import { BRANDS } from "@/db/seed/brands";
import { checkBrandContrast } from "./contrast";

describe("checkBrandContrast", () => {
  it.each(BRANDS.map((brand) => [brand.name, brand.theme] as const))(
    "finds %s readable in light and dark",
    (_, theme) => {
      expect(checkBrandContrast(theme)).toEqual([]);
    },
  );

  it("says what is too weak, and by how much", () => {
    const [first] = BRANDS;
    if (!first) throw new Error("no brand");
    const weak = { ...first.theme, light: { accent: "#8ab4f8", onAccent: "#ffffff" } };
    expect(checkBrandContrast(weak)[0]).toMatch(/^light: text on the accent has \d\.\d\d:1, needs 4.5:1$/);
    expect(checkBrandContrast({ ...weak, light: { accent: "blueish", onAccent: "#fff" } })[0]).toContain(
      "not a colour",
    );
  });
});
