import { wcagContrast } from "culori";
import { describe, expect, it } from "vitest";
import { seedBrand } from "@/tests/support/brand";
import { BRANDS, CASES, renderSample } from "@/tests/support/mail-samples";
import { accentOf, DARK, LIGHT } from "./theme";

type Facts = Readonly<Record<string, string>>;

/** `color: #fff; padding: 0` -> its properties. Short hands for colours of borders and grounds are not used by any mail. */
function declarations(css: string): Facts {
  const pairs = css.split(";").map((one) => one.split(":").map((part) => part.trim().toLowerCase()));
  return Object.fromEntries(pairs.filter(([name, value]) => name && value).map(([name, value]) => [name, value]));
}

/** What the style sheet says where the recipient's scheme is dark, by class. */
function darkRules(html: string): ReadonlyMap<string, Facts> {
  const sheet = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? "";
  const dark = /@media \(prefers-color-scheme: dark\) \{([\s\S]*)\}\s*$/.exec(sheet)?.[1] ?? "";
  return new Map(
    [...dark.matchAll(/\.([a-z]+) \{([^}]*)\}/g)].map(([, name = "", css = ""]) => [name, declarations(css)]),
  );
}

interface Element {
  readonly tag: string;
  readonly classes: readonly string[];
  readonly style: Facts;
}

function elements(html: string): Element[] {
  return [...html.matchAll(/<[a-z][^>]*>/g)].map(([tag]) => ({
    tag,
    classes: (/\bclass="([^"]*)"/.exec(tag)?.[1] ?? "").split(/\s+/).filter(Boolean),
    style: declarations(/\bstyle="([^"]*)"/.exec(tag)?.[1] ?? ""),
  }));
}

describe.each(CASES)("%s: %s in the dark", (brandKey, kind) => {
  const { accent, onAccent } = accentOf(seedBrand(brandKey).theme, "light");
  /** What stands inline where the dark sheet recolours: the same class is the same colour everywhere. */
  const light: Readonly<Record<string, Facts>> = {
    page: { "background-color": LIGHT.page },
    panel: { "background-color": LIGHT.panel },
    ink: { color: LIGHT.ink },
    quiet: { color: LIGHT.quiet },
    link: { color: accent },
    button: { color: onAccent, "background-color": accent },
  };

  it("says that it knows both schemes, and has rules for the dark one", async () => {
    const { html } = await renderSample(brandKey, kind, "Dana Whitfield");
    expect(html).toContain('<meta name="color-scheme" content="light dark"/>');
    expect(html).toContain('<meta name="supported-color-schemes" content="light dark"/>');
    const rules = darkRules(html);
    const dark = accentOf(seedBrand(brandKey).theme, "dark");
    expect(Object.fromEntries(rules)).toMatchObject({
      page: { "background-color": `${DARK.page} !important` },
      panel: { "background-color": `${DARK.panel} !important` },
      ink: { color: `${DARK.ink} !important` },
      quiet: { color: `${DARK.quiet} !important` },
      link: { color: `${dark.accent} !important` },
      button: { "background-color": `${dark.accent} !important`, color: `${dark.onAccent} !important` },
    });
  });

  it("leaves no text and no ground in a light colour that no rule turns over", async () => {
    const { html } = await renderSample(brandKey, kind, "Dana Whitfield");
    const rules = darkRules(html);
    const painted = elements(html).filter(({ style }) => style.color || style["background-color"] || style.background);
    expect(painted.length).toBeGreaterThan(4);
    for (const { tag, classes, style } of painted) {
      expect(style.background, tag).toBeUndefined();
      for (const property of ["color", "background-color"] as const) {
        if (!style[property]) continue;
        const turning = classes.filter((name) => rules.get(name)?.[property]);
        expect(turning, `${property} of ${tag}`).toHaveLength(1);
        expect(style[property], tag).toBe(light[turning[0] ?? ""]?.[property]);
      }
    }
  });
});

describe.each(BRANDS)("%s: the colours of mails", (brandKey) => {
  it.each(["light", "dark"] as const)("can be read on their grounds: %s", (scheme) => {
    const { ink, quiet, panel, page } = scheme === "light" ? LIGHT : DARK;
    const { accent, onAccent } = accentOf(seedBrand(brandKey).theme, scheme);
    for (const ground of [panel, page]) {
      for (const text of [ink, quiet, accent])
        expect(wcagContrast(text, ground), `${text} on ${ground}`).toBeGreaterThan(4.5);
    }
    expect(wcagContrast(onAccent, accent)).toBeGreaterThan(4.5);
  });
});
