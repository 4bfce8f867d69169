import Stripe from "stripe";
import { noteAnswer, type Provider } from "@/lib/gate/providers";
import { systemNow } from "@/lib/kit/time";
import { describeError, log } from "@/lib/log";

type Client = InstanceType<typeof Stripe.HttpClient>;
type Ask = Client["makeRequest"];

/** Stripe's own client, which also records how the brand's account answers, for staff and for the health addresses. */
export function watchedClient(brand: string): Client {
  const inner = Stripe.createNodeHttpClient();
  const provider: Provider = { name: `stripe:${brand}`, brand };
  /** Nobody waits for this write, so it delays nothing. */
  const note = (answer: Parameters<typeof noteAnswer>[1]) => {
    noteAnswer(provider, answer, new Date(systemNow().epochMilliseconds)).catch((error: unknown) => {
      log.warn({ provider: provider.name, fault: describeError(error) }, "how Stripe answered could not be noted");
    });
  };
  const makeRequest: Ask = async (...request) => {
    const begun = performance.now();
    try {
      const response = await inner.makeRequest(...request);
      const status = response.getStatusCode();
      if (status === 429 || status >= 500) note({ kind: "failed", reason: String(status) });
      else note({ kind: "answered", milliseconds: performance.now() - begun });
      return response;
    } catch (error) {
      note({ kind: "failed", reason: "no answer" });
      throw error;
    }
  };
  return Object.assign(Object.create(inner) as Client, { makeRequest });
}
