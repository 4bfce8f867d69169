"use client";

import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { accentStyleWithin } from "@/components/layout/accent";
import { buttonClass } from "@/components/ui/button";
import type { HomePagePicture } from "@/db/schema/brand-content";
import type { Brand, HomePage } from "@/lib/gate/brand/types";
import { fieldsOf, type HomePageFields, homePageFrom } from "@/lib/site/home-page/rules";
import { PageSketch } from "./page-sketch";

const SIZES = { desk: { label: "Desk", width: 1_280 }, phone: { label: "Phone", width: 360 } } as const;
type Size = keyof typeof SIZES;
/** Pixels on the screen. */
const HEIGHT = 680;

interface Props {
  /** Label of the form that is typed into. */
  form: string;
  brand: Pick<Brand, "name" | "theme">;
  /** What the form begins with. */
  saved: HomePage;
  pictures: readonly Omit<HomePagePicture, "alt">[];
  /** Parts that do not depend on what is typed, made on the server. */
  rooms: ReactNode;
  ways: ReactNode;
}

/**
 * The home page as it is typed, in the page's own components and the brand's theme, at the widths of a phone and a desk.
 * Without scripts it shows what the form began with.
 */
export function LivePreview({ form: label, brand, saved, pictures, rooms, ways }: Props) {
  const [home, setHome] = useState(saved);
  const [size, setSize] = useState<Size | null>(null);

  useEffect(() => {
    setSize(window.matchMedia("(min-width: 1280px)").matches ? "desk" : "phone");
    const form = document.querySelector<HTMLFormElement>(`form[aria-label="${label}"]`);
    if (!form) return;
    const read = () => setHome(homePageFrom(typedInto(form, saved), pictures));
    read();
    form.addEventListener("input", read);
    return () => form.removeEventListener("input", read);
  }, [label, saved, pictures]);

  const sketch = (shown: HomePage) => (
    <div inert className="bg-canvas text-ink" style={accentStyleWithin(brand.theme)}>
      <PageSketch brand={brand} home={shown} rooms={rooms} ways={ways} />
    </div>
  );
  return (
    <section aria-labelledby="preview-title" className="grid min-w-0 content-start gap-3">
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-3">
        <h2 id="preview-title" className="text-sm font-semibold">
          Preview
        </h2>
        {size && (
          <div className="flex gap-2">
            {Object.entries(SIZES).map(([key, { label: words }]) => (
              <button
                key={key}
                type="button"
                aria-pressed={size === key}
                className={buttonClass(size === key ? "secondary" : "quiet", "small")}
                onClick={() => setSize(key as Size)}
              >
                {words}
              </button>
            ))}
          </div>
        )}
      </div>
      {size ? (
        <Frame key={size} width={SIZES[size].width} title={`Preview at ${SIZES[size].label.toLowerCase()} size`}>
          {sketch(home)}
        </Frame>
      ) : (
        <div className="h-170 rounded-lg border border-line [@media(scripting:none)]:hidden" />
      )}
      <noscript>
        <div className="overflow-hidden rounded-lg border border-line">{sketch(saved)}</div>
      </noscript>
    </section>
  );
}

function typedInto(form: HTMLFormElement, saved: HomePage): HomePageFields {
  const typed = [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { ...fieldsOf(saved), ...Object.fromEntries(typed) };
}

interface FrameProps {
  /** Pixels of the page in it; it is made smaller where there is less room. */
  width: number;
  title: string;
  children: ReactNode;
}

/** A document of its own, so that the page in it is laid out by its own width. Nothing is loaded into it. */
function Frame({ width, title, children }: FrameProps) {
  const box = useRef<HTMLDivElement>(null);
  const [body, setBody] = useState<HTMLElement | null>(null);
  const [scale, setScale] = useState(1);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const fit = new ResizeObserver(() => setScale(Math.min(1, element.clientWidth / width)));
    fit.observe(element);
    return () => fit.disconnect();
  }, [width]);

  const open = useCallback((frame: HTMLIFrameElement | null) => {
    const inner = frame?.contentDocument;
    if (!inner) return;
    // The empty document that a frame begins with has no doctype, and would be laid out by the rules of old pages.
    inner.open();
    inner.write('<!doctype html><html lang="en"><head><title>Preview</title></head><body></body></html>');
    inner.close();
    inner.documentElement.className = document.documentElement.className;
    inner.body.className = document.body.className;
    for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style')) {
      inner.head.append(inner.importNode(sheet, true));
    }
    setBody(inner.body);
  }, []);

  return (
    <div ref={box} className="h-170 overflow-hidden rounded-lg border border-line">
      <iframe
        ref={open}
        title={title}
        style={{ width, height: HEIGHT / scale, transform: `scale(${scale})`, transformOrigin: "0 0" }}
        className="mx-auto block max-w-none"
      />
      {body && createPortal(children, body)}
    </div>
  );
}
