import { expect, it } from "vitest";
import { readPagers } from "./pagers";

const SECRET = "a-secret-that-has-32-characters!";

it("are read by brand", () => {
  const found = readPagers({
    PAGER_URL_CIMSOFT: "https://pager.example/hook",
    PAGER_SECRET_CIMSOFT: SECRET,
    PAGER_URL_NORTH_STAR: "https://pager.example/star",
    PAGER_SECRET_NORTH_STAR: SECRET,
    PAGER_URL_INSOURCE: "",
  });
  expect(found).toEqual({
    faults: [],
    pagers: {
      cimsoft: { url: "https://pager.example/hook", secret: SECRET },
      "north-star": { url: "https://pager.example/star", secret: SECRET },
    },
  });
});

it.each([
  [{ PAGER_URL_CIMSOFT: "https://pager.example/" }, "PAGER_SECRET_CIMSOFT"],
  [{ PAGER_SECRET_CIMSOFT: SECRET }, "PAGER_URL_CIMSOFT"],
  [{ PAGER_URL_CIMSOFT: "http://pager.example/", PAGER_SECRET_CIMSOFT: SECRET }, "PAGER_URL_CIMSOFT"],
  [{ PAGER_URL_CIMSOFT: "https://a:b@pager.example/", PAGER_SECRET_CIMSOFT: SECRET }, "PAGER_URL_CIMSOFT"],
  [{ PAGER_URL_CIMSOFT: "nowhere", PAGER_SECRET_CIMSOFT: SECRET }, "PAGER_URL_CIMSOFT"],
  [{ PAGER_URL_CIMSOFT: "https://pager.example/", PAGER_SECRET_CIMSOFT: "short" }, "PAGER_SECRET_CIMSOFT"],
])("are refused by halves and otherwise: %#", (source, name) => {
  const { faults, pagers } = readPagers(source);
  expect(pagers).toEqual({});
  expect(faults[0]?.[0]).toBe(name);
  expect(JSON.stringify(faults)).not.toContain(SECRET);
});
