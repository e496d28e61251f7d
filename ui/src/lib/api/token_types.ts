/** API tokens: what one lets a program do in one's name. */

export type Scope = "read" | "write" | "log" | "administer";

export interface Token {
  id: number;
  name: string;
  scopes: Scope[];
  purpose: string;
  made: string;
  expires: string;
}

export interface MadeToken extends Token {
  /** Shown once. */
  text: string;
}
