/** A test by its file and a part of its title, as it stands there. */
type Proof = readonly [file: string, title: string];

export interface Threat {
  readonly number: number;
  readonly what: string;
  readonly proof: readonly Proof[];
}

export const t = (number: number, what: string, ...proof: readonly Proof[]): Threat => ({ number, what, proof });

export const MONEY = "tests/integration/money";
export const CHATS = "tests/integration/threads/chats";
export const CASES = "tests/integration/threads/cases";
export const REQUESTS = "tests/integration/threads/requests";
export const AUTH = "tests/integration/gate/auth";
export const FILES = "tests/integration/files";
export const OUTSIDERS = "tests/e2e/gate/outsiders.spec.ts";
export const ROWS = "tests/security/row-level-security.test.ts";
