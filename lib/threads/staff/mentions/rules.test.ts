import { describe, expect, it } from "vitest";
import { mentionedIn } from "./rules";

const people = ["Kim Duarte", "Kim Lee", "Priya Raman", "Óscar Peña", ""].map((name, index) => ({
  id: `${index}`,
  name,
}));
const named = (body: string) => mentionedIn(body, people).map(({ name }) => name);

describe("who is asked in a note", () => {
  it("is named after an at sign, whole, in whatever case and wherever it stands", () => {
    expect(named("@Kim Duarte have a look, (@priya  raman) too.")).toEqual(["Kim Duarte", "Priya Raman"]);
    expect(named("ask\n@óscar peña")).toEqual(["Óscar Peña"]);
    expect(named("@Priya Raman @Priya Raman")).toEqual(["Priya Raman"]);
  });

  it("may be named by the first name alone, where it is one person's", () => {
    expect(named("@Priya, is it ours?")).toEqual(["Priya Raman"]);
    expect(named("@Kim, is it ours?")).toEqual([]);
    expect(named("@Kim Lee is it ours?")).toEqual(["Kim Lee"]);
  });

  it("is nobody in an address, in a longer word, or without the sign", () => {
    for (const text of [
      "priya@raman.example",
      "x@Priya Raman",
      "@Priyanka",
      "@Priya Ramanathan",
      "Priya Raman",
      "@",
      "@ Priya",
    ]) {
      expect(named(text), text).toEqual(text === "@Priya Ramanathan" ? ["Priya Raman"] : []);
    }
  });
});
