// WXT replaces these constants at build time; only what the sources use is declared here.
interface ImportMetaEnv {
  readonly BROWSER: 'chrome' | 'firefox';
  readonly CHROME: boolean;
  readonly FIREFOX: boolean;
  readonly MANIFEST_VERSION: 2 | 3;
  readonly MODE: string;
}
interface ImportMeta {
  readonly env: ImportMetaEnv;
}
declare module '*.css';
declare module '*.css?inline' {
  const text: string;
  export default text;
}
/** jquery ships no types; gmail-js takes it as it is, and we call nothing of it. */
declare module 'jquery/src/core.js' {
  export const jQuery: unknown;
}
declare module 'jquery/src/*';
/** The few things used of gmail-js: its own types name no module and need those of jquery. */
declare module 'gmail-js' {
  interface GmailCompose {
    readonly $el: ArrayLike<unknown>;
    id(): string | undefined;
    email_id(): string | undefined;
    thread_id(): string | undefined;
    from(): string | null | undefined;
  }
  export class Gmail {
    constructor(jQuery: unknown);
    readonly dom: { composes(): GmailCompose[] };
    readonly get: { user_email(): string | null };
  }
}
