declare module "email-reply-parser" {
  interface Fragment {
    getContent(): string;
    isHidden(): boolean;
    isSignature(): boolean;
    isQuoted(): boolean;
    /** The line that introduces a quotation, with the quotation. */
    isAnswer(): boolean;
  }
  export default class EmailReplyParser {
    read(text: string): { getFragments(): Fragment[] };
  }
}
