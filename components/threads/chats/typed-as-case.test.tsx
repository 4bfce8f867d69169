import type { ReactElement } from "react";
import type { ReactFormState } from "react-dom/client";
import { renderToReadableStream } from "react-dom/server";
import { expect, it } from "vitest";
import type { ActionResult, FormAction } from "@/lib/gate/actions/result";
import { NewChatForm } from "./new-chat-form";
import { TypedAsCase } from "./typed-as-case";

/** An action as the framework hands it to a form: it can be posted without scripts, and known again. */
function postable(): FormAction {
  const action: FormAction = () => Promise.reject(new Error("nobody sends it"));
  return Object.assign(action, {
    $$IS_SIGNATURE_EQUAL: () => true,
    $$FORM_ACTION: () => ({ name: "action", method: "POST", encType: "multipart/form-data", data: new FormData() }),
    bind: () => action,
  });
}

const refused = (subject: string, description: string): ActionResult => ({
  ...{ ok: false, fieldErrors: {}, message: "Chat has closed.", reference: null },
  values: { subject, description, product: "Other" },
});

async function html(page: ReactElement, formState: ReactFormState | null = null): Promise<string> {
  const stream = await renderToReadableStream(page, { formState });
  await stream.allReady;
  return (await new Response(stream).text()).replaceAll("<!-- -->", "").replaceAll("&amp;", "&");
}

/** What the page says that is loaded as the answer to the form, posted without scripts, when chat has closed meanwhile. */
async function answerTo(result: ActionResult): Promise<string> {
  const form = await html(
    <NewChatForm action={postable()} formId="f" draftKey="chat-new:me" companies={[]} products={[]} />,
  );
  const key = /name="\$ACTION_KEY" value="([^"]+)"/.exec(form)?.[1];
  if (!key) throw new Error(`the form posts no key: ${form}`);
  return html(<TypedAsCase contactId="me" action={postable()} />, [
    result,
    key,
    "action",
    0,
  ] as unknown as ReactFormState);
}

it("a form of a new chat, sent without scripts when chat had closed, leads to a case with what was typed", async () => {
  const page = await answerTo(refused("Line 2 stands still", "Since 4:29 p.m."));
  expect(page).toContain("Line 2 stands still");
  expect(page).toContain('href="/cases/new?subject=Line+2+stands+still&description=Since+4%3A29+p.m."');
});

it("a message too long for an address is shown, to be copied", async () => {
  const long = "It stops. ".repeat(600);
  const page = await answerTo(refused("Line 2 stands still", long));
  expect(page).toContain('href="/cases/new?subject=Line+2+stands+still&description="');
  expect(page).toContain("too long to be brought along");
  expect(page).toContain(long.trim());
});

it("without anything typed it is the way to a new case alone", async () => {
  for (const page of [
    await answerTo(refused(" ", "")),
    await html(<TypedAsCase contactId="me" action={postable()} />),
  ]) {
    expect(page).toContain('href="/cases/new"');
    expect(page).not.toContain("What you typed");
  }
});
