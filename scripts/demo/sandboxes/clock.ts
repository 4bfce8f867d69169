import { Hono } from "hono";
import { html } from "hono/html";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { offsetInFile } from "@/lib/kit/clock-file";
import { formatInstant, systemNow } from "@/lib/kit/time";
import { setClock } from "@/scripts/demo/clock";
import type { Markup } from "@/scripts/demo/sandboxes/page";
import type { SandboxEnv } from "@/scripts/demo/sandboxes/resend/api";

/** The zone of the demo's brands. */
const ZONE = "America/New_York";
const HOUR_MS = 3_600_000;

const body = z.strictObject({
  /** Wall clock in the brands' zone. */
  at: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)
    .optional(),
  /** Hours to go on. */
  hours: z.coerce.number().int().min(1).max(240).optional(),
  machine: z.string().optional(),
});

const portalNow = (file: string) => systemNow().add({ milliseconds: offsetInFile(file) ?? 0 });

/** The portal's time, with the forms that move it. */
export function clockSection(file: string): Markup {
  const now = portalNow(file);
  const local = now.toZonedDateTimeISO(ZONE).toPlainDateTime().toString({ smallestUnit: "minute" });
  return html`<section class="panel" aria-labelledby="clock"><h2 id="clock">Clock</h2>
<p>The portal’s time is ${formatInstant(now, ZONE)}. It decides what is due, late and open; sessions and links keep the machine’s time.</p>
<form class="webhooks" method="post" action="/clock">
<label>Eastern time<input name="at" type="datetime-local" value="${local}" required></label>
<button type="submit" class="second">Set</button>
</form>
<form class="webhooks" method="post" action="/clock">
<button type="submit" class="second" name="hours" value="1">An hour on</button>
<button type="submit" class="second" name="hours" value="24">A day on</button>
<button type="submit" class="second" name="machine" value="1">The machine’s time</button>
</form></section>`;
}

/** Moves the portal's time. A form is answered with a redirect to the index page, other requests with JSON. */
export function createClock(file: string): Hono<SandboxEnv> {
  const clock = new Hono<SandboxEnv>();
  clock.post("/clock", async (c) => {
    const isForm = !c.req.header("content-type")?.includes("json");
    const sent = isForm ? await c.req.parseBody() : await c.req.json().catch(() => null);
    const parsed = body.safeParse(sent);
    const wanted = parsed.success ? offsetOf(file, parsed.data) : null;
    if (wanted === null) {
      return c.json({ error: 'The body has one of "at" (such as 2026-11-30T10:00), "hours" and "machine".' }, 400);
    }
    setClock(file, wanted);
    return isForm ? c.redirect("/#clock", 303) : c.json({ now: portalNow(file).toString(), offsetMs: wanted });
  });
  return clock;
}

/** The wanted distance to the machine's time in milliseconds; null for no wish, or more than one. */
function offsetOf(file: string, { at, hours, machine }: z.output<typeof body>): number | null {
  if ([at, hours, machine].filter((wish) => wish !== undefined).length !== 1) return null;
  if (machine !== undefined) return 0;
  if (hours !== undefined) return (offsetInFile(file) ?? 0) + hours * HOUR_MS;
  try {
    const wanted = Temporal.PlainDateTime.from(at ?? "").toZonedDateTime(ZONE);
    return wanted.epochMilliseconds - systemNow().epochMilliseconds;
  } catch {
    return null;
  }
}
