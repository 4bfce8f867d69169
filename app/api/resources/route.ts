import { z } from "zod";
import { AppError } from "@/lib/errors";
import { drain, readUpload } from "@/lib/files/multipart";
import { storeBytes } from "@/lib/files/upload";
import { defineRoute } from "@/lib/gate/actions/route";
import { routes } from "@/lib/routes";
import { labelOf } from "@/lib/site/library/staff/schema";
import { addFile, isUploaded } from "@/lib/site/library/staff/versions/service";

const askedSchema = z.object({ resource: z.uuid(), version: z.uuid() });

/**
 * Takes the file of a new version from a plain form, and redirects back to the resource. The version's id is made with
 * the form, so the form sent twice is one version.
 */
export const POST = defineRoute({
  name: "library.upload",
  audience: "staff",
  limit: "messageByAccount",
  handle: async ({ asViewer, signedIn }, request) => {
    const asked = askedSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!asked.success) {
      await drain(request);
      return null;
    }
    const { resource, version } = asked.data;
    const back = (query: string) => {
      const location = `${routes.staffResource(resource)}?${query}`;
      return new Response(null, { status: 303, headers: { location } });
    };
    try {
      if (await asViewer("read", (context) => isUploaded(context, resource, version))) {
        await drain(request);
        return back("note=added#versions");
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await drain(request);
      return null;
    }
    const form = await readUpload(request, (name, content, signal) =>
      storeBytes(name, content, signal, async (file) => file),
    );
    const [file, ...others] = form.files;
    const refusal = form.refused?.refusal ?? (file === undefined ? "none" : others.length > 0 ? "too-many" : null);
    // Bytes that no version names are deleted by the job that cleans files.
    if (refusal !== null || file === undefined) return back(`file=${refusal}#versions`);
    const label = labelOf(form.fields.get("label") ?? "");
    try {
      const add = { resource, id: version, label };
      await asViewer("write", (context) => addFile({ ...context, name: signedIn.account.name }, add, file));
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
    return back("note=added#versions");
  },
});
