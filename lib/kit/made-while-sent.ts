/**
 * Responses whose body is still being produced when they are returned. The promise settles when the body is complete.
 */
export const madeWhileSent = new WeakMap<Response, Promise<void>>();
