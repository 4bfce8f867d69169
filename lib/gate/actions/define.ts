import { randomBytes } from "node:crypto";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import { forbidden, notFound, redirect, unstable_rethrow } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { isLostLock, isUnreachable } from "@/db/faults";
import { type ClientViewer, type Context, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { env } from "@/lib/env";
import { AppError, type AppErrorCode, FormUsed } from "@/lib/errors";
import { getSession } from "@/lib/gate/auth/session";
import { countedAs, type SignedIn } from "@/lib/gate/auth/types";
import { requireBrand } from "@/lib/gate/brand/current";
import type { Brand } from "@/lib/gate/brand/types";
import { answerWith, markReached, noteRefused } from "@/lib/gate/door/asked";
import { refusedDigest } from "@/lib/gate/door/rules";
import { systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { routes } from "@/lib/routes";
import { decodeForm, hasTooManyFields, issuesByField, typedValues } from "./form";
import { type ActionLimit, takeTurn } from "./limit";
import { isOwnRequest } from "./origin";
import type { ActionResult, FormAction } from "./result";

/** What an action that is open to everybody gets. It opens its own asSystem transactions. */
interface PublicContext {
  readonly brand: Brand;
  readonly headers: Headers;
}

/** What an action of somebody signed in gets: one write transaction in the viewer's role. */
export type WriteContext<V extends Viewer = Viewer> = Context<V> & PublicContext & { readonly signedIn: SignedIn };

/**
 * What an action about the account's own sign-in gets. No viewer's role reaches that data, so the action opens its own
 * asSystem transactions.
 */
type AccountContext = PublicContext & { readonly signedIn: SignedIn };

interface ContextOf {
  public: PublicContext;
  /** Somebody signed in, client or staff. */
  account: AccountContext;
  "signed-in": WriteContext;
  client: WriteContext<ClientViewer>;
  staff: WriteContext<StaffViewer>;
}

type Entered<V extends Viewer> = PublicContext & { readonly signedIn: SignedIn; readonly viewer: V };

/** What is known before and after the transaction, for `before` and `then`. */
interface EnteredOf {
  public: PublicContext;
  account: Entered<Viewer>;
  "signed-in": Entered<Viewer>;
  client: Entered<ClientViewer>;
  staff: Entered<StaffViewer>;
}

interface ActionDefinition<A extends keyof ContextOf, S extends z.ZodObject, T> {
  /** `domain.verb`, for the log and the list of the architecture test. */
  readonly name: string;
  readonly audience: A;
  readonly input: S;
  /**
   * How often one account may send the form. Forms that pass the schema are counted, before the transaction begins. An
   * action that is open to everybody has no account to count by: it checks limits of its own in `run`.
   */
  readonly limit: A extends "public" ? "inside" : ActionLimit;
  /**
   * What is checked before the transaction begins and outside of it, such as a password that is asked for again. Throws
   * AppError as `run` does.
   */
  readonly before?: (entered: EnteredOf[A], input: z.output<S>) => Promise<void>;
  /** For what ends a look as a client. Any other action is refused while it lasts. */
  readonly whileViewing?: A extends "account" ? boolean : never;
  /** Throws AppError for what a person did wrong. */
  readonly run: (context: ContextOf[A], input: z.output<S>) => Promise<T>;
  /**
   * Where to go on success. Called after the transaction has committed: the place for what must not happen inside one,
   * such as a call over the network. Returns a path (links never take a host from a request), or an address of the
   * configured checkout. Throws AppError as `run` does.
   */
  readonly then: (value: T, input: z.output<S>, entered: EnteredOf[A]) => string | Promise<string>;
}

const CHANGED = "This form has changed since you opened it. Reload the page and send it again.";

/** While an administrator looks as a client. */
const VIEWING = "You are viewing as a client: nothing can be changed. End the view first.";

const STATUSES: Readonly<Record<AppErrorCode, number>> = {
  INVALID: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};
/** The status that says why a form was refused, for a button. A form that shows its refusal is answered with 200. */
const statusOf = new WeakMap<ActionResult, number>();

function refusal(over: Partial<ActionResult>, status: number | null = 400): ActionResult {
  const result = { ok: false, values: {}, fieldErrors: {}, message: null, reference: null, ...over };
  if (status !== null) statusOf.set(result, status);
  return result;
}

/**
 * Builds a server action; all of them are made here. The steps are gate, parse, limit, `before`, one transaction,
 * redirect. Expected refusals come back as an ActionResult with what was typed. Any other error is logged with its
 * cause and shown with a reference.
 */
export function defineAction<A extends keyof ContextOf, S extends z.ZodObject, T>(
  definition: ActionDefinition<A, S, T>,
): FormAction {
  return async (_previous, form) => {
    if (!(form instanceof FormData)) {
      // A caller may send any arguments to an action, but no page of ours calls one without a form.
      answerWith(400);
      return refusal({ message: CHANGED });
    }
    markReached();
    if (hasTooManyFields(form)) return refusal({ message: CHANGED });
    const refuse = (over: Partial<ActionResult>, status?: number | null) =>
      refusal({ values: typedValues(form, definition.input), ...over }, status);
    let target: string;
    let isDone = false;
    try {
      const brand = await requireBrand();
      const requestHeaders = await headers();
      if (!isOwnRequest(requestHeaders, brand)) return refuse({ message: "This form came from another site." });
      const signedIn = definition.audience === "public" ? null : await gate(definition.audience);
      const { raw, unknown } = decodeForm(form, definition.input);
      if (unknown.length) {
        log.warn(
          { action: definition.name, unknown: unknown.slice(0, 20) },
          "a form had fields that its schema does not know",
        );
        return refuse({ message: CHANGED });
      }
      const parsed = definition.input.safeParse(raw);
      if (!parsed.success) {
        const { fieldErrors, formErrors } = issuesByField(parsed.error);
        return refuse({ fieldErrors, message: formErrors[0] ?? null });
      }
      if (signedIn?.viewing && !definition.whileViewing) {
        const tries = { ...{ brand, headers: requestHeaders, signedIn }, audience: definition.audience };
        await tryWhileViewing(definition.name, tries, (context) =>
          definition.run(context as unknown as ContextOf[A], parsed.data),
        );
        return refuse({ message: VIEWING }, 403);
      }
      if (signedIn && definition.limit !== "inside") {
        await takeTurn(definition.name, definition.limit, countedAs(signedIn), systemNow());
      }
      const base: PublicContext = { brand, headers: requestHeaders };
      const entered = (signedIn ? { ...base, signedIn, viewer: signedIn.viewer } : base) as unknown as EnteredOf[A];
      await definition.before?.(entered, parsed.data);
      const value =
        signedIn && definition.audience !== "account"
          ? await runAsViewer(signedIn.viewer, "write", (context) =>
              definition.run({ ...context, ...base, signedIn } as unknown as ContextOf[A], parsed.data),
            )
          : await definition.run({ ...base, signedIn } as unknown as ContextOf[A], parsed.data);
      isDone = true;
      target = safeTarget(await definition.then(value, parsed.data, entered));
    } catch (error) {
      unstable_rethrow(error);
      if (error instanceof FormUsed) {
        const values = typedValues(form, definition.input);
        return refuse({ message: error.message, values: { ...values, ...(error.renewed ?? { id: uuidv7() }) } }, 409);
      }
      if (error instanceof AppError) {
        if (error.code === "NOT_FOUND") notFound();
        const { field, message, code } = error;
        return refuse(field ? { fieldErrors: { [field]: [message] } } : { message }, STATUSES[code]);
      }
      if (isLostLock(error)) {
        log.warn({ action: definition.name, err: error }, "an action waited too long for a lock");
        return refuse({ message: "Somebody else is changing the same data just now. Try again in a moment." }, 409);
      }
      return refuse(toldOfFailure(definition.name, error, isDone), isUnreachable(error) ? 503 : null);
    }
    // Otherwise the browser keeps what it shows if the target differs from its page by the fragment alone.
    refresh();
    redirect(target);
  };
}

/**
 * Lets the database refuse what somebody sends who looks as a client: the transaction is read-only. Whatever comes of it
 * goes no further.
 */
async function tryWhileViewing(
  name: string,
  { audience, ...base }: PublicContext & { readonly signedIn: SignedIn; readonly audience: string },
  run: (context: WriteContext) => Promise<unknown>,
): Promise<void> {
  if (audience === "account") return;
  await runAsViewer(base.signedIn.viewer, "write", (context) => run({ ...context, ...base })).catch((error) =>
    log.info({ action: name, err: error }, "refused while an administrator looks as a client"),
  );
}

/** Logs an unexpected error, and returns the sentence and the reference that the person may quote. */
function toldOfFailure(action: string, error: unknown, isDone: boolean): Pick<ActionResult, "message" | "reference"> {
  const reference = randomBytes(5).toString("hex").toUpperCase();
  log.error({ action, reference, err: error }, "an action failed");
  const isAway = isUnreachable(error);
  if (isAway) answerWith(503);
  if (isDone) {
    return {
      reference,
      message:
        "What you sent was kept, but something went wrong on our side after that. Look at where it stands before you send it again.",
    };
  }
  const what = isAway ? "The portal is not available right now" : "Something went wrong on our side";
  return { reference, message: `${what}, and nothing was changed. Try again in a moment.` };
}

/**
 * The same action for a form that is only a button and has no form state to show a refusal in. A refusal becomes a page
 * of its own with the status that says why: somebody lost a role or a race while the page was open, or sends what no
 * button of ours does. With scripts the same words stand in the button's page, which knows them by the error's
 * digest. Only a failure of ours becomes the error page.
 */
export function asButton(action: FormAction): (form: FormData) => Promise<void> {
  return async (form) => {
    const refused = await action(null, form);
    const status = statusOf.get(refused);
    if (status === 403) forbidden();
    const error = new Error(refused.message ?? "The action was refused");
    if (status === undefined) throw error;
    noteRefused(status);
    throw Object.assign(error, { digest: refusedDigest(status) });
  };
}

/** A path of this site, or an address of the checkout. Throws on anything else: no action of ours leads elsewhere. */
function safeTarget(target: string): string {
  if (/^\/(?!\/)/.test(target) || target.startsWith(`${env().STRIPE_CHECKOUT_ORIGIN}/`)) return target;
  throw new Error("An action wanted to lead out of the portal");
}

/** Somebody whose session ended while the form was open goes to sign-in. The wrong audience gets "not found". */
async function gate(audience: "account" | "signed-in" | "client" | "staff"): Promise<SignedIn> {
  const signedIn = await getSession();
  if (!signedIn) redirect(routes.login);
  const isEither = audience === "account" || audience === "signed-in";
  if (!isEither && signedIn.viewer.kind !== audience) notFound();
  return signedIn;
}
