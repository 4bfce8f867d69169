/** Where browsers report what the policy blocked. */
const CSP_REPORTS_PATH = "/api/csp-reports";

/**
 * The Content-Security-Policy of every page. Scripts and style sheets are allowed by nonce or from the portal's own
 * files only. Style attributes are allowed for the few components that need them for brand colours and widths
 * (tests/architecture/doors.test.ts has the list); no user text reaches one. `secure`: the brand's origin is https.
 * `formTargets`: origins that a form may end up at, because a redirect after **Pay** without JavaScript counts as the
 * form's.
 */
export function contentSecurityPolicy(
  nonce: string,
  options: {
    secure: boolean;
    development: boolean;
    formTargets?: readonly string[];
    /** The origin of files, if it is not the portal's own. */
    filesOrigin?: string | undefined;
  },
): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${options.development ? " 'unsafe-eval'" : ""}`,
    ...styleSources(nonce, options.development),
    ["img-src 'self' data: blob:", ...(options.filesOrigin ? [options.filesOrigin] : [])].join(" "),
    "font-src 'self'",
    `connect-src 'self'${options.development ? " ws: wss:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    ["form-action 'self'", ...(options.formTargets ?? [])].join(" "),
    "frame-src 'none'",
    "frame-ancestors 'none'",
    ...(options.secure ? ["upgrade-insecure-requests"] : []),
    `report-uri ${CSP_REPORTS_PATH}`,
  ].join("; ");
}

/**
 * The first directive is for browsers that do not know the two others. Next's development overlay brings its own
 * styles.
 */
function styleSources(nonce: string, development: boolean): string[] {
  if (development) return ["style-src 'self' 'unsafe-inline'"];
  const sheets = `'self' 'nonce-${nonce}'`;
  return [`style-src ${sheets}`, `style-src-elem ${sheets}`, "style-src-attr 'unsafe-inline'"];
}

/** Headers of every page besides the policy. Not `no-referrer`: Chromium would then post with Origin: null. */
export function securityHeaders(secure: boolean): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ...(secure ? { "strict-transport-security": "max-age=31536000; includeSubDomains" } : {}),
  };
}
