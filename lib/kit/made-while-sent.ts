/** Responses whose body is still being made when they are answered, with the moment at which it is whole. */
export const madeWhileSent = new WeakMap<Response, Promise<void>>();
