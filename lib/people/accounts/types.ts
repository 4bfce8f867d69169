/** `invited`: no password has been set yet, so nobody has signed in. */
export type AccountState = "open" | "invited" | "disabled";
