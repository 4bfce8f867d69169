/** Where the form of a new chat is kept in this browser; holds the person's id, so that others do not get it. */
export const chatDraftKey = (contactId: string) => `chat-new:${contactId}`;
