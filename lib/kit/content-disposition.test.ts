import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentDisposition } from "./content-disposition";

const anything = fc.string({
  unit: fc.oneof(
    fc.nat(0x10ffff).map((point) => String.fromCodePoint(point)),
    fc.constantFrom('"', "\\", "/", ";", "%", "'", ".", "\r", "\n", "\u202e"),
  ),
  maxLength: 400,
});

describe("contentDisposition", () => {
  it.each([
    ["Invoice CS-104638", "Invoice CS-104638", "Invoice%20CS-104638"],
    ["Invoice Zoë 日本", "Invoice Zoe", "Invoice%20Zo%C3%AB%20%E6%97%A5%E6%9C%AC"],
    ["../../etc/passwd", "etc-passwd", "etc-passwd"],
    ['a"; filename="b.exe', "a- filename=-b.exe", "a-%20filename%3D-b.exe"],
    ["a\r\nSet-Cookie: x=1", "a-Set-Cookie- x=1", "a-Set-Cookie-%20x%3D1"],
    ["invoice\u202efdp.exe", "invoice-fdp.exe", "invoice-fdp.exe"],
    ["50% off (it's)", "50- off (it's)", "50%25%20off%20%28it%27s%29"],
    ["", "document", "document"],
    ["..", "document", "document"],
    ["日本", "document", "%E6%97%A5%E6%9C%AC"],
  ])("encodes the file name %j", (name, plain, encoded) => {
    expect(contentDisposition("inline", name, "pdf")).toBe(
      `inline; filename="${plain}.pdf"; filename*=UTF-8''${encoded}.pdf`,
    );
  });

  it("gives one header with one name of bounded length for any text", () => {
    fc.assert(
      fc.property(anything, (name) => {
        const header = contentDisposition("attachment", name, "csv");
        expect(header).toMatch(/^attachment; filename="[^"\\\p{Cc}/;%]+\.csv"; filename\*=UTF-8''[\w.!~%-]+\.csv$/u);
        expect(new Headers({ "content-disposition": header }).get("content-disposition")).toBe(header);
        const [, encoded = ""] = header.split("''");
        expect(Array.from(decodeURIComponent(encoded)).length).toBeLessThanOrEqual(154);
      }),
    );
  });
});
