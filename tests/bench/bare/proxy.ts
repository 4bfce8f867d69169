import { NextResponse } from "next/server";

/** Turbopack looks for this file in the folders above too, and would take the portal's; nobody asks for its address. */
export function proxy(): NextResponse {
  return NextResponse.next();
}

export const config = { matcher: "/no-page-of-the-bare-application" };
